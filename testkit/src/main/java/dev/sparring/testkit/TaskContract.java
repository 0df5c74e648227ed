package dev.sparring.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Task} owes, as tests. A task of somebody's own passes them in a class that
 * extends this one:
 *
 * <pre>
 * class LastDigitsTest extends TaskContract {
 *   LastDigitsTest() {
 *     super(new LastDigits());
 *   }
 * }
 * </pre>
 *
 * <p>What holds for random texts and for prompts holds for the task's defaults and for every value
 * of every option.
 */
public abstract class TaskContract {
  private static final int TEXTS = 500;
  private static final int TOPICS = 20;
  private static final int ASKED = 20;
  private static final int LONG = 200_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Task task;

  /**
   * A contract of a task.
   *
   * @param task as its constructor without arguments makes it
   */
  protected TaskContract(Task task) {
    this.task = task;
  }

  /**
   * Completions that the task is meant to read, problems and answers. The contract tries them with
   * random changes. None by default: held-out problems are changed anyway.
   */
  protected List<String> completions() {
    return List.of();
  }

  /** The task with its defaults, and with every other value of each option. */
  private List<Task> variants() {
    Map<String, String> defaults = new LinkedHashMap<>();
    task.options().forEach(option -> defaults.put(option.name(), option.otherwise()));
    List<Task> variants = new ArrayList<>(List.of(task, task.with(defaults)));
    for (TaskOption option : task.options()) {
      for (String value : option.values()) {
        Map<String, String> values = new LinkedHashMap<>(defaults);
        values.put(option.name(), value);
        variants.add(task.with(values));
      }
    }
    return variants;
  }

  @Test
  protected void aConfigurationCanNameTheTaskAndItsOptions() {
    assertThat(task.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(task.description()).isNotBlank().doesNotContain("\n");
    assertThat(task.options().stream().map(TaskOption::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(variants()).extracting(Task::name).containsOnly(task.name());
  }

  @Test
  protected void theSameNumbersGiveTheSamePromptForAProblem() {
    for (Task variant : variants()) {
      for (int i = 0; i < TOPICS; i++) {
        List<ChatMessage> topic = variant.topic(RandomStream.of(i));
        assertThat(topic).isNotEmpty().isEqualTo(variant.topic(RandomStream.of(i)));
      }
    }
  }

  @Test
  protected void anyTextIsReadOrRefusedAndAlwaysInTheSameWay() {
    List<String> texts = texts();
    for (Task variant : variants()) {
      for (String text : texts) {
        assertReadOrRefused(variant, text);
      }
    }
  }

  private static void assertReadOrRefused(Task task, String text) {
    Parsed<Task.Statement> problem = task.parseProblem(text);
    assertThat(problem).as("the problem in %s", text).isEqualTo(task.parseProblem(text));
    if (problem instanceof Parsed.Read<Task.Statement> read) {
      Task.Statement statement = read.value();
      assertThat(key(task, statement.text()))
          .as("the key of a problem's own text, in %s", text)
          .contains(statement.key());
      assertAsked(task, statement.text());
    }
    Parsed<String> answer = task.parseAnswer(text);
    assertThat(answer).as("the answer in %s", text).isEqualTo(task.parseAnswer(text));
    String format = task.format(text);
    assertThat(task.formats()).as("the format of %s", text).contains(format);
    assertThat(format.equals(Attempt.MALFORMED))
        .as("%s is malformed exactly if it has no answer", text)
        .isEqualTo(answer instanceof Parsed.Malformed);
  }

  private static void assertAsked(Task task, String problem) {
    assertThat(task.question(problem)).isNotEmpty().isEqualTo(task.question(problem));
    assertThat(task.questions(problem))
        .isNotEmpty()
        .isEqualTo(task.questions(problem))
        .allSatisfy(prompt -> assertThat(prompt).isNotEmpty());
    Optional<String> truth = task.truth(problem);
    assertThat(truth).isEqualTo(task.truth(problem));
    assertThat(truth.filter(String::isBlank)).isEmpty();
    assertThat(task.parseAnswer(problem, problem)).isNotNull();
    assertThat(task.formats()).contains(task.format(problem, problem));
  }

  @Test
  protected void longTextsAreReadInLinearTime() {
    Stream<String> parts = Stream.of("0", "(", "a ", "1+", "\\boxed{", "#", "\n", "x=");
    for (String part : Stream.concat(parts, samples().stream().limit(2)).toList()) {
      String text = part.repeat(LONG / part.length());
      assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            task.parseProblem(text);
            task.parseAnswer(text);
            task.format(text);
          },
          () -> "reading \"" + part + "\" again and again");
    }
  }

  @Test
  protected void heldOutProblemsAreReadableFrozenAndExcluded() {
    for (Task variant : variants()) {
      List<String> heldOut = variant.heldOut();
      assertThat(heldOut).doesNotHaveDuplicates().isEqualTo(variant.heldOut());
      heldOut.stream().limit(ASKED).forEach(problem -> assertAsked(variant, problem));
      assertThat(variant.excluded()).containsAll(heldOut);
    }
    assertThat(task.heldOut())
        .allSatisfy(problem -> assertThat(key(task, problem)).as(problem).isPresent());
  }

  @Test
  protected void everyFormHasAName() {
    for (Task variant : variants()) {
      assertThat(variant.formats()).contains(Attempt.MALFORMED).doesNotHaveDuplicates();
      assertThat(variant.formats()).containsAll(variant.strategies().keySet());
    }
  }

  private static Optional<String> key(Task task, String problem) {
    return task.parseProblem(problem)
        .map(statement -> Optional.of(statement.key()))
        .orElse(reason -> Optional.empty());
  }

  /** Some problems and completions as they are. */
  private List<String> samples() {
    return Stream.concat(task.heldOut().stream().limit(20), completions().stream()).toList();
  }

  /** Random texts, and changed samples. */
  private List<String> texts() {
    List<String> samples = samples();
    String known = String.join("", samples) + "0123456789+-*/=#:,;.()xyz \n\\{}$";
    return IntStream.range(0, TEXTS)
        .mapToObj(
            i -> {
              RandomStream random = RandomStream.of(i);
              if (i % 4 == 0 || samples.isEmpty()) {
                return anything(random);
              } else if (i % 4 == 1) {
                return drawn(random, known);
              }
              return changed(random, samples.get(i % samples.size()), known);
            })
        .toList();
  }

  /** UTF-16 units of any kind, unpaired surrogates among them. */
  private static String anything(RandomStream random) {
    return IntStream.range(1, 1 + random.below(0, 30))
        .mapToObj(n -> String.valueOf((char) random.below(n, 1 << 16)))
        .collect(Collectors.joining());
  }

  private static String drawn(RandomStream random, String known) {
    return IntStream.range(1, 1 + random.below(0, 30))
        .mapToObj(n -> known.charAt(random.below(n, known.length())))
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  /** One stretch of a text replaced by others of its characters. */
  private static String changed(RandomStream random, String sample, String known) {
    int from = random.below(100, sample.length() + 1);
    int to = Math.min(sample.length(), from + random.below(101, 4));
    String put = random.below(102, 2) == 0 ? "" : drawn(random, known);
    return sample.substring(0, from) + put + sample.substring(to);
  }
}
