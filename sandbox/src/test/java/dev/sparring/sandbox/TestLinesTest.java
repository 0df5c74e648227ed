package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLinesTest {
  @Test
  void eachLineIsATest() {
    assertThat(TestLines.parse("1 2 ||| 3\n\n  4|||[4, 5]  \r\n ||| 0\n"))
        .containsExactly(
            new ProgramTest("1 2", "3"), new ProgramTest("4", "[4, 5]"), new ProgramTest("", "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2 3", "1 || 2", "1 ||| 2 ||| 3", "1 ||| 2\n3"})
  void aLineThatIsNoTestIsNamedByItsNumber(String text) {
    assertThatThrownBy(() -> TestLines.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line " + text.lines().count())
        .hasMessageContaining("INPUT ||| OUTPUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "  \n"})
  void aTextWithoutTestsIsRefused(String text) {
    assertThatThrownBy(() -> TestLines.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no test");
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(TestLines.parse(text)).isNotEmpty();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }
}
