package dev.sparring.policy.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample is a function of weights, prompt and stream; of nothing else. */
class SamplerIndependenceTest {
  private static final Sampling PLAIN = Sampling.plain(1, 20);
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final RandomStream random = RandomStream.of(3);
  private final List<int[]> prompts = new ArrayList<>();
  private final List<List<RandomStream>> streams = new ArrayList<>();
  private LanguageModel model;

  static List<Path> models() {
    return List.of(
        Tiny.BUNDLED,
        Tiny.GOLDEN.resolve("llama-tiny"),
        Tiny.GOLDEN.resolve("qwen2-tiny"),
        Tiny.GOLDEN.resolve("qwen3-tiny"));
  }

  @AfterEach
  void close() {
    model.close();
    scope.close();
  }

  /** Prompts of 1 to 14 tokens, each with three samples. */
  private void load(Path directory) {
    model = LanguageModel.load(scope, directory, DataType.FLOAT32);
    for (int i = 0; i < 14; i++) {
      int[] prompt = new int[i + 1];
      for (int t = 0; t < prompt.length; t++) {
        prompt[t] = random.child(i).below(t, model.spec().vocabulary());
      }
      RandomStream own = random.child("sample").child(i);
      prompts.add(prompt);
      streams.add(List.of(own.child(0), own.child(1), own.child(2)));
    }
  }

  private List<List<Completion>> complete(int slots, int chunk) {
    return complete(slots, chunk, prompts, streams);
  }

  private List<List<Completion>> complete(
      int slots, int chunk, List<int[]> some, List<List<RandomStream>> their) {
    return new Sampler(scope, model, slots, chunk, 0)
        .complete(Tiny.packed(scope, model), some, their, PLAIN, () -> false);
  }

  private static void assertSameToTheBit(Completion actual, Completion expected) {
    assertThat(actual.ids()).isEqualTo(expected.ids());
    assertThat(actual.logprobs()).isEqualTo(expected.logprobs());
    assertThat(actual.text()).isEqualTo(expected.text());
    assertThat(actual.finish()).isEqualTo(expected.finish());
  }

  private static void assertSameToTheBit(
      List<List<Completion>> actual, List<List<Completion>> expected) {
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).size(); k++) {
        assertSameToTheBit(actual.get(i).get(k), expected.get(i).get(k));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSampleDoesNotDependOnItsNeighbours(Path directory) {
    load(directory);
    List<List<Completion>> together = complete(16, 8);
    for (int i = 0; i < prompts.size(); i++) {
      for (int k = 0; k < 3; k++) {
        Completion alone =
            complete(16, 8, List.of(prompts.get(i)), List.of(List.of(streams.get(i).get(k))))
                .get(0)
                .get(0);
        assertSameToTheBit(alone, together.get(i).get(k));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSampleDoesNotDependOnTheOrderOfPromptsAndSoNotOnItsSlot(Path directory) {
    load(directory);
    List<List<Completion>> ordered = complete(16, 8);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(5));
    List<List<Completion>> shuffled =
        complete(
            16,
            8,
            order.stream().map(prompts::get).toList(),
            order.stream().map(streams::get).toList());
    assertSameToTheBit(shuffled, order.stream().map(ordered::get).toList());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSampleDoesNotDependOnTheChunk(Path directory) {
    load(directory);
    List<List<Completion>> expected = complete(16, 8);
    assertSameToTheBit(complete(16, 1), expected);
    assertSameToTheBit(complete(16, 5), expected);
    assertSameToTheBit(complete(16, 50), expected);
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSampleDoesNotDependOnTheNumberOfSlots(Path directory) {
    load(directory);
    assumeThat(model.decoder().rowsAlike())
        .as("products of any number of rows round alike")
        .isTrue();
    for (int i = 0; i < prompts.size(); i++) {
      RandomStream own = random.child("many").child(i);
      streams.set(i, IntStream.range(0, 16).mapToObj(own::child).toList());
    }
    List<List<Completion>> expected = complete(16, 8);
    assertSameToTheBit(complete(5, 8), expected);
    assertSameToTheBit(complete(100, 8), expected);
    assertSameToTheBit(complete(224, 8), expected);
  }

  /** Prompts of 38 to 42 tokens; the bundled model's context ends at 48. */
  @ParameterizedTest
  @MethodSource("models")
  void aSampleDoesNotDependOnPromptsThatBeginAlike(Path directory) {
    load(directory);
    int[] common = new int[37];
    for (int t = 0; t < common.length; t++) {
      common[t] = random.below(t, model.spec().vocabulary());
    }
    for (int i = 0; i < prompts.size(); i++) {
      int[] prompt = Arrays.copyOf(common, common.length + 1 + i % 5);
      Arrays.fill(prompt, common.length, prompt.length, i);
      prompts.set(i, prompt);
    }
    List<List<Completion>> together = complete(16, 8);
    for (int i = 0; i < prompts.size(); i++) {
      List<List<Completion>> alone =
          complete(16, 8, prompts.subList(i, i + 1), streams.subList(i, i + 1));
      assertSameToTheBit(alone, together.subList(i, i + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void theScorerFindsTheBehaviourLogProbabilities(Path directory) {
    load(directory);
    requireBehaviour(Tiny.packed(scope, model));
    requireBehaviour(Tiny.packedInHalves(scope, model));
  }

  private void requireBehaviour(Weights packed) {
    for (double temperature : new double[] {1, 0.6}) {
      List<List<Completion>> written =
          new Sampler(scope, model, 16, 8, 0)
              .complete(packed, prompts, streams, Sampling.plain(temperature, 20), () -> false);
      List<Episode> episodes =
          written.stream().map(group -> Episode.of("e", Role.SOLVER, group.get(0), 1)).toList();
      List<Scores> scores =
          new Scorer(scope, model.decoder(), temperature, 200, GradientThreads.one())
              .score(model.weights().with(Optional.empty()), episodes, () -> false);
      for (int i = 0; i < scores.size(); i++) {
        assertThat(scores.get(i).logprobs())
            .containsExactly(written.get(i).get(0).logprobs(), within(1e-4f));
      }
    }
  }
}
