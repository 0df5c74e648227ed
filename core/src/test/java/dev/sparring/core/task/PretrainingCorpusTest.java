package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.task.PretrainingCorpus.Example;
import dev.sparring.core.task.PretrainingCorpus.Mixture;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PretrainingCorpusTest {
  private static final RandomStream RANDOM = RandomStream.of(7);

  static Stream<Task> tasks() {
    return Tasks.all().stream().filter(PretrainingCorpus.class::isInstance);
  }

  private static Stream<Example> lines(Task task, Mixture mix, int count) {
    return LongStream.range(0, count)
        .mapToObj(index -> ((PretrainingCorpus) task).example(RANDOM.child(index), mix));
  }

  /** The problem that a line is about. */
  private static String problem(Example line) {
    return line.role().equals(Role.PROPOSER)
        ? line.completion()
        : line.prompt().get(0).content().replaceAll("<S>|=", "");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyLineIsOneThatTheTaskItselfWouldAskAndRead(Task task) {
    lines(task, Mixture.TWO_WAYS, 20_000)
        .forEach(
            line -> {
              String problem = problem(line);
              assertThat(task.parseProblem(problem)).isInstanceOf(Parsed.Read.class);
              if (line.role().equals(Role.PROPOSER)) {
                assertThat(line.prompt()).isEqualTo(task.topic(RANDOM));
              } else {
                assertThat(line.prompt()).isEqualTo(task.question(problem));
                assertThat(task.parseAnswer(line.completion())).isInstanceOf(Parsed.Read.class);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void scratchpadsEndInTheTruthAndGuessesWithinTheirError(Task task) {
    Set<Integer> errors = new HashSet<>();
    lines(task, Mixture.TWO_WAYS, 20_000)
        .filter(line -> line.role().equals(Role.SOLVER))
        .forEach(
            line -> {
              int truth = Integer.parseInt(task.truth(problem(line)).orElseThrow());
              int error = Integer.parseInt(line.completion().replaceAll(".*#", "")) - truth;
              if (task.format(line.completion()).equals("scratchpad")) {
                assertThat(error).isZero();
              } else if (truth >= 6) {
                errors.add(error);
              } else {
                assertThat(error).isBetween(-truth, 6);
              }
            });
    assertThat(errors).containsExactlyInAnyOrder(-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void heldOutProblemsNeverAppear(Task task) {
    Set<String> heldOut = Set.copyOf(task.heldOut());
    assertThat(lines(task, Mixture.TWO_WAYS, 100_000).map(PretrainingCorpusTest::problem))
        .noneMatch(heldOut::contains);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void sharesAreThoseOfTheMix(Task task) {
    int count = 20_000;
    long proposers =
        lines(task, Mixture.TWO_WAYS, count)
            .filter(line -> line.role().equals(Role.PROPOSER))
            .count();
    long scratchpads =
        lines(task, Mixture.TWO_WAYS, count)
            .filter(line -> task.format(line.completion()).equals("scratchpad"))
            .count();
    assertThat(proposers / (double) count).isCloseTo(.15, within(.02));
    assertThat(scratchpads / (double) (count - proposers)).isCloseTo(.40, within(.02));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void singleStrategyMixesShowOneFormatAndOnlyTheTruth(Task task) {
    lines(task, Mixture.GUESS_ONLY, 2_000)
        .filter(line -> line.role().equals(Role.SOLVER))
        .forEach(
            line ->
                assertThat(line.completion())
                    .isEqualTo("#" + task.truth(problem(line)).orElseThrow()));
    assertThat(
            lines(task, Mixture.SCRATCHPAD_ONLY, 2_000)
                .filter(line -> line.role().equals(Role.SOLVER))
                .map(line -> task.format(line.completion())))
        .containsOnly("scratchpad");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theSameStreamGivesTheSameLine(Task task) {
    assertThat(lines(task, Mixture.TWO_WAYS, 100).toList())
        .isEqualTo(lines(task, Mixture.TWO_WAYS, 100).toList());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void linesUseTheVocabularyOfTheSmallModelAndFitItsContext(Task task) {
    lines(task, Mixture.TWO_WAYS, 2_000)
        .forEach(
            line -> {
              String prompt = line.prompt().get(0).content();
              assertThat(prompt).matches("<T(add|sub|mul)>|<S>[0-9+*=-]+");
              assertThat(line.completion()).matches("[0-9+*=,;:#-]{1,30}");
            });
  }

  @Test
  void mixesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mixture(1.1, 0, 0))
        .withMessageContaining("proposerShare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mixture(0, Double.NaN, 0))
        .withMessageContaining("scratchpadShare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mixture(0, 0, -1))
        .withMessageContaining("guessError");
  }
}
