package dev.sparring.core;

import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole round, which the verifier sends to the orchestrator.
 *
 * @param attempted the round so far
 * @param judgements what the checker said, one a problem, in order
 * @param outcomes the terminal state of every proposal and attempt, by id
 * @param seconds the time verification took
 */
public record ScoredRound(
    AttemptedRound attempted,
    List<Judgement> judgements,
    Map<String, Outcome> outcomes,
    double seconds) {
  /** How far the answers agree, one a problem, in order. */
  public List<Verdict> verdicts() {
    return judgements.stream().map(Judgement::verdict).toList();
  }

  /** What attempts are worth by themselves, by id; empty where only agreement decides. */
  public Map<String, Mark> marks() {
    Map<String, Mark> marks = new LinkedHashMap<>();
    judgements.forEach(judgement -> marks.putAll(judgement.marks()));
    return marks;
  }

  /**
   * Why the round says nothing about the policy: all proposals or all answers were lost, or not one
   * answer could be judged.
   */
  public Optional<DropReason> lost() {
    List<Mark> marks = List.copyOf(marks().values());
    boolean some =
        marks.stream().anyMatch(m -> m instanceof Mark.Judged judged && !judged.tests().isEmpty());
    Optional<DropReason> unjudged =
        marks.stream()
            .filter(Mark.Unjudged.class::isInstance)
            .findFirst()
            .map(mark -> ((Mark.Unjudged) mark).why());
    return attempted.lost().or(() -> some ? Optional.empty() : unjudged);
  }
}
