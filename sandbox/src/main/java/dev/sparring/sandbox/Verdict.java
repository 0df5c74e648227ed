package dev.sparring.sandbox;

import dev.sparring.sandbox.child.RunReply;
import java.nio.charset.StandardCharsets;

/** Derives the outcome of a test from how the run ended. What the program printed is data. */
final class Verdict {
  private static final int LONGEST_MESSAGE = 300;

  private Verdict() {}

  static ProgramOutcome of(RunReply reply, String expected) {
    String output = new String(reply.output(), StandardCharsets.UTF_8);
    return switch (reply.ending()) {
      case EXITED -> exited(reply, output, expected);
      case OUT_OF_INSTRUCTIONS -> new ProgramOutcome.TooManyInstructions(output);
      case OUT_OF_MEMORY -> new ProgramOutcome.TooMuchMemory(output);
      case OUTPUT_FULL -> new ProgramOutcome.TooMuchOutput(output);
      case STACK_EXHAUSTED -> new ProgramOutcome.TooDeep(output);
      case CRASHED -> new ProgramOutcome.Error("the program crashed the interpreter", output);
      case FORBIDDEN ->
          new ProgramOutcome.Error("the program tried what the sandbox forbids", output);
    };
  }

  private static ProgramOutcome exited(RunReply reply, String output, String expected) {
    if (reply.exitCode() == 0) {
      return OutputComparison.same(output, expected)
          ? new ProgramOutcome.Passed(output)
          : new ProgramOutcome.WrongOutput(output);
    }
    String message = lastLine(reply.complaints());
    if (message.startsWith("RecursionError")) {
      return new ProgramOutcome.TooDeep(output);
    }
    if (message.startsWith("MemoryError")) {
      return new ProgramOutcome.TooMuchMemory(output);
    }
    return new ProgramOutcome.Error(
        message.isEmpty() ? "it exited with code " + reply.exitCode() : message, output);
  }

  /** The last line that says something, without control characters. */
  private static String lastLine(byte[] complaints) {
    String line =
        new String(complaints, StandardCharsets.UTF_8)
            .lines()
            .filter(text -> !text.isBlank())
            .reduce((first, last) -> last)
            .orElse("")
            .replaceAll("\\p{Cc}", " ")
            .strip();
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
