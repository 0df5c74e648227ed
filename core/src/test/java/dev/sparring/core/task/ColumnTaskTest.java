package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTaskTest {
  private final Task addition = task("addition");
  private final Task subtraction = task("subtraction");
  private final Task multiplication = task("multiplication");

  private static Task task(String name) {
    return Tasks.named(name).orElseThrow();
  }

  @Test
  void tasksAreFoundInTheOrderOfTheirNames() {
    assertThat(Tasks.all().stream().filter(PretrainingCorpus.class::isInstance).map(Task::name))
        .containsExactly("addition", "multiplication", "subtraction");
    assertThat(Tasks.named("additon")).isEmpty();
  }

  @Test
  void promptsAreOneTurnInTheModelsOwnTokens() {
    assertThat(addition.topic(RandomStream.of(0))).containsExactly(ChatMessage.user("<Tadd>"));
    assertThat(subtraction.topic(RandomStream.of(0))).containsExactly(ChatMessage.user("<Tsub>"));
    assertThat(multiplication.topic(RandomStream.of(0)))
        .containsExactly(ChatMessage.user("<Tmul>"));
    assertThat(addition.question("345+678")).containsExactly(ChatMessage.user("<S>345+678="));
  }

  @Test
  void wellFormedProblemsAreTheirOwnKey() {
    Parsed<Task.Statement> parsed = addition.parseProblem("045+678");
    assertThat(parsed).isEqualTo(Parsed.of(new Task.Statement("045+678", "045+678")));
    assertThat(subtraction.parseProblem("678-678")).isInstanceOf(Parsed.Read.class);
    assertThat(multiplication.parseProblem("345*007")).isInstanceOf(Parsed.Read.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "345",
        "45+678",
        "345+6789",
        "345-678",
        "345+678=",
        " 345+678",
        "345+678\n",
        "٣٤٥+678"
      })
  void additionRefusesWhatIsNotThreeDigitsPlusThreeDigits(String text) {
    assertThat(addition.parseProblem(text)).isEqualTo(Parsed.malformed("not ddd+ddd"));
    assertThat(addition.truth(text)).isEmpty();
  }

  @Test
  void operandsThatATaskDoesNotTakeAreRefusedWithTheReason() {
    assertThat(subtraction.parseProblem("278-643"))
        .isEqualTo(Parsed.malformed("first operand below the second"));
    assertThat(subtraction.truth("278-643")).isEmpty();
    for (String problem : new String[] {"345*000", "345*001", "345*010", "345*678"}) {
      assertThat(multiplication.parseProblem(problem))
          .isEqualTo(Parsed.malformed("second factor not in 2 to 9"));
      assertThat(multiplication.truth(problem)).isEmpty();
    }
  }

  @Test
  void truthIsTheCanonicalResult() {
    assertThat(addition.truth("345+678")).contains("1023");
    assertThat(subtraction.truth("643-578")).contains("65");
    assertThat(subtraction.truth("500-500")).contains("0");
    assertThat(multiplication.truth("345*007")).contains("2415");
  }

  @ParameterizedTest
  @CsvSource({
    "#1023, 1023, guess",
    "#0, 0, guess",
    "#1234567, 1234567, guess",
    "':13,12,10#1023', 1023, scratchpad",
    "':-5,-6,3#365', 365, scratchpad",
    ":#7, 7, scratchpad"
  })
  void answersAreReadWithTheirFormat(String completion, String answer, String format) {
    assertThat(addition.parseAnswer(completion)).isEqualTo(Parsed.of(answer));
    assertThat(addition.format(completion)).isEqualTo(format);
    assertThat(addition.formats()).contains(format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no #",
        "1023|no #",
        ":13,12,10|no #",
        "#1#2|more than one #",
        "##1|more than one #",
        "#|not 1 to 7 digits without leading zeros after #",
        "#007|not 1 to 7 digits without leading zeros after #",
        "#00|not 1 to 7 digits without leading zeros after #",
        "#12345678|not 1 to 7 digits without leading zeros after #",
        "#12,|not 1 to 7 digits without leading zeros after #",
        "#-1|not 1 to 7 digits without leading zeros after #",
        ":1,2,3#٣|not 1 to 7 digits without leading zeros after #",
        "13#1023|begins with neither # nor :"
      })
  void whatIsNoAnswerIsMalformedAndSaysWhy(String completion, String reason) {
    assertThat(addition.parseAnswer(completion)).isEqualTo(Parsed.malformed(reason));
    assertThat(addition.format(completion)).isEqualTo(Attempt.MALFORMED);
  }

  @Test
  void strategiesAreTheFormatsThatCanBeForced() {
    assertThat(addition.formats()).containsExactly("guess", "scratchpad", "malformed");
    assertThat(addition.strategies()).containsEntry("scratchpad", ":").containsEntry("guess", "#");
    assertThat(addition.formats()).containsAll(addition.strategies().keySet());
  }
}
