package dev.sparring.sandbox;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Refuses programs that are no text that Python reads, before any child sees them. */
final class ProgramGate {
  private ProgramGate() {}

  static Optional<ProgramOutcome> refuse(String program, SandboxLimits limits) {
    if (program.isBlank()) {
      return refused("the program is empty");
    }
    if (program.indexOf('\0') >= 0) {
      return refused("the program holds a NUL character");
    }
    if (program.length() > limits.programBytes()) {
      return tooLong(limits);
    }
    try {
      int bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(program))
              .remaining();
      return bytes > limits.programBytes() ? tooLong(limits) : Optional.empty();
    } catch (CharacterCodingException e) {
      return refused("the program holds half of a surrogate pair");
    }
  }

  private static Optional<ProgramOutcome> tooLong(SandboxLimits limits) {
    return refused("the program is longer than " + limits.programBytes() + " bytes");
  }

  private static Optional<ProgramOutcome> refused(String reason) {
    return Optional.of(new ProgramOutcome.Refused(reason));
  }
}
