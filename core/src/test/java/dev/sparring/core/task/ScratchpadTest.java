package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScratchpadTest {
  private final Addition addition = new Addition();
  private final Subtraction subtraction = new Subtraction();
  private final Multiplication multiplication = new Multiplication();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "345+678 :13,12,10#1023", "123+456 :9,7,5#579", "000+000 :0,0,0#0",
        "005+005 :10,1,0#10", "050+050 :0,10,1#100", "500+500 :0,0,10#1000",
        "999+001 :10,10,10#1000", "999+999 :18,19,19#1998", "190+010 :0,10,2#200"
      })
  void additionShowsColumnSumsWithCarry(String problem, String expected) {
    assertThat(addition.scratchpad(operands(problem))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "643-278 :-5,-6,3#365", "987-123 :4,6,8#864", "100-001 :-9,-9,0#99",
        "500-500 :0,0,0#0", "643-578 :-5,-6,0#65", "010-001 :-9,0,0#9",
        "900-100 :0,0,8#800", "200-110 :0,-9,0#90", "101-092 :-9,-0,0#9"
      })
  void subtractionShowsColumnDigitsAndWhichOfThemBorrowed(String problem, String expected) {
    assertThat(subtraction.scratchpad(operands(problem))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "345*007 :35,31,24#2415",
        "111*009 :9,9,9#999",
        "999*009 :81,89,89#8991",
        "000*005 :0,0,0#0",
        "005*002 :10,1,0#10",
        "050*002 :0,10,1#100",
        "500*002 :0,0,10#1000"
      })
  void multiplicationShowsColumnProductsWithCarry(String problem, String expected) {
    assertThat(multiplication.scratchpad(operands(problem))).isEqualTo(expected);
  }

  @Test
  void everyScratchpadReadOffColumnByColumnGivesItsAnswer() {
    List<String> wrong = new ArrayList<>();
    for (ColumnTask task : List.of(addition, subtraction, multiplication)) {
      for (int pair = 0; pair < 1_000_000; pair++) {
        Operands operands = new Operands(pair / 1000, pair % 1000);
        if (task.objection(operands).isEmpty()
            && readOff(task.scratchpad(operands)) != task.result(operands)) {
          wrong.add(task.write(operands));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Operands operands(String problem) {
    return new Operands(
        Integer.parseInt(problem.substring(0, 3)), Integer.parseInt(problem.substring(4)));
  }

  /** The last digits of the columns, with all digits of the last one in front. */
  private static int readOff(String scratchpad) {
    String[] columns = scratchpad.substring(1, scratchpad.indexOf('#')).split(",");
    assertThat(columns).hasSize(Operands.WIDTH);
    int ones = columns[0].charAt(columns[0].length() - 1) - '0';
    int tens = columns[1].charAt(columns[1].length() - 1) - '0';
    return Integer.parseInt(columns[2]) * 100 + tens * 10 + ones;
  }
}
