package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.StepVersion;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.evaluation.EvaluationSuite.PromptSet;
import dev.sparring.policy.worker.WorkerPool;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Sends the prompt sets of evaluations to the worker one by one and aggregates the metrics. */
final class Evaluator {
  private final EvaluationSuite suite;
  private final AnswerChecker checker;
  private final RunEvents events;
  private final Supplier<Logger> log;
  private final ActorRef<WorkerPool.Command> pool;
  private final ActorRef<WorkerPool.Reply> replies;
  private Optional<PromptSet> following = Optional.empty();

  Evaluator(
      Orchestrator.Plan plan,
      ActorRef<WorkerPool.Command> pool,
      ActorRef<WorkerPool.Reply> replies,
      Supplier<Logger> log) {
    this.suite = EvaluationSuite.of(plan.task(), plan.settings());
    this.checker = plan.checker();
    this.events = plan.events();
    this.log = log;
    this.pool = pool;
    this.replies = replies;
  }

  /**
   * Begins an evaluation.
   *
   * @param when in words
   * @param stepVersion the policy that answers
   * @param forced whether each format is forced as well
   */
  Evaluation begin(String when, StepVersion stepVersion, boolean forced) {
    checker.prepare();
    List<PromptSet> sets = suite.promptSets(forced);
    int answers = sets.stream().mapToInt(PromptSet::answers).sum();
    events.accept(new RunEvent.EvaluationBegun(when, answers));
    Evaluation evaluation = new Evaluation(when, stepVersion, sets, Map.of(), new Stopwatch());
    send(evaluation);
    return evaluation;
  }

  private void send(Evaluation evaluation) {
    PromptSet next = evaluation.left().get(0);
    pool.tell(
        next.adaptations().isEmpty()
            ? new WorkerPool.Generate(
                evaluation.job(),
                evaluation.stepVersion(),
                next.prompts(),
                next.sampling(),
                replies)
            : new WorkerPool.Adapt(
                evaluation.job(),
                evaluation.stepVersion(),
                next.adaptations(),
                next.sampling(),
                replies));
  }

  /** The metrics of the prompt set that was sent, when its answers are judged. */
  CompletionStage<Map<String, Double>> measure(
      Evaluation evaluation, WorkerPool.Generated answers) {
    PromptSet set = evaluation.left().get(0);
    following = suite.following(set, answers.completions());
    return suite.measure(checker, set, answers.completions());
  }

  /** Adds the metrics of the prompt set that was sent, and sends the next one if any is left. */
  Evaluation measured(Evaluation evaluation, Map<String, Double> read) {
    Evaluation next = evaluation.with(read, following);
    following = Optional.empty();
    if (next.done()) {
      Map<String, Double> metrics = next.timed();
      log.get().info("{}: {}", next.when(), rounded(metrics));
      events.accept(new RunEvent.EvaluationMeasured(next.when(), metrics));
    } else {
      send(next);
    }
    return next;
  }

  /** {@code eval/greedy 0.998, …}: three decimals each. */
  private static String rounded(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Metrics that are the same in every repetition of a run: those of the clock are left out. */
  static Map<String, Double> withoutTimes(Map<String, Double> metrics) {
    Map<String, Double> kept = new TreeMap<>(metrics);
    kept.keySet().removeIf(key -> key.startsWith("time/"));
    return kept;
  }
}
