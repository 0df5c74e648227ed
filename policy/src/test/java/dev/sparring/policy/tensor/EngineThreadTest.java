package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.NativeLibrary;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.policy.Policy;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Threads of several runs in one process, each with a number of its own. */
final class EngineThreadTest {
  private static final int THREADS = 5;

  private final List<ExecutorService> started = new ArrayList<>();

  @AfterEach
  void endThreads() {
    started.forEach(ExecutorService::shutdown);
  }

  private ExecutorService thread() {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    started.add(thread);
    return thread;
  }

  private static <T> T on(ExecutorService thread, Callable<T> work) throws Exception {
    return thread.submit(work).get();
  }

  private static Void use(int threads) {
    EngineThread.use(threads);
    return null;
  }

  @Test
  void aThreadKeepsItsNumberWhateverOthersSetBeforeItFirstComputes() throws Exception {
    Tensors.on("cpu", 1).close();
    ExecutorService two = thread();
    ExecutorService three = thread();
    on(two, () -> use(2));
    on(three, () -> use(3));
    assertThat(on(two, JniUtils::getNumThreads)).isEqualTo(2);
    assertThat(on(three, JniUtils::getNumThreads)).isEqualTo(3);
  }

  @Test
  void aThreadKeepsItsNumberInWhateverOrderOthersSetTheirs() throws Exception {
    Tensors.on("cpu", 1).close();
    Random random = new Random(7);
    List<ExecutorService> threads = new ArrayList<>();
    int[] wanted = new int[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads.add(thread());
    }
    for (int n = 0; n < 300; n++) {
      int i = random.nextInt(THREADS);
      if (wanted[i] == 0 || random.nextInt(3) == 0) {
        int count = wanted[i] = 1 + random.nextInt(4);
        on(threads.get(i), () -> use(count));
      } else {
        assertThat(on(threads.get(i), JniUtils::getNumThreads)).isEqualTo(wanted[i]);
      }
    }
  }

  @Test
  void aSumIsRoundedAsItsOwnNumberOfThreadsRoundsIt() throws Exception {
    float[] numbers = new float[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    try (Tensors scope = Tensors.on("cpu", 1)) {
      PtNDArray array = scope.floats(numbers);
      ExecutorService one = thread();
      ExecutorService two = thread();
      on(one, () -> use(1));
      float byOne = on(one, () -> array.sum().toFloatArray()[0]);
      on(two, () -> use(2));
      float byTwo = on(two, () -> array.sum().toFloatArray()[0]);
      assertThat(byTwo).as("two threads add up halves").isNotEqualTo(byOne);
      assertThat(on(one, () -> array.sum().toFloatArray()[0])).isEqualTo(byOne);
      assertThat(on(two, () -> array.sum().toFloatArray()[0])).isEqualTo(byTwo);
    }
  }

  /** What a policy works with shows where it looks whether it is cancelled. */
  @Test
  void aPolicyComputesWithItsOwnNumberOfThreadsOnWhateverThread() throws Exception {
    List<ExecutorService> makers = List.of(thread(), thread());
    List<ExecutorService> workers = List.of(thread(), thread());
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int threads = 2 + i;
      policies.add(on(makers.get(i), () -> policy(threads)));
    }
    for (int i = 0; i < 2; i++) {
      Policy policy = policies.get(i);
      Set<Integer> sampling = new ConcurrentSkipListSet<>();
      Set<Integer> learning = new ConcurrentSkipListSet<>();
      on(workers.get(i), () -> sample(policy, seen(sampling)));
      on(workers.get(1 - i), () -> learn(policy, seen(learning)));
      assertThat(sampling).containsExactly(2 + i);
      assertThat(learning).as("each shard has a thread").contains(1).isSubsetOf(1, 2 + i);
    }
    policies.forEach(Policy::close);
  }

  private static BooleanSupplier seen(Set<Integer> numbers) {
    return () -> {
      numbers.add(JniUtils.getNumThreads());
      return false;
    };
  }

  private static Policy policy(int threads) {
    return Policy.forLearning(
        Tiny.GOLDEN.resolve("llama-tiny"),
        Tiny.settings("policy.threads", "" + threads, "policy.decode.slots", "8"));
  }

  private static Void sample(Policy policy, BooleanSupplier cancelled) {
    List<ChatMessage> messages = List.of(ChatMessage.user("1+2"));
    Prompt prompt = new Prompt("p", Role.SOLVER, messages, "", List.of(RandomStream.of(1)));
    policy.complete(List.of(prompt), Sampling.plain(1, 4), cancelled);
    return null;
  }

  private static Void learn(Policy policy, BooleanSupplier cancelled) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      episodes.add(Tiny.episode(RandomStream.of(i), 6, policy.model().spec().vocabulary()));
    }
    Loss loss = Loss.PolicyGradient.of(Tiny.settings().learn(), 1);
    policy.learn(episodes, episodes, loss, 1e-3, cancelled);
    return null;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyThreadRunsProgramsAsTheyAreWritten() throws Exception {
    Tensors.on("cpu", 1).close();
    Callable<Integer> optimizes =
        () ->
            NativeLibrary.getInstance("torch_cpu")
                    .getFunction("_ZN5torch3jit24getGraphExecutorOptimizeEv")
                    .invokeInt(new Object[0])
                & 1;
    for (int i = 0; i < 2; i++) {
      ExecutorService worker = thread();
      on(worker, () -> use(1));
      assertThat(on(worker, optimizes)).isZero();
    }
  }
}
