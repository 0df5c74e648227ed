package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.TrainingText;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scratch adapters learn, and what they leave as it was. */
class ScratchAdaptersTest {
  private static final InnerLearning HOW = new InnerLearning(8, 16, 5e-3, 15, 1);
  private static final Sampling GREEDY = Sampling.plain(1, 9).greedy();

  @TempDir Path folder;

  private static Policy policy(String adapter) {
    return Policy.forLearning(
        Tiny.BUNDLED,
        Tiny.settings(
            "policy.threads", "1",
            "policy.decode.slots", "8",
            "policy.adapter.use", adapter,
            "policy.adapter.rank", "4"));
  }

  private static Adaptation adaptation(int id, String... pairs) {
    List<TrainingText> texts = new ArrayList<>();
    List<List<ChatMessage>> questions = new ArrayList<>();
    for (String pair : pairs) {
      List<ChatMessage> prompt = List.of(ChatMessage.user(pair.substring(0, pair.indexOf('#'))));
      texts.add(new TrainingText(prompt, pair.substring(pair.indexOf('#'))));
      questions.add(prompt);
    }
    return new Adaptation("a" + id, texts, HOW, questions, RandomStream.of(id));
  }

  private static final Adaptation ONE = adaptation(1, "<S>473*1=#52", "<S>473*2=#17");
  private static final Adaptation OTHER = adaptation(2, "<S>473*1=#86");

  private static List<String> replies(Policy policy, Adaptation... adaptations) {
    return policy.adapt(List.of(adaptations), GREEDY, () -> false).stream()
        .map(written -> written.completions().get(0).text())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "shared"})
  void eachLearnsItsOwnTextsAndNoneOfAnothers(String adapter) {
    try (Policy policy = policy(adapter)) {
      assertThat(replies(policy, ONE, OTHER, ONE))
          .containsExactly("#52", "#17", "#86", "#52", "#17");
      assertThat(replies(policy, OTHER)).containsExactly("#86");
    }
  }

  @Test
  void withoutTextsThePolicyAnswersAsItIs() {
    try (Policy policy = policy("none")) {
      Adaptation nothing =
          new Adaptation("a", List.of(), HOW, OTHER.questions(), RandomStream.of(1));
      assertThat(replies(policy, nothing)).containsExactly(written(policy).text());
    }
  }

  private static Completion written(Policy policy) {
    Prompt prompt =
        new Prompt(
            "p", Role.SOLVER, OTHER.questions().get(0), "", List.of(RandomStream.of(9).child(0)));
    return policy.complete(List.of(prompt), GREEDY, () -> false).get(0).completions().get(0);
  }

  /** An update after adaptations gives the bits of one without any. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "shared", "per-role"})
  void thePolicyItsOptimizerAndItsArraysStayAsTheyWere(String adapter) throws IOException {
    Map<String, String> with = saved(adapter, true);
    assertThat(with).isEqualTo(saved(adapter, false)).hasSizeGreaterThan(2);
  }

  private Map<String, String> saved(String adapter, boolean adapts) throws IOException {
    Path directory = folder.resolve(adapter + adapts);
    try (Policy policy = policy(adapter)) {
      learn(policy);
      int arrays = policy.arrays();
      if (adapts) {
        replies(policy, ONE, OTHER);
        assertThatThrownBy(() -> policy.adapt(List.of(ONE), GREEDY, () -> true))
            .isInstanceOf(Cancelled.class)
            .satisfies(e -> assertThat(((Cancelled) e).changed()).isFalse());
      }
      learn(policy);
      assertThat(policy.arrays()).isEqualTo(arrays);
      policy.save(directory);
    }
    Map<String, String> sums = new TreeMap<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sums.put(
            directory.relativize(file).toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return sums;
  }

  private static void learn(Policy policy) {
    List<Episode> episodes =
        List.of(
            Episode.of("e", Role.SOLVER, written(policy), 1),
            Episode.of("f", Role.PROPOSER, written(policy), -1));
    policy.learn(
        episodes, List.of(), Loss.PolicyGradient.of(Tiny.settings().learn(), 1), 1e-3, () -> false);
  }

  @Test
  void aQuestionThatDoesNotFitIsRefusedAndATextThatDoesNotIsCutOff() {
    try (Policy policy = policy("none")) {
      String digits = "1".repeat(60);
      Adaptation question =
          new Adaptation(
              "a",
              OTHER.texts(),
              HOW,
              List.of(List.of(ChatMessage.user(digits))),
              RandomStream.of(1));
      assertThat(policy.adapt(List.of(question), GREEDY, () -> false).get(0).refusal())
          .contains("a question of 61 tokens does not fit the context of 48");
      Adaptation text =
          new Adaptation(
              "a",
              List.of(new TrainingText(List.of(), digits), OTHER.texts().get(0)),
              HOW,
              OTHER.questions(),
              RandomStream.of(1));
      assertThat(replies(policy, text)).containsExactly("#86");
    }
  }
}
