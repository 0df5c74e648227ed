package dev.sparring.orchestrator;

import dev.sparring.core.StepVersion;
import dev.sparring.orchestrator.evaluation.EvaluationSuite.PromptSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far an evaluation has come.
 *
 * @param when in words: {@code before}, {@code after}, or in which round
 * @param stepVersion the policy that is measured
 * @param left prompt sets to be answered; the first one is with the worker
 * @param measured metrics of those that have been answered
 * @param watch started with the evaluation
 */
record Evaluation(
    String when,
    StepVersion stepVersion,
    List<PromptSet> left,
    Map<String, Double> measured,
    Stopwatch watch) {

  /** The job of the prompt set that is with the worker. */
  String job() {
    return String.format(
        Locale.ROOT,
        "s%06d-evaluate-%s-%s",
        stepVersion.step(),
        when.replace(' ', '-'),
        left.get(0).name());
  }

  boolean done() {
    return left.isEmpty();
  }

  /**
   * The evaluation once the first prompt set has been answered.
   *
   * @param following a prompt set that shows these answers; it comes next
   */
  Evaluation with(Map<String, Double> metrics, Optional<PromptSet> following) {
    List<PromptSet> rest = new ArrayList<>(following.stream().toList());
    rest.addAll(left.subList(1, left.size()));
    Map<String, Double> all = new TreeMap<>(measured);
    all.putAll(metrics);
    return new Evaluation(
        when, stepVersion, List.copyOf(rest), Collections.unmodifiableMap(all), watch);
  }

  /** The metrics with the time that the evaluation took so far, in seconds. */
  Map<String, Double> timed() {
    Map<String, Double> all = new TreeMap<>(measured);
    all.put("time/evaluate", watch.seconds());
    return Collections.unmodifiableMap(all);
  }
}
