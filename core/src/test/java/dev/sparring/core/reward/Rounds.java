package dev.sparring.core.reward;

import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Ballot;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Turn;
import dev.sparring.core.Turns;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes rounds for tests: a line a proposal. */
public final class Rounds {
  private final int samples;
  private final List<Proposal> proposals = new ArrayList<>();
  private final List<Ballot> ballots = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private int replayed;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, DropReason.Lost> failed = new LinkedHashMap<>();

  /** A round with this many answers a problem. */
  public Rounds(int samples) {
    this.samples = samples;
  }

  /** A problem and its answers, a word each: {@code _} is malformed, {@code !} is lost. */
  public Rounds problem(String key, String answers) {
    String id = "p" + proposals.size();
    Problem problem = new Problem(id, proposals.size(), key, key);
    proposals.add(Proposal.of(problem, completion(3)));
    String[] words = answers.split(" ");
    for (int i = 0; i < words.length; i++) {
      String attempt = id + "-" + i;
      if (words[i].equals("!")) {
        failed.put(attempt, new DropReason.Lost("worker lost"));
      } else {
        Optional<String> answer = words[i].equals("_") ? Optional.empty() : Optional.of(words[i]);
        attempts.add(
            new Attempt(
                attempt,
                id,
                i,
                completion(2 + i),
                answer,
                answer.isPresent() ? "answer" : Attempt.MALFORMED));
      }
    }
    return this;
  }

  /** Answers of the base to the problem before, as in {@link #problem}. */
  public Rounds ballots(String answers) {
    String id = "p" + (proposals.size() - 1);
    for (String word : answers.split(" ")) {
      Optional<String> answer = word.equals("_") ? Optional.empty() : Optional.of(word);
      ballots.add(new Ballot(id, Role.BASE, answer));
    }
    return this;
  }

  /** A problem of an earlier round that is asked again; after all others. */
  public Rounds replayed(String key, String answers) {
    replayed++;
    return problem(key, answers);
  }

  /** A proposal without a problem. */
  public Rounds rejected(DropReason reason, String key) {
    proposals.add(
        new Proposal(
            "p" + proposals.size(),
            completion(4),
            Optional.empty(),
            Optional.ofNullable(reason),
            Optional.ofNullable(key)));
    return this;
  }

  /** What a vote says about the problems. */
  public List<Judgement> judgements(VoteRule rule) {
    List<Judgement> judgements = new ArrayList<>();
    for (Checks.Question question : Checks.of(build())) {
      List<Optional<String>> answers = question.attempts().stream().map(Attempt::answer).toList();
      judgements.add(Judgement.vote(rule.decide(question.problem().id(), answers)));
    }
    return judgements;
  }

  /** The round. */
  public AttemptedRound build() {
    Round round = new Round(1, 0, 11, proposals.size() - replayed, samples);
    return new AttemptedRound(
        new ProposedRound(round, proposals, 1),
        attempts,
        failed,
        ballots,
        turns(),
        Adapted.NONE,
        2);
  }

  /**
   * A turn about the problem before.
   *
   * @param about numbers of its attempts
   * @param reading {@code _} is unreadable
   */
  public Rounds turn(Role role, int group, List<Integer> about, String reading) {
    String id = "p" + (proposals.size() - 1);
    turns.add(
        new Turn(
            id + "-" + role + turns.size(),
            role,
            id,
            group,
            about.stream().map(n -> id + "-" + n).toList(),
            completion(3),
            reading.equals("_") ? Optional.empty() : Optional.of(reading)));
    return this;
  }

  private Turns turns() {
    return new Turns(turns, Map.of(), 0);
  }

  private static Completion completion(int tokens) {
    int[] ids = new int[tokens];
    return new Completion(new int[] {9}, ids, new float[tokens], "", Completion.Finish.STOP);
  }
}
