package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The held-out problems of a task as papers to hand out and to mark: once greedily, once sampled
 * many times, and once for every way of answering that can be forced.
 */
public final class EvaluationSuite {
  /** A name of the paper that is answered greedily. */
  public static final String GREEDY = "greedy";

  /** A name of the paper that is answered many times at the sampling temperature. */
  public static final String SAMPLED = "sampled";

  /** Before the name of a forced way of answering. */
  public static final String FORCED = "forced/";

  private final Task task;
  private final List<String> problems;
  private final int samples;
  private final Sampling sampling;
  private final VoteRule rule;
  private final RandomStream stream;

  /**
   * A paper: prompts and how to answer them.
   *
   * @param name {@link #GREEDY}, {@link #SAMPLED} or {@link #FORCED} and a format
   */
  public record PromptSet(String name, List<Prompt> prompts, Sampling sampling) {
    /** Answers that it asks for. */
    public int answers() {
      return prompts.stream().mapToInt(prompt -> prompt.samples().size()).sum();
    }
  }

  private EvaluationSuite(Task task, Settings settings) {
    this.task = task;
    this.problems =
        task.heldOut()
            .subList(0, Math.min(settings.evaluation().problems(), task.heldOut().size()));
    this.samples = settings.evaluation().samples();
    this.sampling = settings.sampling();
    this.rule = VoteRule.DEFAULT;
    this.stream = RandomStream.of(settings.run().seed()).child("evaluation");
  }

  /** The exam that a configuration asks for. */
  public static EvaluationSuite of(Task task, Settings settings) {
    return new EvaluationSuite(task, settings);
  }

  /** How many problems there are. */
  public int size() {
    return problems.size();
  }

  /** The papers; forced ways of answering only when wanted. */
  public List<PromptSet> promptSets(boolean forced) {
    List<PromptSet> promptSets = new ArrayList<>();
    promptSets.add(new PromptSet(GREEDY, prompts("", 1), sampling.greedy()));
    promptSets.add(new PromptSet(SAMPLED, prompts("", samples), sampling));
    if (forced) {
      task.strategies()
          .forEach(
              (format, beginning) ->
                  promptSets.add(
                      new PromptSet(FORCED + format, prompts(beginning, 1), sampling.greedy())));
    }
    return promptSets;
  }

  private List<Prompt> prompts(String beginning, int count) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      RandomStream own = stream.child(i);
      prompts.add(
          new Prompt(
              Integer.toString(i),
              Role.SOLVER,
              task.question(problems.get(i)),
              beginning,
              LongStream.range(0, count).mapToObj(own::child).toList()));
    }
    return prompts;
  }

  /** Marks one paper. Keys are those of the metrics: {@code eval/greedy} and so on. */
  public Map<String, Double> mark(PromptSet promptSet, List<Completions> answers) {
    if (promptSet.name().equals(SAMPLED)) {
      return markSampled(answers);
    }
    String beginning =
        promptSet.name().startsWith(FORCED)
            ? task.strategies().get(promptSet.name().substring(FORCED.length()))
            : "";
    double right = 0;
    for (int i = 0; i < problems.size(); i++) {
      for (Completion completion : answers.get(i).completions()) {
        right += right(problems.get(i), read(beginning + completion.text())) ? 1 : 0;
      }
    }
    return Map.of("eval/" + promptSet.name(), right / problems.size());
  }

  private Map<String, Double> markSampled(List<Completions> answers) {
    double sampled = 0;
    double majority = 0;
    double pass = 0;
    double gap = 0;
    Map<String, Integer> formats = new HashMap<>();
    for (int i = 0; i < problems.size(); i++) {
      String problem = problems.get(i);
      List<Optional<String>> read = new ArrayList<>();
      for (Completion completion : answers.get(i).completions()) {
        read.add(read(completion.text()));
        formats.merge(task.format(completion.text()), 1, Integer::sum);
      }
      double share =
          read.isEmpty()
              ? 0
              : (double) read.stream().filter(a -> right(problem, a)).count() / read.size();
      boolean voted = right(problem, rule.decide(problem, read).label());
      sampled += share;
      majority += voted ? 1 : 0;
      pass += share > 0 ? 1 : 0;
      // Mind the Gap (2412.02674): what the vote adds, of what could be added.
      gap += share < 1 ? ((voted ? 1 : 0) - share) / (1 - share) : 0;
    }
    int n = problems.size();
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put("eval/sampled", sampled / n);
    if (samples > 1) { // one answer is no majority
      measured.put("eval/majority", majority / n);
      measured.put("eval/pass", pass / n);
      measured.put("eval/gap", gap / n);
    }
    double all = Math.max(1, formats.values().stream().mapToInt(Integer::intValue).sum());
    task.formats().forEach(f -> measured.put("eval/format/" + f, formats.getOrDefault(f, 0) / all));
    return measured;
  }

  private Optional<String> read(String text) {
    return task.parseAnswer(text) instanceof Parsed.Read<String> read
        ? Optional.of(read.value())
        : Optional.empty();
  }

  private boolean right(String problem, Optional<String> answer) {
    return answer.isPresent() && answer.equals(task.truth(problem));
  }
}
