package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static ProgramOutcome verdict(
      Ending ending, int code, String output, String complaints, String expected) {
    return Verdict.of(
        new RunReply(
            ending,
            code,
            1,
            output.getBytes(StandardCharsets.UTF_8),
            complaints.getBytes(StandardCharsets.UTF_8)),
        expected);
  }

  @ParameterizedTest
  @CsvSource({
    "EXITED, 0, passed",
    "EXITED, 1, error",
    "OUT_OF_INSTRUCTIONS, 0, too many instructions",
    "OUT_OF_MEMORY, 0, too much memory",
    "OUTPUT_FULL, 0, too much output",
    "STACK_EXHAUSTED, 0, too deep",
    "CRASHED, 0, error",
    "FORBIDDEN, 0, error"
  })
  void onlyAProgramThatEndsByItselfWithCodeZeroCanPass(Ending ending, int code, String name) {
    assertThat(verdict(ending, code, "6\n", "", "6").name()).isEqualTo(name);
    assertThat(verdict(ending, code, "7\n", "", "6").passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RecursionError: maximum recursion depth exceeded, too deep",
    "MemoryError, too much memory",
    "ValueError: MemoryError, error",
    "'', error"
  })
  void theLastLineOfStandardErrorNamesTheKindOfError(String line, String name) {
    assertThat(verdict(Ending.EXITED, 1, "", "first line\n" + line + "\n\n", "6").name())
        .isEqualTo(line.isEmpty() ? "error" : name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "6\n", "6 \n\n", "6\r\n", "6\t"})
  void whiteSpaceAtTheEndsOfLinesDoesNotCount(String output) {
    assertThat(verdict(Ending.EXITED, 0, output, "", "6").passed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 6", "06", "6.0", "6\n6", "6 6", "\n6", "６", "6\u200b", "passed"})
  void everythingElseCounts(String output) {
    assertThat(verdict(Ending.EXITED, 0, output, "", "6"))
        .isInstanceOf(ProgramOutcome.WrongOutput.class);
  }

  @Property
  void anyOutputGetsAVerdictAndAMessageIsOneShortLine(
      @ForAll Ending ending, @ForAll byte code, @ForAll byte[] output, @ForAll byte[] complaints) {
    ProgramOutcome outcome =
        Verdict.of(new RunReply(ending, code, 1, output, complaints), "expected");
    assertThat(outcome.name()).isNotBlank();
    if (outcome instanceof ProgramOutcome.Error error) {
      assertThat(error.message()).isNotBlank().hasSizeLessThanOrEqualTo(301);
      assertThat(error.message().chars()).noneMatch(Character::isISOControl);
    }
  }

  @Property
  void whatIsPrintedAsExpectedPasses(@ForAll String text) {
    String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(verdict(Ending.EXITED, 0, expected, "", expected).passed()).isTrue();
  }
}
