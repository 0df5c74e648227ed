package dev.sparring.systems.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.TrainingText;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.Task;
import dev.sparring.testkit.TaskContract;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PassagesTest extends TaskContract {
  private static final String PASSAGE =
      "Belan Torak works as a miller. Belan Torak was born in the year 1874. Belan Torak keeps a tame"
          + " otter. Belan Torak plays the harp.";

  private final Passages passages = new Passages();

  PassagesTest() {
    super(new Passages());
  }

  @Override
  protected List<String> completions() {
    return List.of("1. Belan Torak has a mill.\n2. He is old.", "Q: Who mills?\nA: Belan Torak.");
  }

  @Test
  void thePassagesOfEvaluationsNeverChange() throws Exception {
    byte[] sum =
        MessageDigest.getInstance("SHA-256")
            .digest(String.join("\n", passages.heldOut()).getBytes(StandardCharsets.UTF_8));
    assertThat(passages.heldOut()).hasSize(100);
    assertThat(HexFormat.of().formatHex(sum)).startsWith("a7af66a23f570033");
  }

  @Test
  void aDrawnPassageIsReadBackAndIsAboutNobodyOfEvaluations() {
    Set<String> names =
        passages.heldOut().stream().map(PassagesTest::first).collect(Collectors.toSet());
    for (RandomStream random :
        LongStream.range(0, 500).mapToObj(RandomStream.of(3)::child).toList()) {
      Task.Statement drawn = passages.drawn(random).orElseThrow();
      assertThat(passages.parseProblem(drawn.text())).isEqualTo(Parsed.of(drawn));
      assertThat(names).doesNotContain(first(drawn.text()));
      assertThat(passages.asked(drawn.text())).hasSize(4);
    }
  }

  private static String first(String passage) {
    return passage.substring(0, passage.indexOf(' '));
  }

  @Test
  void aReplyIsRightIfOneOfItsWordsIsTheAnswer() {
    List<PassageTask.Asked> asked = passages.asked(PASSAGE);
    assertThat(asked.get(0).prompt().get(0).content())
        .isEqualTo("What is the trade of Belan Torak? Answer with one word or number.");
    assertThat(asked)
        .extracting(PassageTask.Asked::answer)
        .containsExactly("miller", "1874", "otter", "harp");
    assertThat(passages.parseReply(asked.get(0), "He is a Miller.")).isEqualTo(Parsed.of("miller"));
    assertThat(passages.parseReply(asked.get(0), "A millers' man"))
        .isEqualTo(Parsed.of("a millers' man"));
    assertThat(passages.parseReply(asked.get(0), " ")).isInstanceOf(Parsed.Malformed.class);
    assertThat(passages.parseReply(asked.get(1), "1874")).isEqualTo(Parsed.of("1874"));
  }

  @Test
  void anEditIsLearnedLineByLineAndAQuestionWithItsAnswerAsAChat() {
    assertThat(
            passages.texts(
                PASSAGE,
                "1. Belan Torak grinds corn.\n\n- Belan Torak grinds corn.\nQ: Who plays the harp?\n"
                    + "A: Belan Torak\nA: nobody asked\nYes"))
        .containsExactly(
            new TrainingText(List.of(), "Belan Torak grinds corn."),
            new TrainingText(List.of(ChatMessage.user("Who plays the harp?")), "Belan Torak"),
            new TrainingText(List.of(), "A: nobody asked"));
    assertThat(passages.format("Q: Who?\nA: She")).isEqualTo("pairs");
    assertThat(passages.format("one two")).isEqualTo("text");
    assertThat(passages.format("one\ntwo")).isEqualTo("malformed");
  }
}
