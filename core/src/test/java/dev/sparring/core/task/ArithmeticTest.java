package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RandomStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
  private static final Task SUMS = set();
  private static final Task PRODUCTS = set("operation", "products");
  private static final Task MIXED = set("operation", "mixed");

  private static Task set(String... keysAndValues) {
    Task task = Tasks.named("arithmetic").orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    task.options().forEach(option -> options.put(option.name(), option.otherwise()));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return task.with(options);
  }

  private static String text(Task task, String written) {
    return task.parseProblem(written).orElse(reason -> new Task.Statement("", reason)).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          351 + 478                                    | 351 + 478
          351+478                                      | 351 + 478
          `351 + 478`                                  | 351 + 478
          **351 + 478 = ?**                            | 351 + 478
          Sure! What is 351 plus 478?                  | 351 + 478
          351 + 478 = 829                              | 351 + 478
          829 = 351 + 478                              | 351 + 478
          $351 + 478$                                  | 351 + 478
          - 351 + 478 and again 478 + 351              | 351 + 478
          1. 351 + 478                                 | 351 + 478
          351 \\+ 478                                  | 351 + 478
          007 + 0                                      | 7 + 0
          351 + 478 = 829, for 829 - 478 = 351         | 351 + 478
          351 + 478. Or 12 + 3.                        | more than one calculation
          1 + 2 + 3                                    | more than two numbers
          (1 + 2) * 3                                  | more than two numbers
          -3 + 5                                       | a negative number
          3 + -5                                       | a negative number
          3.5 + 2                                      | not whole numbers
          3 + 4y                                       | not whole numbers
          351 * 478                                    | another operation
          8 - 3                                        | another operation
          1000 + 2                                     | a number of more than 3 digits
          1,000 + 2                                    | a number of more than 3 digits
          351 + ? = 829                                | no calculation in it
          a + b                                        | no calculation in it
          42                                           | no calculation in it
          """)
  void aSumIsFoundInWhateverStandsAroundIt(String written, String text) {
    assertThat(text(SUMS, written)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          23 × 48            | 23 * 48
          23 x 48            | 23 * 48
          23x48              | 23 * 48
          23 \\times 48      | 23 * 48
          23 \\cdot 48       | 23 * 48
          23 times 48        | 23 * 48
          **23 * 48**        | 23 * 48
          23 * 48*           | 23 * 48
          23 + 48            | another operation
          23 ** 48           | no calculation in it
          """)
  void aProductIsFoundInEverySpelling(String written, String text) {
    assertThat(text(PRODUCTS, written)).isEqualTo(text);
  }

  @Test
  void thousandsMayBeGrouped() {
    assertThat(text(set("digits", "5"), "1,000 + 12,345")).isEqualTo("1000 + 12345");
  }

  @Property
  void bothOrdersAreOneProblemAndTheTextReadsBack(
      @ForAll @IntRange(max = 999) int a,
      @ForAll @IntRange(max = 999) int b,
      @ForAll("signs") char sign) {
    Task.Statement one = MIXED.parseProblem(a + " " + sign + " " + b).orElse(reason -> null);
    Task.Statement other = MIXED.parseProblem(b + "" + sign + a).orElse(reason -> null);
    assertThat(one.key()).isEqualTo(other.key());
    assertThat(MIXED.parseProblem(one.text())).isEqualTo(Parsed.of(one));
    BigInteger left = BigInteger.valueOf(a);
    BigInteger right = BigInteger.valueOf(b);
    assertThat(MIXED.truth(one.text()))
        .contains((sign == '+' ? left.add(right) : left.multiply(right)).toString());
  }

  @Property(tries = 10000)
  void anyTextIsReadOrRefused(@ForAll("texts") String text) {
    if (MIXED.parseProblem(text) instanceof Parsed.Read<Task.Statement> read) {
      assertThat(MIXED.truth(read.value().text())).isPresent();
    }
    assertThat(MIXED.truth(text).isEmpty() || text.matches("\\d+ [+*] \\d+")).isTrue();
  }

  @Provide
  Arbitrary<Character> signs() {
    return Arbitraries.of('+', '*');
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings()
            .withChars("0123456789+-*x×=., $`()/^\\".toCharArray())
            .ofMaxLength(40),
        Arbitraries.strings().withChars("1,.+".toCharArray()).ofMaxLength(3000));
  }

  @Test
  void seededPromptsDifferAndTheOthersDoNot() {
    assertThat(prompts(SUMS)).hasSizeGreaterThan(95);
    assertThat(prompts(set("seeded", "false"))).hasSize(1);
    assertThat(prompts(set("seeded", "false", "operation", "mixed"))).hasSize(2);
  }

  @Test
  void noNumberStandsInAPromptAsAnExample() {
    assertThat(prompts(set("seeded", "false")))
        .containsExactly(
            "Write one addition problem with two numbers of up to three digits. Make it unlike other"
                + " problems and hard to predict. Write only the problem, in the form a + b, without"
                + " the result.");
    assertThat(prompts(set("operation", "mixed", "lengths", "mixed", "digits", "6")))
        .allSatisfy(prompt -> assertThat(prompt).doesNotContainPattern("[0-9]{2}"));
  }

  @Test
  void sharedLengthsPairAShortNumberWithALongOne() {
    assertThat(prompts(set("lengths", "shared", "digits", "3")))
        .anyMatch(prompt -> prompt.matches(".*: the number [2-9], plus a three-digit number .*"))
        .anyMatch(prompt -> prompt.matches(".*: a two-digit .*, plus a two-digit .*"))
        .anyMatch(prompt -> prompt.matches(".*: a three-digit .*, plus the number [2-9]\\. .*"))
        .allMatch(
            prompt -> prompt.matches("[^:]*: (the .* a three|a two.* a two|a three.* the ).*"));
  }

  @Test
  void aPromptCanGiveBothNumbers() {
    assertThat(prompts(set("given", "numbers", "digits", "2", "lengths", "full")))
        .hasSizeGreaterThan(95)
        .allMatch(
            prompt ->
                prompt.matches(".*: the number [1-9][0-9], plus the number [1-9][0-9]\\. .*"));
  }

  @Test
  void aProposerCanBeHeldToTheLengthsThatItIsAskedFor() {
    String[] common = {"operation", "products", "lengths", "shared", "given", "numbers"};
    Task free = set(common);
    String[] held = Arrays.copyOf(common, common.length + 2);
    held[common.length] = "asked-lengths";
    held[common.length + 1] = "true";
    Task strict = set(held);
    for (long i = 0; i < 50; i++) {
      RandomStream random = RandomStream.of(8).child(i);
      String[] asked =
          strict
              .topic(random)
              .get(0)
              .content()
              .replaceAll(".*the number ([0-9]+), times the number ([0-9]+)\\. .*", "$1 $2")
              .split(" ");
      assertThat(unasked(strict, asked[0] + " * " + asked[1], random)).isEmpty();
      assertThat(unasked(strict, asked[1] + " * " + asked[0], random)).isEmpty();
      assertThat(unasked(strict, asked[0] + " * " + asked[1] + "0", random))
          .contains("numbers of other lengths than were asked for");
      assertThat(unasked(strict, "7 * 8", random)).isNotEmpty();
      assertThat(unasked(free, "7 * 8", random)).isEmpty();
    }
  }

  private static Optional<String> unasked(Task task, String problem, RandomStream random) {
    return task.unasked(new Task.Statement(problem, problem), random);
  }

  private static Set<String> prompts(Task task) {
    Set<String> prompts = new HashSet<>();
    for (long i = 0; i < 100; i++) {
      prompts.add(task.topic(RandomStream.of(5).child(i)).get(0).content());
    }
    return prompts;
  }

  @Test
  void eitherHeldOutSetOfAnOperationIsExcluded() {
    assertThat(PRODUCTS.heldOut()).hasSize(500).allMatch(p -> p.matches("\\d{3} \\* \\d{3}"));
    assertThat(set("operation", "products", "held-out", "tinyzero").heldOut()).hasSize(4096);
    assertThat(set("held-out", "two-digit").heldOut())
        .hasSize(348)
        .allMatch(p -> p.matches("\\d{2} \\+ \\d{2}"))
        .isSubsetOf(set("held-out", "tinyzero").heldOut());
    assertThat(PRODUCTS.excluded()).containsAll(PRODUCTS.heldOut()).hasSizeGreaterThan(4500);
    assertThat(SUMS.excluded()).noneMatch(p -> p.contains("*"));
    assertThat(MIXED.heldOut().subList(0, 2))
        .anyMatch(p -> p.contains("+"))
        .anyMatch(p -> p.contains("*"));
  }

  @Test
  void theSolverIsAskedToMarkItsAnswer() {
    assertThat(set("style", "brief").question("3 + 4").get(0).content())
        .isEqualTo(
            "Work it out in one line, then write the result inside <answer> and </answer>.\n\n"
                + "What is 3 + 4?");
    assertThat(SUMS.question("3 + 4").get(0).content()).contains("<think>");
    assertThat(set("bare-number", "true").format("it is 7")).isEqualTo("bare");
  }

  @Test
  void aCalculationIsAskedInBothOrdersWhereSoConfigured() {
    Task both = set("order", "both", "style", "brief");
    assertThat(both.questions("351 + 478"))
        .containsExactly(both.question("351 + 478"), both.question("478 + 351"));
    assertThat(both.questions("7 + 7")).containsExactly(both.question("7 + 7"));
    assertThat(SUMS.questions("351 + 478")).containsExactly(SUMS.question("351 + 478"));
  }
}
