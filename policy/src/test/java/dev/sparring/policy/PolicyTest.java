package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy as a whole: rounds of writing and learning, saving and coming back. */
class PolicyTest {
  @TempDir Path folder;

  private static Policy policy(String golden, String... keysAndValues) {
    List<String> all = new ArrayList<>(List.of(keysAndValues));
    all.addAll(List.of("policy.threads", "1", "policy.decode.slots", "8"));
    all.addAll(List.of("learn.micro-batch-tokens", "300", "learn.mini-batches", "2"));
    Settings settings = Tiny.settings(all.toArray(String[]::new));
    return Policy.forLearning(Tiny.GOLDEN.resolve(golden), settings);
  }

  /** A round: six prompts with two samples each, which are learned from with made-up advantages. */
  private static LearnReport round(Policy policy, int round) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RandomStream own = RandomStream.of(round).child(i);
      prompts.add(
          new Prompt(
              "p" + i,
              Role.SOLVER,
              List.of(new ChatMessage("user", "1".repeat(i + 1) + "+2")),
              "",
              List.of(own.child(0), own.child(1))));
    }
    List<Episode> episodes = new ArrayList<>();
    for (Completions written : policy.complete(prompts, Sampling.plain(1, 9), () -> false)) {
      for (Completion completion : written.completions()) {
        double advantage = episodes.size() % 2 == 0 ? 1 : -0.5;
        episodes.add(Episode.of("e" + episodes.size(), Role.SOLVER, completion, advantage));
      }
    }
    Loss loss = Loss.PolicyGradient.of(Tiny.settings().learn(), 1);
    return policy.learn(episodes, episodes.subList(0, 2), loss, 3e-3, () -> false);
  }

  @Test
  void whatIsImitatedIsReportedWithItsDivergenceFromTheBase() {
    try (Policy policy = policy("llama-tiny")) {
      Prompt prompt =
          new Prompt(
              "p",
              Role.SOLVER,
              List.of(new ChatMessage("user", "1+2")),
              "",
              List.of(RandomStream.of(1)));
      Completion written =
          policy
              .complete(List.of(prompt), Sampling.plain(1, 9), () -> false)
              .get(0)
              .completions()
              .get(0);
      List<Episode> episodes = List.of(Episode.of("e", Role.SOLVER, written, 0));
      Loss loss = new Loss.Supervised(LearnSettings.Aggregation.TOKEN_MEAN);
      LearnReport first = policy.learn(episodes, List.of(), loss, 3e-2, () -> false);
      LearnReport second = policy.learn(episodes, List.of(), loss, 3e-2, () -> false);
      assertThat(first.divergence(Role.SOLVER)).isEqualTo(0, within(1e-6));
      assertThat(second.divergence(Role.SOLVER)).isGreaterThan(1e-3);
    }
  }

  private static Map<String, byte[]> files(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void assertSameFiles(Path actual, Path expected) throws IOException {
    Map<String, byte[]> there = files(expected);
    Map<String, byte[]> here = files(actual);
    assertThat(here.keySet()).isEqualTo(there.keySet());
    for (String name : there.keySet()) {
      assertThat(here.get(name)).as(name).isEqualTo(there.get(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void theSameRoundsGiveTheSameWeightsByteForByte(String golden) throws IOException {
    for (String name : List.of("one", "two")) {
      try (Policy policy = policy(golden)) {
        for (int i = 0; i < 4; i++) {
          round(policy, i);
        }
        policy.save(folder.resolve(name));
      }
    }
    assertSameFiles(folder.resolve("two"), folder.resolve("one"));
    try (Policy policy = policy(golden)) {
      policy.save(folder.resolve("untrained"));
    }
    assertThat(folder.resolve("untrained/model.safetensors"))
        .binaryContent()
        .isNotEqualTo(Files.readAllBytes(folder.resolve("one/model.safetensors")));
  }

  @Test
  void aRestoredPolicyGoesOnAsIfItHadNeverStopped() throws IOException {
    try (Policy policy = policy("llama-tiny")) {
      for (int i = 0; i < 5; i++) {
        if (i == 2) {
          policy.save(folder.resolve("after2"));
        }
        round(policy, i);
      }
      policy.save(folder.resolve("whole"));
    }
    try (Policy policy = policy("llama-tiny")) {
      round(policy, 99); // whatever was there before is forgotten
      policy.restore(folder.resolve("after2"));
      for (int i = 2; i < 5; i++) {
        round(policy, i);
      }
      policy.save(folder.resolve("resumed"));
    }
    assertSameFiles(folder.resolve("resumed"), folder.resolve("whole"));
  }

  @Test
  void aFailedRestoreLeavesThePolicyAsItWas() throws IOException {
    Path damaged = folder.resolve("damaged");
    try (Policy policy = policy("llama-tiny")) {
      policy.save(folder.resolve("before"));
      round(policy, 1);
      policy.save(damaged);
    }
    Path file = damaged.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    String header = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[header.indexOf("layers.1.mlp.down_proj")] = 'L';
    Files.write(file, bytes);
    try (Policy policy = policy("llama-tiny")) {
      assertThatThrownBy(() -> policy.restore(damaged))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(damaged + " lacks the tensor model.layers.1.mlp.down_proj.weight");
      policy.save(folder.resolve("after"));
    }
    assertSameFiles(folder.resolve("after"), folder.resolve("before"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny", "qwen3-tiny"})
  void aSavedDirectoryIsCompleteAndSavedAgainTheSame(String golden) throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Settings settings = Tiny.settings("policy.threads", "1");
    try (Policy policy = Policy.forWriting(Tiny.GOLDEN.resolve(golden), settings)) {
      policy.save(one);
    }
    try (Policy policy = Policy.forWriting(one, settings)) {
      policy.save(two);
    }
    assertSameFiles(two, one);
    assertThat(files(one).keySet())
        .containsExactlyInAnyOrder(
            "config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "generation_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "model.safetensors");
    Map<String, Safetensors.Entry> before = Safetensors.open(Tiny.GOLDEN.resolve(golden)).entries();
    Map<String, Safetensors.Entry> after = Safetensors.open(one).entries();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((name, entry) -> assertThat(after.get(name).shape()).isEqualTo(entry.shape()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3-tiny"})
  void weightsOfABfloat16FileWidenAndNarrowBackToTheSameBytes(String golden) throws IOException {
    Path one = folder.resolve("one");
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        LanguageModel model =
            LanguageModel.load(scope, Tiny.GOLDEN.resolve(golden), DataType.FLOAT32)) {
      model.save(one);
    }
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        LanguageModel model = LanguageModel.load(scope, one, DataType.BFLOAT16)) {
      model.save(folder.resolve("two"));
    }
    Map<String, Safetensors.Entry> before = Safetensors.open(Tiny.GOLDEN.resolve(golden)).entries();
    Map<String, Safetensors.Entry> after = Safetensors.open(folder.resolve("two")).entries();
    before.forEach(
        (name, entry) -> {
          assertThat(after.get(name).type()).isEqualTo("BF16").isEqualTo(entry.type());
          assertThat(after.get(name).bytes()).as(name).isEqualTo(entry.bytes());
        });
  }

  @Test
  void roundsLeaveNoNativeArraysBehind() {
    try (Policy policy = policy("llama-tiny")) {
      int after5 = 0;
      for (int i = 1; i <= 30; i++) {
        round(policy, i);
        after5 = i == 5 ? policy.arrays() : after5;
      }
      assertThat(policy.arrays()).isEqualTo(after5).isPositive();
    }
  }

  @Test
  void aPolicyInBfloat16WritesAndLearnsNearTheOneInFp32() {
    try (Policy exact = policy("llama-tiny");
        Policy rounded = policy("llama-tiny", "policy.dtype", "bf16")) {
      assertThat(rounded.model().weights().type()).isEqualTo(DataType.BFLOAT16);
      List<Episode> episodes = List.of(Tiny.episode(RandomStream.of(3), 30, 300));
      float[] expected = exact.score(episodes, () -> false).get(0).logprobs();
      assertThat(rounded.score(episodes, () -> false).get(0).logprobs())
          .containsExactly(expected, within(0.5f));
      LearnReport report = round(rounded, 1);
      assertThat(report.gradientNorm()).isPositive().isFinite();
      assertThat(report.logprobGap()).isBetween(0.0, 0.3);
    }
  }

  @Test
  void learningReportsHowFarBehaviourAndLearnerAreApart() {
    try (Policy policy = policy("qwen2-tiny")) {
      LearnReport report = round(policy, 1);
      assertThat(report.logprobGap()).isBetween(0.0, 1e-4);
      assertThat(report.steps()).isEqualTo(2);
      assertThat(report.entropy(Role.SOLVER)).isPositive();
    }
  }

  @Test
  void aPromptThatDoesNotFitIsRefusedAndTheOthersAreWritten() {
    try (Policy policy = policy("llama-tiny", "policy.context", "40")) {
      Prompt fits =
          new Prompt(
              "fits",
              Role.SOLVER,
              List.of(new ChatMessage("user", "1")),
              "",
              List.of(RandomStream.of(1)));
      Prompt tooLong =
          new Prompt(
              "long",
              Role.SOLVER,
              List.of(new ChatMessage("user", "1".repeat(50))),
              "",
              List.of(RandomStream.of(2), RandomStream.of(3)));
      int tokens = policy.promptTokens(tooLong.messages());
      List<Completions> written =
          policy.complete(List.of(tooLong, fits), Sampling.plain(1, 5), () -> false);
      assertThat(written.get(0).id()).isEqualTo("long");
      assertThat(written.get(0).completions()).isEmpty();
      assertThat(written.get(0).refusal())
          .contains("a prompt of " + tokens + " tokens does not fit the context of 40");
      assertThat(written.get(1).refusal()).isEmpty();
      assertThat(written.get(1).completions()).hasSize(1);
    }
  }
}
