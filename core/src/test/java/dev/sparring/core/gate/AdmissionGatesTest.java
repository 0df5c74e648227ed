package dev.sparring.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionGatesTest {
  static final Task TASK =
      Tasks.all().stream().filter(t -> t.name().equals("addition")).findFirst().orElseThrow();
  static final AdmissionGates DEFAULT = Chains.admission("held-out", "novel");
  private static final DropReason MALFORMED = new DropReason.Malformed("no number");

  static ProposedRound round(List<String> keys) {
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String id = "p" + i;
      proposals.add(
          keys.get(i).isEmpty()
              ? Proposal.rejected(id, Completion.NONE, MALFORMED)
              : Proposal.of(new Problem(id, i, keys.get(i), keys.get(i)), Completion.NONE));
    }
    return new ProposedRound(new Round(1, 0, 0, keys.size(), 2), proposals, 0.5);
  }

  static List<String> reasons(ProposedRound round) {
    return round.proposals().stream()
        .map(p -> p.rejection().map(DropReason::text).orElse("admitted"))
        .toList();
  }

  @Test
  void seenDuplicateAndHeldOutProblemsAreRefusedWithTheirReason() {
    String heldOut = TASK.heldOut().get(0);
    String key = ((Parsed.Read<Task.Statement>) TASK.parseProblem(heldOut)).value().key();
    ProposedRound admitted =
        DEFAULT.admit(round(List.of("a", "", "a", "b", key, "c")), Set.of("b"), List.of()).round();
    assertThat(reasons(admitted))
        .containsExactly(
            "admitted", "malformed: no number", "duplicate", "seen", "held-out", "admitted");
    assertThat(admitted.problems()).extracting(Problem::index).containsExactly(0, 5);
    assertThat(admitted.proposals())
        .extracting(p -> p.key().orElse("none"))
        .containsExactly("a", "none", "a", "b", key, "c");
    assertThat(admitted.seconds()).isEqualTo(0.5);
  }

  @Test
  void theFirstGateThatRefusesGivesTheReason() {
    AdmissionGates gates = new AdmissionGates(TASK, List.of(new Never("one"), new Never("two")), 0);
    assertThat(reasons(gates.admit(round(List.of("a")), Set.of(), List.of()).round()))
        .containsExactly("one says no");
  }
}
