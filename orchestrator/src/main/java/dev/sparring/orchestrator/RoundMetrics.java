package dev.sparring.orchestrator;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.gate.GateReport;
import dev.sparring.core.gate.LearningGates;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.WorkerPool;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures of one round. A share of nothing is NaN: not measured. */
final class RoundMetrics {
  private final Map<String, Double> metrics = new TreeMap<>();
  private final ScoredRound scored;
  private final List<Proposal> proposals;
  private final List<Attempt> attempts;

  private RoundMetrics(ScoredRound scored) {
    this.scored = scored;
    this.proposals = scored.attempted().proposed().written();
    this.attempts = scored.attempted().attempts();
  }

  /**
   * All figures but those of the clock.
   *
   * @param rate learning rate of the round
   */
  static Map<String, Double> of(
      ScoredRound scored, WorkerPool.Learned learned, double rate, Task task, SelfPlay play) {
    RoundMetrics round = new RoundMetrics(scored);
    round.metrics.put(
        "policyVersion", (double) scored.attempted().proposed().round().policyVersion());
    round.proposer(task);
    round.solver(task);
    round.verifier();
    if (task instanceof CheckedTask || play.innerLoop().isPresent()) {
      round.tests();
    }
    round.probe(task);
    round.turns(task, play);
    round.learning(learned, rate, play.writers());
    return round.metrics;
  }

  /** What the gates did, and how often the labels that they admitted are right. */
  static void gates(
      Map<String, Double> metrics, GateReport before, LearningGates.Admitted after, Task task) {
    metrics.putAll(before.metrics());
    metrics.putAll(after.report().metrics());
    ScoredRound round = after.round();
    Map<String, String> truth = truths(round, task);
    metrics.put(
        "probe/admittedAccuracy",
        round.verdicts().stream()
            .filter(v -> after.admitted().contains(v.problemId()))
            .filter(v -> v.label().isPresent() && truth.containsKey(v.problemId()))
            .mapToDouble(v -> v.label().get().equals(truth.get(v.problemId())) ? 1 : 0)
            .average()
            .orElse(Double.NaN));
  }

  private static Map<String, String> truths(ScoredRound scored, Task task) {
    Map<String, String> truth = new HashMap<>();
    for (Problem problem : scored.attempted().proposed().problems()) {
      task.truth(problem.text()).ifPresent(t -> truth.put(problem.id(), t));
    }
    return truth;
  }

  private void proposer(Task task) {
    double all = proposals.size();
    double valid = proposals.stream().filter(p -> p.key().isPresent()).count();
    double fresh = proposals.stream().filter(p -> p.problem().isPresent()).count();
    metrics.put("proposer/valid", valid / all);
    metrics.put("proposer/duplicate", (valid - fresh) / valid);
    metrics.put("proposer/distinct", fresh / all);
    Map<String, Integer> templates = new HashMap<>();
    proposals.forEach(
        p -> p.key().ifPresent(key -> templates.merge(task.template(key), 1, Integer::sum)));
    double top = templates.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    metrics.put("proposer/templates", (double) templates.size());
    metrics.put("proposer/topTemplate", top / valid);
    metrics.put("proposer/reward", meanReward(proposals.stream().map(Proposal::id)));
  }

  private void solver(Task task) {
    double all = attempts.size();
    metrics.put("solver/reward", meanReward(attempts.stream().map(Attempt::id)));
    texts(Role.SOLVER, attempts.stream().map(Attempt::completion).toList());
    Map<String, Integer> formats = new HashMap<>();
    attempts.forEach(a -> formats.merge(a.format(), 1, Integer::sum));
    task.formats().forEach(f -> metrics.put("format/" + f, formats.getOrDefault(f, 0) / all));
    int dominant = formats.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    metrics.put("format/dominant", dominant / all);
  }

  private void verifier() {
    List<Verdict> verdicts = scored.verdicts();
    double all = verdicts.size();
    metrics.put(
        "verifier/labelled", verdicts.stream().filter(v -> v.label().isPresent()).count() / all);
    metrics.put(
        "verifier/majorityShare",
        verdicts.stream().mapToDouble(Verdict::share).average().orElse(Double.NaN));
    metrics.put(
        "verifier/voteEntropy",
        verdicts.stream().mapToDouble(Verdict::entropy).average().orElse(Double.NaN));
    metrics.put("verifier/mixed", verdicts.stream().filter(this::mixed).count() / all);
  }

  /** Whether the answers to a problem were rewarded differently. */
  private boolean mixed(Verdict verdict) {
    return attempts.stream()
            .filter(a -> a.problemId().equals(verdict.problemId()))
            .flatMap(a -> reward(a.id()).stream())
            .distinct()
            .count()
        > 1;
  }

