package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.measure.Confidence;
import dev.sparring.core.measure.Interval;
import dev.sparring.core.measure.VerifiedAnswers;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.orchestrator.evaluation.SelfTrust.Claim;
import dev.sparring.orchestrator.evaluation.SelfTrust.Compared;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How much a model can gain by filtering its own answers, and how far its confidences can be
 * trusted, on held-out problems whose truth the task knows: the relative generation-verification
 * gap ("Mind the Gap", 2412.02674) of its own verifiers, and AUROC and calibration of their
 * confidence in the answer that it gives most often. Reports; steers nothing.
 */
public final class GapStudy {
  private static final int CANDIDATES = 3;
  private static final double ACCEPTED = .5;

  private final Task task;
  private final Plan plan;

  /**
   * What is measured.
   *
   * @param problems held-out problems at most
   * @param samples answers drawn for each
   * @param sampling how they are drawn
   * @param compare whether the slow verifier is asked too, which compares answers by reasons
   * @param seed of answers and intervals
   */
  public record Plan(int problems, int samples, Sampling sampling, boolean compare, long seed) {}

  /**
   * What was measured.
   *
   * @param problems how many problems
   * @param accuracy share of the answers that are right
   * @param gaps relative gap by verifier
   * @param trust by confidence
   */
  public record Report(
      int problems, Interval accuracy, Map<String, Interval> gaps, Map<String, Trust> trust) {}

  /**
   * How far a confidence can be trusted.
   *
   * @param auroc .5 is chance
   * @param calibrationError 0 is calibrated
   */
  public record Trust(Interval auroc, Interval calibrationError) {}

  /** A problem with what each verifier thinks of its answers. */
  private record Judged(
      String problem,
      VerifiedAnswers answers,
      Map<String, Double> alone,
      Map<String, Double> compared) {
    boolean voted(String answer) {
      return VoteRule.DEFAULT
          .decide(problem, answers.answers())
          .label()
          .equals(java.util.Optional.of(answer));
    }

    static boolean accepts(Map<String, Double> confidences, String answer) {
      return confidences.getOrDefault(answer, 0.) >= ACCEPTED;
    }
  }

  /** A study of a task. */
  public GapStudy(Task task, Plan plan) {
    this.task = task;
    this.plan = plan;
  }

  /**
   * Measures a policy, which has to score at a temperature of 1.
   *
   * @param progress told how many answers have been written since the last report
   */
  public Report of(Policy policy, IntConsumer progress) {
    List<Judged> all = judged(policy, answered(policy, progress));
    RandomStream random = RandomStream.of(plan.seed()).child("bootstrap");
    Map<String, ToDoubleFunction<Judged>> verifiers = new LinkedHashMap<>();
    verifiers.put("vote", j -> j.answers().gap(j::voted));
    Map<String, ToDoubleFunction<Judged>> confidences = new LinkedHashMap<>();
    confidences.put("vote share", j -> j.answers().share(leading(j)));
    if (task.inWords()) {
      verifiers.put("P(true)", j -> j.answers().gap(a -> Judged.accepts(j.alone(), a)));
      verifiers.put(
          "vote and P(true)",
          j -> j.answers().gap(a -> j.voted(a) && Judged.accepts(j.alone(), a)));
      confidences.put("P(true)", j -> j.alone().get(leading(j)));
    }
    if (task.inWords() && plan.compare()) {
      verifiers.put("comparison", j -> j.answers().gap(a -> Judged.accepts(j.compared(), a)));
      confidences.put("comparison", j -> j.compared().get(leading(j)));
    }
    Map<String, Interval> gaps = new LinkedHashMap<>();
    verifiers.forEach(
        (name, gap) ->
            gaps.put(name, Interval.ofMean(all.stream().map(gap::applyAsDouble).toList(), random)));
    Map<String, Trust> trust = new LinkedHashMap<>();
    confidences.forEach((name, of) -> trust.put(name, trust(all, of, random)));
    return new Report(
        all.size(),
        Interval.ofMean(all.stream().map(j -> j.answers().accuracy()).toList(), random),
        gaps,
        trust);
  }

  private static String leading(Judged judged) {
    return judged.answers().leading().orElse("");
  }

  private static Trust trust(
      List<Judged> all, ToDoubleFunction<Judged> confidence, RandomStream random) {
    List<Confidence> sure =
        all.stream()
            .filter(j -> j.answers().leading().isPresent())
            .map(
                j ->
                    new Confidence(
                        confidence.applyAsDouble(j), leading(j).equals(j.answers().truth())))
            .filter(c -> !Double.isNaN(c.share()))
            .toList();
    return new Trust(
        Interval.of(sure, Confidence::auroc, random),
        Interval.of(sure, Confidence::calibrationError, random));
  }

  /** The held-out problems that have a truth, with their answers. */
  private Map<String, VerifiedAnswers> answered(Policy policy, IntConsumer progress) {
    RandomStream random = RandomStream.of(plan.seed()).child("gap");
    List<String> problems =
        task.heldOut().stream()
            .filter(problem -> task.truth(problem).isPresent())
            .limit(plan.problems())
            .toList();
    Map<String, VerifiedAnswers> answered = new LinkedHashMap<>();
    for (int i = 0; i < problems.size(); i++) {
      String problem = problems.get(i);
      RandomStream own = random.child(i);
      Prompt prompt =
          new Prompt(
              problem,
              Role.SOLVER,
              task.question(problem),
              "",
              LongStream.range(0, plan.samples()).mapToObj(own::child).toList());
      Completions written = policy.complete(List.of(prompt), plan.sampling(), () -> false).get(0);
      if (written.refusal().isEmpty()) {
        answered.put(
            problem,
            new VerifiedAnswers(
                written.completions().stream()
                    .map(c -> task.parseAnswer(problem, c.text()))
                    .map(
                        p ->
                            p instanceof Parsed.Read<String> read
                                ? java.util.Optional.of(read.value())
                                : java.util.Optional.<String>empty())
                    .toList(),
                task.truth(problem).orElseThrow()));
      }
      progress.accept(plan.samples());
    }
    return answered;
  }

  private List<Judged> judged(Policy policy, Map<String, VerifiedAnswers> answered) {
    SelfTrust trust = new SelfTrust(policy);
    List<Judged> judged = new ArrayList<>();
    answered.forEach(
        (problem, answers) -> {
          Map<String, Double> alone = new LinkedHashMap<>();
          Map<String, Double> compared = new LinkedHashMap<>();
          if (task.inWords()) {
            List<String> given = List.copyOf(answers.counts().keySet());
            put(alone, given, trust.alone(claims(problem, given)));
          }
          if (task.inWords() && plan.compare()) {
            List<String> candidates = candidates(answers);
            List<String> reasons = trust.reasons(claims(problem, candidates));
            put(
                compared,
                candidates,
                trust.compared(List.of(new Compared(problem, candidates, reasons))).get(0));
          }
          judged.add(new Judged(problem, answers, alone, compared));
        });
    return judged;
  }

  private static List<Claim> claims(String problem, List<String> answers) {
    return answers.stream().map(answer -> new Claim(problem, answer)).toList();
  }

  private static void put(Map<String, Double> into, List<String> answers, List<Double> sure) {
    IntStream.range(0, answers.size()).forEach(i -> into.put(answers.get(i), sure.get(i)));
  }

  /** The answers given most often, the leading one first. */
  private static List<String> candidates(VerifiedAnswers answers) {
    return answers.counts().entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(CANDIDATES)
        .map(Map.Entry::getKey)
        .toList();
  }
}
