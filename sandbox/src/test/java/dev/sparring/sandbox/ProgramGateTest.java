package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramGateTest {
  private static final SandboxLimits LIMITS = SandboxLimits.DEFAULT;

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n\t", "print(1)\0", "print('\ud800')", "x = '\udc00\ud800'"})
  void whatIsNoTextOfAProgramIsRefusedWithAReason(String program) {
    assertThat(ProgramGate.refuse(program, LIMITS))
        .hasValueSatisfying(
            outcome -> assertThat(((ProgramOutcome.Refused) outcome).reason()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"print(1)", "x = '😀'", "#coding: utf-7", "\ufeffprint(1)"})
  void whatIsTextIsNot(String program) {
    assertThat(ProgramGate.refuse(program, LIMITS)).isEmpty();
  }

  @Test
  void lengthIsCountedInBytes() {
    String program = "é".repeat(LIMITS.programBytes() / 2);
    assertThat(ProgramGate.refuse(program, LIMITS)).isEmpty();
    assertThat(ProgramGate.refuse(program + "x", LIMITS)).isPresent();
  }
}
