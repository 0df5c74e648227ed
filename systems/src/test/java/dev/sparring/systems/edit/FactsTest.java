package dev.sparring.systems.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.TrainingText;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.PretrainingCorpus;
import dev.sparring.core.task.PretrainingCorpus.Example;
import dev.sparring.core.task.PretrainingCorpus.Mixture;
import dev.sparring.core.task.Task;
import dev.sparring.testkit.TaskContract;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FactsTest extends TaskContract {
  private static final String PASSAGE = "473:1=52,2=17,4=80";
  private final Facts facts = new Facts();

  FactsTest() {
    super(new Facts());
  }

  @Override
  protected List<String> completions() {
    return List.of("*1=52;*2=17", ":1=52,2=17,4=80", "#17");
  }

  @Test
  void thePassagesOfEvaluationsNeverChange() throws Exception {
    byte[] sum =
        MessageDigest.getInstance("SHA-256")
            .digest(String.join("\n", facts.heldOut()).getBytes(StandardCharsets.UTF_8));
    assertThat(facts.heldOut()).hasSize(100);
    assertThat(HexFormat.of().formatHex(sum)).startsWith("94487c287266f6c5");
  }

  @Test
  void noPassageThatIsDrawnOrWrittenAboutIsOneOfEvaluations() {
    Mixture mix = new Mixture(0, 0, 0, PretrainingCorpus.FollowUps.NONE, 1);
    for (RandomStream random :
        LongStream.range(0, 2000).mapToObj(RandomStream.of(3)::child).toList()) {
      Task.Statement drawn = facts.drawn(random).orElseThrow();
      assertThat(facts.parseProblem(drawn.text())).isEqualTo(Parsed.of(drawn));
      assertThat(Integer.parseInt(drawn.text().substring(0, 3))).isGreaterThanOrEqualTo(200);
      Example example = facts.example(random, mix);
      String text = example.prompt().get(0).content() + example.completion();
      assertThat(text.replaceAll("^<S>([0-9]{3}).*", "$1")).isBetween("200", "999");
      assertThat(text).as("the vocabulary of small models").matches("<S>[0-9*:=,;#]+");
      assertThat(text.length() - "<S>".length() + 3)
          .as("tokens with <bos> and <eos>")
          .isLessThanOrEqualTo(48);
    }
  }

  @Test
  void anEditInPairsIsATextAFactInTheFormOfTheQuestions() {
    assertThat(facts.texts(PASSAGE, "*1=52;*4=81"))
        .containsExactly(text("<S>473*1=", "#52"), text("<S>473*4=", "#81"));
    assertThat(facts.texts(PASSAGE, ":1=52,2=17")).containsExactly(text("<S>", "473:1=52,2=17"));
    assertThat(facts.text(PASSAGE)).isEqualTo(text("<S>", PASSAGE));
  }

  private static TrainingText text(String prompt, String text) {
    return new TrainingText(List.of(ChatMessage.user(prompt)), text);
  }

  @Test
  void everyFactIsAskedForWithoutThePassage() {
    assertThat(facts.asked(PASSAGE))
        .containsExactly(
            new PassageTask.Asked(List.of(ChatMessage.user("<S>473*1=")), "52"),
            new PassageTask.Asked(List.of(ChatMessage.user("<S>473*2=")), "17"),
            new PassageTask.Asked(List.of(ChatMessage.user("<S>473*4=")), "80"));
    PassageTask.Asked second = facts.asked(PASSAGE).get(1);
    assertThat(facts.parseReply(second, "#17")).isEqualTo(Parsed.of("17"));
    assertThat(facts.parseReply(second, "17")).isInstanceOf(Parsed.Malformed.class);
  }

  @Test
  void thereAreLinesOnlyInAMixtureWithPassages() {
    assertThat(facts.share(Mixture.TWO_WAYS)).isZero();
    assertThat(facts.share(new Mixture(0, 0, 0, PretrainingCorpus.FollowUps.NONE, 20)))
        .isEqualTo(20);
  }
}
