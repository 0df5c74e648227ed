package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters as PEFT reads, applies and differentiates them. */
class GoldenAdapterTest {
  private static final float SAME = 2e-4f;

  @TempDir Path folder;

  private record Loaded(Tensors scope, LanguageModel model, Adapter adapter, JsonNode golden)
      implements AutoCloseable {
    static Loaded of(String name) {
      Path directory = Tiny.GOLDEN.resolve(name);
      Tensors scope = Tensors.on(Tiny.DEVICE, 1);
      LanguageModel model = LanguageModel.load(scope, directory, DataType.FLOAT32);
      Adapter adapter = Adapter.load(scope, model.spec(), directory.resolve("adapter"), directory);
      JsonNode golden = Json.read(directory.resolve("golden.json")).path("adapter");
      return new Loaded(scope, model, adapter, golden);
    }

    List<Episode> episodes() {
      List<Episode> episodes = new ArrayList<>();
      for (JsonNode one : golden.path("score")) {
        int n = one.path("ids").size();
        int[] ids = new int[n];
        boolean[] mask = new boolean[n];
        for (int i = 0; i < n; i++) {
          ids[i] = one.path("ids").path(i).asInt();
          mask[i] = i > 0;
        }
        episodes.add(new Episode("e" + n, Role.SOLVER, ids, mask, new float[n], new float[n]));
      }
      return episodes;
    }

    void assertScores(Adapter under) {
      var scores =
          new Scorer(scope, model.decoder(), 1, 1000, GradientThreads.one())
              .score(model.weights().with(Optional.of(under)), episodes(), () -> false);
      for (int i = 0; i < scores.size(); i++) {
        float[] actual = scores.get(i).logprobs();
        JsonNode expected = golden.path("score").path(i).path("logprobs");
        for (int t = 0; t < actual.length; t++) {
          assertThat(actual[t]).isCloseTo((float) expected.path(t).asDouble(), within(SAME));
        }
      }
    }

    @Override
    public void close() {
      adapter.close();
      model.close();
      scope.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void anAdapterScoresAsUnderPeft(String name) {
    try (Loaded loaded = Loaded.of(name)) {
      loaded.assertScores(loaded.adapter());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void anAdapterThatIsWrittenAndReadAgainIsTheSame(String name) throws IOException {
    try (Loaded loaded = Loaded.of(name)) {
      loaded.adapter().save(folder, "base");
      try (Adapter again =
          Adapter.load(loaded.scope(), loaded.model().spec(), folder, loaded.model().directory())) {
        loaded.assertScores(again);
        assertThat(again.spec()).isEqualTo(loaded.adapter().spec());
      }
      Path original = loaded.model().directory().resolve("adapter/adapter_model.safetensors");
      assertThat(Files.size(folder.resolve("adapter_model.safetensors")))
          .isCloseTo(Files.size(original), within(4096L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void lossAndGradientsAreThoseOfAutograd(String name) {
    try (Loaded loaded = Loaded.of(name);
        Learner learner =
            new Learner(
                loaded.scope(),
                loaded.model().decoder(),
                loaded.model().weights(),
                Optional.of(loaded.adapter()),
                Optional.empty(),
                Tiny.settings("learn.clip-norm", "0").learn(),
                1,
                GradientThreads.one())) {
      LearnReport report =
          learner.accumulate(loaded.episodes(), new Loss.Supervised(Aggregation.TOKEN_MEAN));
      double loss = loaded.golden().path("loss").asDouble();
      assertThat(report.loss()).isCloseTo(loss, within(SAME * 1.0));
      double squares = 0;
      for (PtNDArray gradient : learner.gradients().arrays()) {
        for (float value : gradient.toFloatArray()) {
          squares += (double) value * value;
        }
      }
      double norm = loaded.golden().path("gradNorm").asDouble();
      assertThat(Math.sqrt(squares)).isCloseTo(norm, within(norm * 1e-3));
    }
  }
}
