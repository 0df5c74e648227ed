package dev.sparring.policy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.Scheduler.Assignment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real scheduler over workers whose policy is a stand-in: a shard takes the time that an H100
 * would need, in simulated time. Speeds differ by up to a factor of three; one shard in a hundred
 * hangs for an hour; after every 50 shards a worker dies and is back after half a minute. Not part
 * of the tests: {@code ./mvnw test -pl policy -am -Dtest=SchedulingBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class SchedulingBenchmark {
  /**
   * Tokens a second of an H100 with all slots full, Qwen2.5-Coder-0.5B: docs/experiments/gpu.md.
   */
  private static final double TOKENS_PER_SECOND = 9_100;

  private static final int TOKENS = 128;
  private static final int SAMPLES = 16;
  private static final int SLOTS = 32;
  private static final double HANGS = 0.01;
  private static final int SHARDS_PER_LOSS = 50;
  private static final double AWAY_SECONDS = 30;
  private static final double HANG_SECONDS = 3_600;

  private record Event(double at, Runnable what) {}

  private final Random random = new Random(7);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((one, other) -> Double.compare(one.at(), other.at()));
  private final Map<String, Double> slowness = new HashMap<>();
  private final Map<String, Double> capacitySince = new HashMap<>();
  private double now;
  private double capacity;
  private double useful;
  private long shards;
  private long replies;

  @ParameterizedTest
  @CsvSource({"8, 10000", "64, 10000", "256, 10000", "64, 100000"})
  void keepsWorkersBusy(int workers, int prompts) {
    Settings settings =
        Settings.load(
            Optional.of(Path.of("src/test/resources/worker-test.conf")),
            Map.of("policy.decode.slots", Integer.toString(SLOTS)));
    Scheduler scheduler =
        new Scheduler(
            new Scheduler.Setup(
                settings.learn(),
                settings.policy(),
                settings.workers(),
                Path.of("exchange"),
                1,
                true,
                () -> (long) (now * 1e9)));
    for (int i = 0; i < workers; i++) {
      String name = "w" + i;
      slowness.put(name, 1 + 2 * random.nextDouble());
      scheduler.register(name, "cuda:0");
      capacitySince.put(name, 0.0);
    }
    List<Prompt> all =
        IntStream.range(0, prompts)
            .mapToObj(
                i ->
                    new Prompt(
                        "p" + i,
                        Role.SOLVER,
                        List.of(ChatMessage.user("?")),
                        "",
                        LongStream.range(0, SAMPLES).mapToObj(RandomStream.of(1)::child).toList()))
            .toList();
    scheduler.submit(
        new WorkerPool.Generate(
            "warm-up",
            StepVersion.START,
            all.subList(0, Math.min(prompts, 24 * workers)),
            Sampling.plain(1, TOKENS),
            TestInbox.<WorkerPool.Reply>create().getRef()));
    drive(scheduler, workers, false); // deadlines know then what a shard takes
    double began = now;
    reset(began);
    scheduler.submit(
        new WorkerPool.Generate(
            "job",
            StepVersion.START,
            all,
            Sampling.plain(1, TOKENS),
            TestInbox.<WorkerPool.Reply>create().getRef()));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    drive(scheduler, workers, true);
    double cpuMillis = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
    capacitySince.keySet().forEach(name -> addCapacity(name, now));
    double busy = useful / capacity;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d workers | %d prompts | %d shards | %.1f s | busy %.1f %% | %.3f ms a shard",
            workers,
            prompts,
            shards,
            now - began,
            100 * busy,
            cpuMillis / shards));
    assertThat(replies).isEqualTo(2);
    assertThat(busy).isGreaterThan(0.95);
    assertThat(cpuMillis / shards).isLessThan(1);
  }

  private void reset(double began) {
    capacity = 0;
    useful = 0;
    shards = 0;
    capacitySince.replaceAll((name, since) -> began);
  }

  /** From when on a worker could work until now, in seconds of the fastest worker. */
  private void addCapacity(String name, double until) {
    Double since = capacitySince.get(name);
    if (since != null && until > since) {
      capacity += (until - since) / slowness.get(name);
    }
  }

  private void drive(Scheduler scheduler, int workers, boolean faults) {
    long before = replies;
    double tick = now;
    while (replies == before) {
      replies += scheduler.replies().size();
      List<Assignment> sent = scheduler.assign();
      sent.forEach(assignment -> run(scheduler, assignment, faults));
      if (replies > before) {
        return;
      }
      Event next = events.peek();
      if (next == null || next.at() > tick + 1) { // the pool looks at deadlines every second
        tick++;
        now = Math.max(now, tick);
        for (String name : scheduler.overdue()) {
          scheduler.silent(name);
        }
      } else {
        events.remove();
        now = next.at();
        next.what().run();
      }
    }
  }

  private void run(Scheduler scheduler, Assignment assignment, boolean faults) {
    WorkItem.Generate item = (WorkItem.Generate) assignment.piece().item();
    String name = assignment.worker();
    int samples = item.prompts().size() * SAMPLES;
    double rows = Math.max(samples, SLOTS); // fewer rows than slots take as long
    double work = rows * TOKENS / TOKENS_PER_SECOND;
    double takes = work * slowness.get(name);
    shards++;
    boolean hangs = faults && random.nextDouble() < HANGS && !scheduler.isLearner(name);
    double end = now + (hangs ? HANG_SECONDS : takes);
    if (hangs) { // it can do nothing else meanwhile
      addCapacity(name, now);
      capacitySince.remove(name);
    }
    Object[] alive = {assignment.id()};
    events.add(
        new Event(
            end,
            () -> {
              if (!slowness.containsKey(name) || gone.contains(alive[0])) {
                return;
              }
              if (hangs) {
                capacitySince.put(name, now);
              } else if (done.add(item)) { // of a piece that was repeated, one answer is of use
                useful += (double) samples * TOKENS / TOKENS_PER_SECOND;
              }
              scheduler.finished(name, assignment.id(), assignment.piece().after(), answers(item));
            }));
    inFlight.put(name, assignment.id());
    if (faults && shards % SHARDS_PER_LOSS == 0) {
      lose(scheduler);
    }
  }

  private final Set<Object> gone = new HashSet<>();
  private final Set<WorkItem> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, String> inFlight = new HashMap<>();

  private void lose(Scheduler scheduler) {
    List<String> candidates =
        capacitySince.keySet().stream().filter(n -> !scheduler.isLearner(n)).sorted().toList();
    if (candidates.isEmpty()) {
      return;
    }
    String name = candidates.get(random.nextInt(candidates.size()));
    gone.add(inFlight.get(name));
    addCapacity(name, now);
    capacitySince.remove(name);
    scheduler.lost(name);
    events.add(
        new Event(
            now + AWAY_SECONDS,
            () -> {
              scheduler.register(name, "cuda:0");
              capacitySince.put(name, now);
            }));
  }

  private static WorkResult answers(WorkItem.Generate item) {
    List<Completions> written = new ArrayList<>();
    item.prompts().forEach(p -> written.add(new Completions(p.id(), List.of(), Optional.empty())));
    return new WorkResult.Generated(written);
  }
}
