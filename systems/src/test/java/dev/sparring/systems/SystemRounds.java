package dev.sparring.systems;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Turn;
import dev.sparring.core.Turns;
import dev.sparring.core.check.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a round of one problem, 345+678, whose answer is 1023. */
public final class SystemRounds {
  /** Its problem. */
  public static final Problem PROBLEM = new Problem("p", 0, "345+678", "345+678");

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  /** An answer of so many tokens; {@code _} cannot be read. Its id is {@code a} and its number. */
  public SystemRounds answer(String answer, int tokens) {
    boolean read = !answer.equals("_");
    attempts.add(
        new Attempt(
            "a" + attempts.size(),
            PROBLEM.id(),
            attempts.size(),
            completion(read ? "#" + answer : "?", tokens),
            read ? Optional.of(answer) : Optional.empty(),
            read ? "guess" : Attempt.MALFORMED));
    return this;
  }

  /** A turn about answers; {@code _} cannot be read. Its id is {@code t} and its number. */
  public SystemRounds turn(Role role, int group, String about, String reading) {
    turns.add(
        new Turn(
            "t" + turns.size(),
            role,
            PROBLEM.id(),
            group,
            List.of(about.split(" ")),
            completion(reading, 3),
            reading.equals("_") ? Optional.empty() : Optional.of(reading)));
    return this;
  }

  /** The round. */
  public AttemptedRound round() {
    Round round = new Round(1, 0, 7, 1, attempts.size());
    return new AttemptedRound(
            new ProposedRound(round, List.of(Proposal.of(PROBLEM, completion("345+678", 7))), 0),
            attempts,
            Map.of(),
            0)
        .with(new Turns(turns, Map.of(), 0));
  }

  /** Its only question. */
  public Checks.Question question() {
    return Checks.of(round()).get(0);
  }

  /** A completion of so many tokens. */
  public static Completion completion(String text, int tokens) {
    return new Completion(
        new int[] {1}, new int[tokens], new float[tokens], text, Completion.Finish.STOP);
  }
}