  /** What came of the tests. */
  private void tests() {
    List<Judgement> judgements =
        scored.judgements().stream().filter(judgement -> !judgement.voted()).toList();
    Collection<Mark> marks = scored.marks().values();
    List<Mark.Judged> judged =
        marks.stream().filter(Mark.Judged.class::isInstance).map(Mark.Judged.class::cast).toList();
    metrics.put(
        "tests/passed",
        judged.stream().mapToDouble(Mark.Judged::score).average().orElse(Double.NaN));
    metrics.put(
        "tests/solved",
        judged.stream().filter(Mark.Judged::whole).count() / (double) judged.size());
    metrics.put(
        "tests/mixed",
        judgements.stream()
                .map(judgement -> DoubleStream.of(judgement.scores()).average().orElse(0))
                .filter(mean -> mean > 0 && mean < 1)
                .count()
            / (double) judgements.size());
    metrics.put("tests/unjudged", (marks.size() - judged.size()) / (double) marks.size());
    List<String> outcomes =
        judged.stream()
            .flatMap(mark -> mark.tests().stream())
            .map(Mark.TestResult::outcome)
            .toList();
    outcomes.stream()
        .distinct()
        .forEach(
            outcome ->
                metrics.put(
                    "tests/outcome/" + outcome.replace(' ', '-'),
                    Collections.frequency(outcomes, outcome) / (double) outcomes.size()));
  }

  /** Labels and rewards against the truth (TTRL, 2504.16084): watched, never used. */
  private void probe(Task task) {
    Map<String, String> truth = truths(scored, task);
    metrics.put(
        "probe/labelAccuracy",
        scored.verdicts().stream()
            .filter(v -> v.label().isPresent() && truth.containsKey(v.problemId()))
            .mapToDouble(v -> v.label().get().equals(truth.get(v.problemId())) ? 1 : 0)
            .average()
            .orElse(Double.NaN));
    metrics.put(
        "probe/rewardAccuracy",
        attempts.stream()
            .filter(a -> truth.containsKey(a.problemId()) && reward(a.id()).isPresent())
            .mapToDouble(
                a -> {
                  boolean right = a.answer().equals(Optional.of(truth.get(a.problemId())));
                  return right == (reward(a.id()).get() > 0.5) ? 1 : 0;
                })
            .average()
            .orElse(Double.NaN));
  }

  /** What was written about the answers. */
  private void turns(Task task, SelfPlay play) {
    for (Role role : play.roles()) {
      List<Turn> turns =
          scored.attempted().turns().written().stream().filter(t -> t.role().equals(role)).toList();
      double all = turns.size();
      metrics.put(role + "/reward", meanReward(turns.stream().map(Turn::id)));
      metrics.put(
          role + "/readable", turns.stream().filter(t -> t.reading().isPresent()).count() / all);
      texts(role, turns.stream().map(Turn::completion).toList());
    }
    metrics.putAll(play.metrics(scored, task));
  }

  /** How long a role's texts are, and how many were cut off. */
  private void texts(Role role, List<Completion> texts) {
    metrics.put(
        role + "/truncated",
        texts.stream().filter(Completion::truncated).count() / (double) texts.size());
    metrics.put(
        role + "/length",
        texts.stream().mapToInt(text -> text.ids().length).average().orElse(Double.NaN));
  }

  private void learning(WorkerPool.Learned learned, double rate, List<Role> roles) {
    var report = learned.report();
    for (Role role : roles) {
      metrics.put(role + "/entropy", report.entropy(role));
      metrics.put(role + "/kl", report.divergence(role));
    }
    boolean stepped = report.steps() > 0;
    metrics.put("learn/loss", stepped ? report.loss() : Double.NaN);
    metrics.put("learn/gradNorm", stepped ? report.gradientNorm() : Double.NaN);
    metrics.put("learn/clipFraction", stepped ? report.clipFraction() : Double.NaN);
    metrics.put("learn/logprobGap", stepped ? report.logprobGap() : Double.NaN);
    metrics.put("learn/importanceCapped", report.importanceCapped());
    metrics.put("learn/rate", rate);
    metrics.put("learn/tokens", (double) report.tokens());
    metrics.put("memory/arrays", (double) learned.arrays());
  }

  /** Tokens written in a round. */
  static long tokens(ScoredRound scored) {
    AttemptedRound attempted = scored.attempted();
    return Stream.of(
            attempted.proposed().proposals().stream().map(Proposal::completion),
            attempted.attempts().stream().map(Attempt::completion),
            attempted.turns().written().stream().map(Turn::completion))
        .flatMap(completions -> completions)
        .mapToLong((Completion c) -> c.ids().length)
        .sum();
  }

  private double meanReward(Stream<String> ids) {
    return ids.flatMap(id -> reward(id).stream())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  private Optional<Double> reward(String id) {
    return scored.outcomes().get(id) instanceof Outcome.Scored rewarded
        ? Optional.of(rewarded.reward())
        : Optional.empty();
  }
}
