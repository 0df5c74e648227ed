package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.StepVersion;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.policy.worker.PolicyWorker;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Sittings of an exam: its papers go to the worker one after the other. */
final class Evaluator {
  private final EvaluationSuite suite;
  private final RunListener listener;
  private final Supplier<Logger> log;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<PolicyWorker.Reply> replies;
  private Sitting now; // null between sittings

  private record Sitting(
      String when,
      StepVersion stepVersion,
      Queue<EvaluationSuite.PromptSet> promptSets,
      Map<String, Double> measured,
      Stopwatch watch,
      Consumer<Map<String, Double>> then) {}

  Evaluator(
      Orchestrator.Plan plan,
      ActorRef<PolicyWorker.Command> worker,
      ActorRef<PolicyWorker.Reply> replies,
      Supplier<Logger> log) {
    this.suite = EvaluationSuite.of(plan.task(), plan.settings());
    this.listener = plan.listener();
    this.log = log;
    this.worker = worker;
    this.replies = replies;
  }

  /**
   * Begins a sitting.
   *
   * @param when in words
   * @param stepVersion the weights that answer
   * @param forced whether each way of answering is forced as well
   * @param then given the marks
   */
  void begin(
      String when, StepVersion stepVersion, boolean forced, Consumer<Map<String, Double>> then) {
    var promptSets = new ArrayDeque<>(suite.promptSets(forced));
    listener.evaluating(
        when, promptSets.stream().mapToInt(EvaluationSuite.PromptSet::answers).sum());
    now = new Sitting(when, stepVersion, promptSets, new TreeMap<>(), new Stopwatch(), then);
    send();
  }

  /** Whether there is a sitting. */
  boolean inProgress() {
    return now != null;
  }

  private void send() {
    EvaluationSuite.PromptSet promptSet = now.promptSets().element();
    worker.tell(
        new PolicyWorker.Generate(
            "exam-" + promptSet.name(),
            now.stepVersion(),
            promptSet.prompts(),
            promptSet.sampling(),
            replies));
  }

  /** Marks the paper that was handed out; then comes the next one, or the end of the sitting. */
  void answered(PolicyWorker.Generated answers) {
    now.measured().putAll(suite.mark(now.promptSets().remove(), answers.completions()));
    if (now.promptSets().isEmpty()) {
      Sitting done = now;
      now = null;
      done.measured().put("time/evaluate", done.watch().seconds());
      log.get().info("{}: {}", done.when(), rounded(done.measured()));
      listener.evaluated(done.when(), done.measured());
      done.then().accept(done.measured());
    } else {
      send();
    }
  }

  /** {@code eval/greedy 0.998, …}: as many digits as a person reads. */
  private static String rounded(Map<String, Double> measured) {
    return measured.entrySet().stream()
        .map(mark -> String.format(Locale.ROOT, "%s %.3f", mark.getKey(), mark.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Marks that are the same every time: those of the clock are left out. */
  static Map<String, Double> withoutTimes(Map<String, Double> measured) {
    Map<String, Double> kept = new TreeMap<>(measured);
    kept.keySet().removeIf(key -> key.startsWith("time/"));
    return kept;
  }
}
