package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The chain of gates between the proposer and the solver. The first gate that refuses a problem
 * gives the reason. No proposal is lost: a refused one stays in the round without its problem.
 *
 * @param gates in the order in which they are asked
 */
public record AdmissionGates(List<AdmissionGate> gates) {
  /** The gates of a run. */
  public static AdmissionGates of(Task task) {
    List<AdmissionGate> gates = new ArrayList<>(List.of(new HeldOutGate(task), new NoveltyGate()));
    if (task instanceof CheckedTask checked) {
      gates.addAll(checked.gates());
    }
    return new AdmissionGates(gates);
  }

  /**
   * The round with the problems that all gates admit; of two equal problems the first is asked.
   *
   * @param archive keys of problems that were asked in earlier rounds
   */
  public ProposedRound admit(ProposedRound proposed, Set<String> archive) {
    Set<String> admitted = new HashSet<>();
    KnownProblems known = new KnownProblems(archive, admitted);
    List<Proposal> proposals = new ArrayList<>();
    for (Proposal proposal : proposed.proposals()) {
      Optional<DropReason.Refused> refusal =
          proposal.problem().flatMap(problem -> refuse(problem, known));
      proposal.problem().filter(p -> refusal.isEmpty()).ifPresent(p -> admitted.add(p.key()));
      proposals.add(refusal.<Proposal>map(proposal::refused).orElse(proposal));
    }
    return new ProposedRound(proposed.round(), proposals, proposed.seconds());
  }

  private Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
    return gates.stream().flatMap(gate -> gate.refuse(problem, known).stream()).findFirst();
  }
}
