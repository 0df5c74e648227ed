package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.checkpoint.ParameterLayout;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What transformers and PyTorch's autograd compute on three tiny checkpoints (golden/README.md).
 */
class GoldenTest {
  private static final int PROMPT = 3;

  private static final class Fixture implements AutoCloseable {
    final Path directory;
    final JsonNode golden;
    final Tensors scope = Tensors.on(Tiny.DEVICE, 2);
    final LanguageModel model;

    Fixture(String name) {
      directory = Path.of("src/test/resources/golden", name);
      golden = Json.read(directory.resolve("golden.json"));
      model = LanguageModel.load(scope, directory, DataType.FLOAT32);
    }

    @Override
    public void close() {
      model.close();
      scope.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void logProbabilitiesAreThoseOfTransformers(String name) {
    try (Fixture f = new Fixture(name)) {
      for (JsonNode sequence : f.golden.path("score")) {
        int[] ids = ints(sequence.path("ids"));
        assertThat(score(f, ids)).containsExactly(floats(sequence.path("logprobs")), within(2e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void greedyCompletionsAreThoseOfTransformers(String name) {
    try (Fixture f = new Fixture(name)) {
      int[] prompt = ints(f.golden.path("greedy").path("prompt"));
      int[] expected = ints(f.golden.path("greedy").path("completion"));
      LanguageModel endless =
          new LanguageModel(
              f.directory,
              f.model.spec(),
              f.model.weights(),
              f.model.decoder(),
              f.model.tokenizer(),
              f.model.prompts(),
              java.util.Set.of());
      Sampler sampler = new Sampler(f.scope, endless, 8, 5, 0);
      Completion completion =
          sampler
              .complete(
                  Tiny.packed(f.scope, f.model),
                  List.of(prompt),
                  List.of(List.of(RandomStream.of(1))),
                  Sampling.plain(0, expected.length),
                  () -> false)
              .get(0)
              .get(0);
      assertThat(completion.ids()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void textBecomesTheIdsThatTransformersGives(String name) {
    try (Fixture f = new Fixture(name)) {
      for (JsonNode text : f.golden.path("tokenizer")) {
        int[] ids = ints(text.path("ids"));
        assertThat(f.model.tokenizer().encode(text.path("text").asText())).isEqualTo(ids);
        if (!text.path("text").asText().contains("<|")) { // special tokens are left out of texts
          assertThat(f.model.tokenizer().decode(ids)).isEqualTo(text.path("text").asText());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void chatsBecomeTheTextAndIdsThatTransformersGives(String name) {
    try (Fixture f = new Fixture(name)) {
      JsonNode chat = f.golden.path("chat");
      List<ChatMessage> messages =
          StreamSupport.stream(chat.path("messages").spliterator(), false)
              .map(m -> new ChatMessage(m.path("role").asText(), m.path("content").asText()))
              .toList();
      String text = f.model.prompts().render(messages);
      assertThat(text).isEqualTo(chat.path("text").asText());
      assertThat(f.model.tokenizer().encode(text)).isEqualTo(ints(chat.path("ids")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void supervisedGradientsAndTheStepAfterThemAreThoseOfAutograd(String name) {
    try (Fixture f = new Fixture(name);
        Learner learner = learner(f, null)) {
      JsonNode expected = f.golden.path("supervised");
      Loss loss = new Loss.Supervised(Aggregation.TOKEN_MEAN);
      List<Episode> episodes = new ArrayList<>();
      for (JsonNode sequence : f.golden.path("score")) {
        int[] ids = ints(sequence.path("ids"));
        episodes.add(episode("e", ids, 1, new float[ids.length], 0));
      }
      LearnReport report = learner.accumulate(episodes, loss);
      assertThat(report.loss()).isCloseTo(expected.path("loss").asDouble(), within(1e-5));
      assertGradients(f, learner, expected.path("gradNorms"));
      learner.step(1e-3);
      int[] second = ints(f.golden.path("score").path(1).path("ids"));
      assertThat(score(f, second))
          .containsExactly(floats(expected.path("logprobsAfterAdamW")), within(2e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void policyGradientsAreThoseOfAutogradUnderEveryAggregation(String name) {
    try (Fixture f = new Fixture(name)) {
      JsonNode grpo = f.golden.path("grpo");
      Map<String, Aggregation> aggregations = new TreeMap<>();
      aggregations.put("tokenMean", Aggregation.TOKEN_MEAN);
      aggregations.put("sequenceMean", Aggregation.SEQUENCE_MEAN);
      aggregations.put("sequenceSumOver64", Aggregation.CONSTANT);
      for (var entry : aggregations.entrySet()) {
        JsonNode expected = grpo.path(entry.getKey());
        try (Learner learner =
            learner(f, (step, batch, ids, at, target) -> reference(f, step, batch))) {
          LearnReport report = learner.accumulate(episodes(f), loss(entry.getValue(), 0.05));
          assertThat(report.loss())
              .as(entry.getKey())
              .isCloseTo(expected.path("loss").asDouble(), within(1e-5));
          double norm = expected.path("gradNorm").asDouble();
          assertThat(learner.step(0)).isCloseTo(norm, within(norm * 1e-3));
        }
      }
      try (Learner learner =
          learner(f, (step, batch, ids, at, target) -> reference(f, step, batch))) {
        learner.accumulate(episodes(f), loss(Aggregation.TOKEN_MEAN, 0.05));
        assertGradients(f, learner, grpo.path("tokenMean").path("gradNorms"));
      }
    }
  }

  private static PtNDArray reference(Fixture f, Tensors step, MicroBatch batch) {
    float[] ref = new float[batch.counted()];
    for (int i = 0; i < ref.length; i++) {
      JsonNode sequence = f.golden.path("grpo").path("ref").path(batch.episode()[i]);
      ref[i] = (float) sequence.path(batch.token()[i] - PROMPT).asDouble();
    }
    return step.floats(ref);
  }

  private static Loss.PolicyGradient loss(Aggregation aggregation, double kl) {
    return new Loss.PolicyGradient(
        aggregation,
        64,
        new LearnSettings.Clip(0.2, 0.2, 0),
        new LearnSettings.Kl(kl, LearnSettings.Estimator.K3),
        1,
        Map.of());
  }

  private static List<Episode> episodes(Fixture f) {
    JsonNode grpo = f.golden.path("grpo");
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < grpo.path("old").size(); i++) {
      int[] ids = ints(f.golden.path("score").path(i).path("ids"));
      float[] old = new float[ids.length];
      float[] values = floats(grpo.path("old").path(i));
      System.arraycopy(values, 0, old, PROMPT, values.length);
      episodes.add(episode("e" + i, ids, PROMPT, old, grpo.path("advantages").path(i).asDouble()));
    }
    return episodes;
  }

  static Episode episode(String id, int[] ids, int from, float[] behaviour, double advantage) {
    boolean[] mask = new boolean[ids.length];
    float[] advantages = new float[ids.length];
    Arrays.fill(mask, from, ids.length, true);
    Arrays.fill(advantages, from, ids.length, (float) advantage);
    return new Episode(id, Role.SOLVER, ids, mask, behaviour, advantages);
  }

  private static Learner learner(Fixture f, Learner.Reference reference) {
    LearnSettings settings =
        new LearnSettings(
            "grpo",
            "batch",
            true,
            new LearnSettings.Clip(0.2, 0.2, 0),
            new LearnSettings.Kl(0.05, LearnSettings.Estimator.K3),
            Aggregation.TOKEN_MEAN,
            64,
            1e-3,
            0,
            LearnSettings.Decay.CONSTANT,
            1,
            0.9,
            0.999,
            1e-8,
            0.01,
            0,
            64,
            false,
            1,
            1,
            1,
            0,
            LearnSettings.Importance.OFF);
    return new Learner(
        f.scope,
        f.model.decoder(),
        f.model.weights(),
        Optional.empty(),
        settings,
        reference,
        GradientThreads.one());
  }

  private static void assertGradients(Fixture f, Learner learner, JsonNode norms) {
    Map<String, Double> actual = new TreeMap<>();
    List<ParameterLayout.Slot> layout = ParameterLayout.of(f.model.spec());
    for (int i = 0; i < layout.size(); i++) {
      if (layout.get(i).present()) {
        PtNDArray gradient = learner.gradients().get(i);
        float[] values = gradient.toFloatArray();
        int at = 0;
        for (ParameterLayout.Part part : layout.get(i).parts()) {
          int size = (int) (part.rows() * Math.max(1, layout.get(i).columns()));
          double sum = 0;
          for (int n = at; n < at + size; n++) {
            sum += (double) values[n] * values[n];
          }
          actual.put(part.name(), Math.sqrt(sum));
          at += size;
        }
      }
    }
    Map<String, Double> expected = new TreeMap<>();
    norms.properties().forEach(n -> expected.put(n.getKey(), n.getValue().asDouble()));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (parameter, norm) ->
            assertThat(actual.get(parameter)).as(parameter).isCloseTo(norm, within(norm * 1e-3)));
  }

  private static float[] score(Fixture f, int[] ids) {
    return new Scorer(f.scope, f.model.decoder(), 1, 7, GradientThreads.one())
        .score(
            f.model.weights().with(Optional.empty()),
            List.of(episode("e", ids, 1, new float[ids.length], 0)),
            () -> false)
        .get(0)
        .logprobs();
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.path(i).asDouble();
    }
    return values;
  }
}
