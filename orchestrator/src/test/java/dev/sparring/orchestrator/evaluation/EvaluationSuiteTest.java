package dev.sparring.orchestrator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Completion.Finish;
import dev.sparring.core.RandomStream;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import dev.sparring.policy.Completions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationSuiteTest {
  /** Problems {@code a} and {@code b}; the answer is {@code 7} where it is known. */
  private record Toy(String known) implements Task {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public List<ChatMessage> topic(RandomStream random) {
      return List.of();
    }

    @Override
    public Parsed<Statement> parseProblem(String completion) {
      return Parsed.of(new Statement(completion, completion));
    }

    @Override
    public List<ChatMessage> question(String problem) {
      return List.of(ChatMessage.user(problem));
    }

    @Override
    public Parsed<String> parseAnswer(String completion) {
      return Parsed.of(completion);
    }

    @Override
    public Optional<String> truth(String problem) {
      return known.contains(problem) ? Optional.of("7") : Optional.empty();
    }

    @Override
    public List<String> heldOut() {
      return List.of("a", "b");
    }
  }

  private static Map<String, Double> metrics(Task task, String... answers) {
    Settings settings = Settings.load(Optional.empty(), Map.of("evaluation.samples", "2"));
    EvaluationSuite suite = EvaluationSuite.of(task, settings);
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (EvaluationSuite.PromptSet set : suite.promptSets(false)) {
      List<Completions> written = new ArrayList<>();
      for (int i = 0; i < suite.size(); i++) {
        Completion completion =
            new Completion(new int[] {1}, new int[] {2}, new float[] {-1}, answers[i], Finish.STOP);
        int count = set.prompts().get(i).samples().size();
        written.add(
            new Completions("" + i, Collections.nCopies(count, completion), Optional.empty()));
      }
      metrics.putAll(suite.measure(set, written));
    }
    return metrics;
  }

  @Test
  void aTaskThatKnowsNoAnswerHasNoAccuracyButFormats() {
    Map<String, Double> metrics = metrics(new Toy(""), "7", "8");
    for (String key : List.of("greedy", "sampled", "majority", "pass", "gap")) {
      assertThat(metrics).doesNotContainKey("eval/" + key);
    }
    assertThat(metrics.get("eval/format/answer")).isEqualTo(1);
  }

  @Test
  void aProblemWithoutAKnownAnswerIsNeitherRightNorWrong() {
    assertThat(metrics(new Toy("a"), "7", "8"))
        .containsEntry("eval/greedy", 1.0)
        .containsEntry("eval/sampled", 1.0)
        .containsEntry("eval/majority", 1.0);
    assertThat(metrics(new Toy("ab"), "7", "8")).containsEntry("eval/greedy", 0.5);
  }

  @Test
  void anAnswerIsReadForTheUnknownThatItsProblemAsksFor() {
    Task algebra = Tasks.named("algebra").orElseThrow();
    Task two =
        new Task() {
          @Override
          public String name() {
            return "two";
          }

          @Override
          public String description() {
            return "two unknowns";
          }

          @Override
          public List<ChatMessage> topic(RandomStream random) {
            return List.of();
          }

          @Override
          public Parsed<Statement> parseProblem(String completion) {
            return algebra.parseProblem(completion);
          }

          @Override
          public List<ChatMessage> question(String problem) {
            return algebra.question(problem);
          }

          @Override
          public Parsed<String> parseAnswer(String completion) {
            return algebra.parseAnswer(completion);
          }

          @Override
          public Parsed<String> parseAnswer(String problem, String completion) {
            return algebra.parseAnswer(problem, completion);
          }

          @Override
          public Optional<String> truth(String problem) {
            return algebra.truth(problem);
          }

          @Override
          public List<String> heldOut() {
            return List.of("Solve x + y = 7, x = 3 for x.", "Solve x + y = 7, x = 3 for y.");
          }
        };
    String both = "<answer>x = 3, y = 4</answer>";
    assertThat(metrics(two, both, both)).containsEntry("eval/greedy", 1.0);
  }
}
