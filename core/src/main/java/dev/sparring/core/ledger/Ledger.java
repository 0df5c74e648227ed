package dev.sparring.core.ledger;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Outcome;
import dev.sparring.core.Proposal;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ids of one round and the one outcome of each. An id that is lost, closed twice or made up is
 * a bug of ours, and ends in an {@link IllegalStateException} that names it. Not thread-safe.
 */
public final class Ledger {
  private static final int NAMED = 8;

  private final Map<String, Optional<Outcome>> entries = new LinkedHashMap<>();

  /** A ledger in which every proposal, attempt and turn of the round is open, lost ones too. */
  public static Ledger of(AttemptedRound round) {
    Ledger ledger = new Ledger();
    round.proposed().proposals().stream().map(Proposal::id).forEach(ledger::open);
    round.attempts().stream().map(Attempt::id).forEach(ledger::open);
    round.failed().keySet().stream().sorted().forEach(ledger::open);
    round.turns().written().stream().map(Turn::id).forEach(ledger::open);
    round.turns().failed().keySet().stream().sorted().forEach(ledger::open);
    return ledger;
  }

  /**
   * Audits a round: as many attempts as were asked for were written or lost, and every proposal,
   * attempt and turn has its outcome, and nothing else has one.
   */
  public static OutcomeCounts audit(ScoredRound scored) {
    AttemptedRound round = scored.attempted();
    int asked = round.proposed().problems().size() * round.proposed().round().samples();
    int known = round.attempts().size() + round.failed().size();
    if (asked != known) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "round %s: %d answers were asked for, %d were written and %d lost",
              round.proposed().round().idPrefix(),
              asked,
              round.attempts().size(),
              round.failed().size()));
    }
    Ledger ledger = of(round);
    scored.outcomes().forEach(ledger::close);
    return ledger.check();
  }

  /** Adds an id without an outcome, once. */
  public void open(String id) {
    if (entries.putIfAbsent(id, Optional.empty()) != null) {
      throw new IllegalStateException("opened twice: " + id);
    }
  }

  /** Records how an open id ended, once. */
  public void close(String id, Outcome outcome) {
    Optional<Outcome> before = entries.get(id);
    if (before == null) {
      throw new IllegalStateException("closed but never opened: " + id);
    }
    if (before.isPresent()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "closed twice: %s (%s, then %s)",
              id,
              before.get().label(),
              outcome.label()));
    }
    entries.put(id, Optional.of(outcome));
  }

  /** The ids that have no outcome yet, in the order in which they were opened. */
  public List<String> left() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The outcome of every id, in the order in which they were opened; none may be left open. */
  public Map<String, Outcome> outcomes() {
    List<String> left = left();
    if (!left.isEmpty()) {
      throw new IllegalStateException("left open: " + names(left));
    }
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    entries.forEach((id, outcome) -> outcomes.put(id, outcome.orElseThrow()));
    return Collections.unmodifiableMap(outcomes);
  }

  /** Ends the round: every id has its outcome, and these are their numbers. */
  public OutcomeCounts check() {
    int scored = 0;
    Map<String, Integer> dropped = new TreeMap<>();
    for (Outcome outcome : outcomes().values()) {
      if (outcome instanceof Outcome.Dropped drop) {
        dropped.merge(drop.reason().kind(), 1, Integer::sum);
      } else {
        scored++;
      }
    }
    return new OutcomeCounts(scored, Collections.unmodifiableMap(dropped));
  }

  private static String names(Collection<String> ids) {
    String first = String.join(", ", ids.stream().limit(NAMED).toList());
    return ids.size() <= NAMED ? first : first + " and " + (ids.size() - NAMED) + " more";
  }
}
