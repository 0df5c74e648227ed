package dev.sparring.core.gate;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Ballot;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.Turns;
import dev.sparring.core.Verdict;
import dev.sparring.core.config.GateSettings;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chain of gates between the verifier and the learner. What is refused is not learned from: its
 * answers lose their rewards, and its proposal loses it or gets 0, as configured. Nothing is lost:
 * every proposal and attempt keeps an outcome, and what was dropped before keeps its reason.
 */
public final class LearningGates {
  private final List<LearningGate> gates;
  private final double epsilon;
  private final RefusalRule proposal;

  /**
   * A chain.
   *
   * @param gates in the order in which they are asked
   * @param epsilon share of problems that pass whatever the gates say, from 0 to 1
   * @param proposal what becomes of the proposal of a refused problem
   */
  public LearningGates(List<LearningGate> gates, double epsilon, RefusalRule proposal) {
    this.gates = List.copyOf(gates);
    this.epsilon = epsilon;
    this.proposal = proposal;
  }

  /**
   * The chain that a configuration describes.
   *
   * @param voters whether the base votes as well
   */
  public static LearningGates of(Task task, GateSettings settings, boolean voters) {
    List<LearningGate> gates = new ArrayList<>();
    if (voters) {
      gates.add(new VotersGate());
    }
    for (String name : settings.learning()) {
      LearningGate gate = Gates.learning(name).orElseThrow();
      gates.add(gate.with(task, settings.values(gate)));
    }
    return new LearningGates(gates, settings.epsilon(), settings.proposal());
  }

  /**
   * A scored round after the gates.
   *
   * @param round in which what was refused has no reward
   * @param admitted ids of the problems that all gates admit
   * @param report what each gate did
   */
  public record Admitted(ScoredRound round, Set<String> admitted, GateReport report) {}

  /** How many replies about each label a gate wants of the policy; 0 where none does. */
  public int replies() {
    return gates.stream()
        .filter(GroundedGate.class::isInstance)
        .mapToInt(gate -> ((GroundedGate) gate).replies())
        .findFirst()
        .orElse(0);
  }

  /** The gate that wants the policy to compare answers, if there is one. */
  public Optional<ComparedGate> compared() {
    return gates.stream()
        .filter(ComparedGate.class::isInstance)
        .map(ComparedGate.class::cast)
        .findFirst();
  }

  /** Asks the gates about each answered problem in order; the policy was not asked. */
  public Admitted admit(ScoredRound scored) {
    return admit(scored, Map.of(), Map.of());
  }

  /**
   * Asks the gates about each answered problem in order.
   *
   * @param grounded how sure the policy is of labels, by id of the problem
   * @param compared the same with other answers in view
   */
  public Admitted admit(
      ScoredRound scored, Map<String, Double> grounded, Map<String, Double> compared) {
    AttemptedRound attempted = scored.attempted();
    List<AnsweredProblem> answered = answered(scored, grounded, compared);
    GateReport.Builder report = new GateReport.Builder(gates);
    List<AnsweredProblem> admitted = new ArrayList<>();
    AdmittedProblems sofar = new AdmittedProblems(answered.size(), admitted);
    Map<String, Outcome> outcomes = new LinkedHashMap<>(scored.outcomes());
    Set<String> ids = new LinkedHashSet<>();
    for (AnsweredProblem problem : answered) {
      Optional<DropReason.Refused> refusal =
          refuse(problem, sofar, leaks(attempted, problem), report);
      if (refusal.isPresent()) {
        close(problem, attempted.turns(), refusal.get(), outcomes);
      } else {
        admitted.add(problem);
        ids.add(problem.problem().id());
      }
    }
    return new Admitted(
        new ScoredRound(
            attempted,
            scored.judgements(),
            Collections.unmodifiableMap(outcomes),
            scored.seconds()),
        Collections.unmodifiableSet(ids),
        report.build());
  }

  private Optional<DropReason.Refused> refuse(
      AnsweredProblem problem,
      AdmittedProblems admitted,
      boolean leaks,
      GateReport.Builder report) {
    for (LearningGate gate : gates) {
      Optional<DropReason.Refused> refusal = gate.refuse(problem, admitted);
      boolean leaked = refusal.isPresent() && gate.yields() && leaks;
      report.add(gate, refusal, leaked);
      if (refusal.isPresent() && !leaked) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private boolean leaks(AttemptedRound attempted, AnsweredProblem problem) {
    return attempted.proposed().round().stream(Role.SOLVER, problem.problem().index(), 0)
            .child("gate")
            .uniform(0)
        < epsilon;
  }

  private void close(
      AnsweredProblem problem, Turns turns, DropReason.Refused why, Map<String, Outcome> outcomes) {
    outcomes.computeIfPresent(
        problem.problem().id(), (id, outcome) -> scored(outcome) ? proposal.outcome(why) : outcome);
    Stream.concat(
            problem.attempts().stream().map(Attempt::id),
            turns.of(problem.problem().id()).stream().map(Turn::id))
        .forEach(
            id ->
                outcomes.computeIfPresent(
                    id, (key, outcome) -> scored(outcome) ? new Outcome.Dropped(why) : outcome));
  }

  private static boolean scored(Outcome outcome) {
    return outcome instanceof Outcome.Scored;
  }

  private static List<Optional<String>> ballots(AttemptedRound attempted, Problem problem) {
    return attempted.ballots().stream()
        .filter(ballot -> ballot.problemId().equals(problem.id()))
        .map(Ballot::answer)
        .toList();
  }

  private static List<AnsweredProblem> answered(
      ScoredRound scored, Map<String, Double> grounded, Map<String, Double> compared) {
    AttemptedRound attempted = scored.attempted();
    Map<String, List<Attempt>> attempts = new LinkedHashMap<>();
    attempted
        .attempts()
        .forEach(a -> attempts.computeIfAbsent(a.problemId(), p -> new ArrayList<>()).add(a));
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    scored.verdicts().forEach(v -> verdicts.put(v.problemId(), v));
    int samples = attempted.proposed().round().samples();
    List<AnsweredProblem> answered = new ArrayList<>();
    for (Problem problem : attempted.proposed().problems()) {
      answered.add(
          new AnsweredProblem(
              problem,
              attempts.getOrDefault(problem.id(), List.of()),
              samples,
              grounded.getOrDefault(problem.id(), 0.),
              compared.getOrDefault(problem.id(), 0.),
              ballots(attempted, problem),
              verdicts.get(problem.id())));
    }
    return answered;
  }
}
