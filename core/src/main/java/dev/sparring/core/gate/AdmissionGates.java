package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.config.GateSettings;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The chain of gates between the proposer and the solver. The first gate that refuses a problem
 * gives the reason. No proposal is lost: a refused one stays in the round without its problem.
 */
public final class AdmissionGates {
  private final Task task;
  private final List<AdmissionGate> gates;
  private final double epsilon;
  private final ShinglesCache cache = new ShinglesCache();

  /**
   * A chain.
   *
   * @param gates in the order in which they are asked
   * @param epsilon share of problems that pass whatever the gates say, from 0 to 1; a gate that
   *     never yields refuses them all the same
   */
  public AdmissionGates(Task task, List<AdmissionGate> gates, double epsilon) {
    this.task = task;
    this.gates = List.copyOf(gates);
    this.epsilon = epsilon;
  }

  /** The chain that a configuration describes. */
  public static AdmissionGates of(Task task, GateSettings settings) {
    List<AdmissionGate> gates = new ArrayList<>();
    for (String name : settings.admission()) {
      AdmissionGate gate = Gates.admission(name).orElseThrow();
      gates.add(gate.with(task, settings.values(gate)));
    }
    if (task instanceof CheckedTask checked) {
      gates.addAll(checked.gates());
    }
    return new AdmissionGates(task, gates, settings.epsilon());
  }

  /**
   * A round after the gates.
   *
   * @param round with the problems that all gates admit
   * @param report what each gate did
   */
  public record Admitted(ProposedRound round, GateReport report) {}

  /**
   * Asks the gates about each problem in order; of two equal problems the first is asked.
   *
   * @param archive keys of problems that were asked in earlier rounds
   * @param pool problems of earlier rounds
   */
  public Admitted admit(ProposedRound proposed, Set<String> archive, List<PastProblem> pool) {
    KnownProblems known = new KnownProblems(task, proposed.round(), archive, pool, cache);
    GateReport.Builder report = new GateReport.Builder(gates);
    List<Proposal> proposals = new ArrayList<>();
    for (Proposal proposal : proposed.proposals()) {
      if (proposal.rejection().filter(DropReason.Malformed.class::isInstance).isPresent()) {
        report.malformed();
      }
      Optional<DropReason.Refused> refusal =
          proposal.problem().flatMap(problem -> refuse(problem, known, report));
      proposal.problem().filter(p -> refusal.isEmpty()).ifPresent(known::admit);
      proposals.add(refusal.<Proposal>map(proposal::refused).orElse(proposal));
    }
    return new Admitted(
        new ProposedRound(proposed.round(), proposals, proposed.seconds()), report.build());
  }

  private Optional<DropReason.Refused> refuse(
      Problem problem, KnownProblems known, GateReport.Builder report) {
    for (AdmissionGate gate : gates) {
      Optional<DropReason.Refused> refusal = gate.refuse(problem, known);
      boolean leaks = refusal.isPresent() && gate.yields() && known.leak(problem) < epsilon;
      report.add(gate, refusal, leaks);
      if (refusal.isPresent() && !leaks) {
        return refusal;
      }
    }
    return Optional.empty();
  }
}
