package dev.sparring.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Outcome SCORED = new Outcome.Scored(1);
  private static final Outcome DROPPED = new Outcome.Dropped(new DropReason.NoLabel());

  private final Ledger ledger = new Ledger();

  @Test
  void everyOpenedIdIsCountedOnce() {
    for (String id : List.of("a", "b", "c")) {
      ledger.open(id);
    }
    ledger.close("b", DROPPED);
    ledger.close("a", SCORED);
    ledger.close("c", DROPPED);
    assertThat(ledger.check()).isEqualTo(new OutcomeCounts(1, Map.of("no label", 2)));
    assertThat(ledger.check().total()).isEqualTo(3);
    assertThat(ledger.outcomes().keySet()).containsExactly("a", "b", "c");
  }

  @Test
  void closingTwiceNamesTheIdAndBothOutcomes() {
    ledger.open("a");
    ledger.close("a", SCORED);
    assertThatThrownBy(() -> ledger.close("a", DROPPED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed twice: a (scored, then dropped: no label)");
  }

  @Test
  void closingWhatWasNeverOpenedNamesTheId() {
    assertThatThrownBy(() -> ledger.close("z", SCORED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("z");
  }

  @Test
  void openingTwiceNamesTheId() {
    ledger.open("a");
    assertThatThrownBy(() -> ledger.open("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a");
  }

  @Test
  void idsLeftOpenAreNamed() {
    for (int i = 0; i < 10; i++) {
      ledger.open("id" + i);
    }
    ledger.close("id3", SCORED);
    assertThatThrownBy(ledger::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("left open: id0, id1, id2, id4, id5, id6, id7, id8 and 1 more");
  }

  private static final Completion TEXT =
      new Completion(new int[0], new int[] {1}, new float[1], "", Completion.Finish.STOP);

  private static ScoredRound round(List<String> written, Set<String> lost, Set<String> closed) {
    Problem problem = new Problem("p", 0, "key", "text");
    Proposal proposal =
        new Proposal("p", TEXT, Optional.of(problem), Optional.empty(), Optional.of("key"));
    Map<String, DropReason.Lost> failed = new HashMap<>();
    lost.forEach(id -> failed.put(id, new DropReason.Lost("worker lost")));
    Map<String, Outcome> outcomes = new HashMap<>();
    closed.forEach(id -> outcomes.put(id, SCORED));
    return new ScoredRound(
        new AttemptedRound(
            new ProposedRound(new Round(1, 0, 0, 1, 2), List.of(proposal), 0),
            written.stream()
                .map(id -> new Attempt(id, "p", 0, TEXT, Optional.empty(), Attempt.MALFORMED))
                .toList(),
            failed,
            0),
        List.of(),
        outcomes,
        0);
  }

  @Test
  void aWholeRoundAuditsClean() {
    assertThat(Ledger.audit(round(List.of("a"), Set.of("b"), Set.of("p", "a", "b"))).total())
        .isEqualTo(3);
  }

  @Test
  void anAttemptThatVanishedBetweenTheActorsIsFound() {
    assertThatThrownBy(() -> Ledger.audit(round(List.of("a"), Set.of(), Set.of("p", "a"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 answers were asked for, 1 were written and 0 lost");
  }

  @Test
  void anAttemptBothWrittenAndLostIsFound() {
    assertThatThrownBy(() -> Ledger.audit(round(List.of("a"), Set.of("a"), Set.of("p", "a"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("opened twice: a");
  }

  @Test
  void anOutcomeWithoutAttemptIsFound() {
    assertThatThrownBy(
            () -> Ledger.audit(round(List.of("a", "b"), Set.of(), Set.of("p", "a", "b", "c"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("never opened: c");
  }

  @Test
  void anAttemptWithoutOutcomeIsFound() {
    assertThatThrownBy(() -> Ledger.audit(round(List.of("a", "b"), Set.of(), Set.of("p", "a"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("left open: b");
  }
}
