package dev.sparring.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Attempt;
import dev.sparring.core.RandomStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ColumnTaskProperties {
  private static final String ALPHABET = "0123456789+-*=,;:#";

  @Property(tries = 5000)
  void parsersTakeAnyText(@ForAll("tasks") Task task, @ForAll String text) {
    readsOrRefuses(task, text);
  }

  @Property(tries = 5000)
  void parsersTakeAnyTextOfTheVocabulary(
      @ForAll("tasks") Task task, @ForAll("vocabulary") String text) {
    readsOrRefuses(task, text);
  }

  @Property(tries = 20000)
  void parsersTakeMutationsOfWellFormedLines(
      @ForAll("tasks") Task task, @ForAll("mutated") String text) {
    readsOrRefuses(task, text);
  }

  private static void readsOrRefuses(Task task, String text) {
    String answerFormat = task.format(text);
    assertThat(task.formats()).contains(answerFormat);
    if (task.parseAnswer(text) instanceof Parsed.Read<String> read) {
      assertThat(read.value()).matches("0|[1-9][0-9]{0,6}");
      assertThat(text).endsWith("#" + read.value());
      assertThat(answerFormat).isNotEqualTo(Attempt.MALFORMED);
    } else {
      assertThat(answerFormat).isEqualTo(Attempt.MALFORMED);
    }
    if (task.parseProblem(text) instanceof Parsed.Read<Task.Statement> read) {
      assertThat(read.value()).isEqualTo(new Task.Statement(text, text));
      assertThat(task.truth(text)).isPresent();
    } else {
      assertThat(task.truth(text)).isEmpty();
    }
  }

  @Provide
  Arbitrary<Task> tasks() {
    return Arbitraries.of(
        Tasks.all().stream().filter(PretrainingCorpus.class::isInstance).toList());
  }

  @Provide
  Arbitrary<String> vocabulary() {
    return Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(20);
  }

  /** A pretraining line with one stretch of it replaced. */
  @Provide
  Arbitrary<String> mutated() {
    return Combinators.combine(
            tasks(),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 3),
            Arbitraries.oneOf(
                Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(3),
                Arbitraries.strings().ofMaxLength(2)))
        .as(ColumnTaskProperties::mutate);
  }

  private static String mutate(Task task, long seed, int at, int cut, String insertion) {
    String line =
        ((PretrainingCorpus) task)
            .example(RandomStream.of(seed), PretrainingCorpus.Mixture.TWO_WAYS)
            .completion();
    int from = Math.min(at, line.length());
    int to = Math.min(from + cut, line.length());
    return line.substring(0, from) + insertion + line.substring(to);
  }
}
