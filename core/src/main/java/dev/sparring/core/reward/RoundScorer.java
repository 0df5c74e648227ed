package dev.sparring.core.reward;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.selfplay.AnswerReward;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Gives every proposal and every attempt of a round its one outcome.
 *
 * <p>What was lost to a failure of the infrastructure, or could not be judged for one, is dropped
 * and never gets a reward: a lost attempt does not vote. Where so many attempts at a problem were
 * lost that too few are left for a label, its proposal is dropped as well.
 *
 * @param malformed for proposals that do not parse
 * @param repeated for those that are held out, or have been posed before
 * @param task tells the truth where the solver's reward is {@link SolverReward#TRUTH} or the
 *     proposer's {@link ProposerReward.Rule#TRUTH}, and is not asked otherwise
 * @param play the kind of self-play
 * @param steps rounds of the whole run
 */
public record RoundScorer(
    VoteRule vote,
    SolverRule solver,
    ProposerReward proposer,
    RefusalRule malformed,
    RefusalRule repeated,
    Task task,
    SelfPlay play,
    int steps) {

  /** A scorer of rounds in which nothing follows the first answers. */
  public RoundScorer(
      VoteRule vote,
      SolverRule solver,
      ProposerReward proposer,
      RefusalRule malformed,
      RefusalRule repeated,
      Task task) {
    this(vote, solver, proposer, malformed, repeated, task, new Questions(), 1);
  }

  /**
   * The scored round.
   *
   * @param judgements one a problem, in order
   * @param stopwatch seconds that verification took; read once, when all is done
   * @throws IllegalStateException when an id occurs twice, an attempt answers no problem of the
   *     round, or a proposal has neither a problem nor a rejection
   */
  public ScoredRound score(
      AttemptedRound attempted, List<Judgement> judgements, DoubleSupplier stopwatch) {
    Round round = attempted.proposed().round();
    Ledger ledger = Ledger.of(attempted);
    attempted.failed().forEach((id, lost) -> ledger.close(id, new Outcome.Dropped(lost)));
    attempted.turns().failed().forEach((id, lost) -> ledger.close(id, new Outcome.Dropped(lost)));
    Iterator<Checks.Question> questions = Checks.of(attempted).iterator();
    Iterator<Judgement> judged = judgements.iterator();
    List<Judgement> after = new ArrayList<>();
    List<Proposal> written = attempted.proposed().written();
    Map<String, Integer> sizes = clusters(written);
    for (Proposal proposal : attempted.proposed().proposals()) {
      if (proposal.problem().isEmpty()) {
        ledger.close(proposal.id(), rejected(proposal));
        continue;
      }
      Problem problem = proposal.problem().get();
      Checks.Question question = questions.next();
      Judgement judgement = play.judge(question, judged.next());
      after.add(judgement);
      double reward = closeAttempts(ledger, round, question, judgement);
      double mean = proposer.rule() == ProposerReward.Rule.TRUTH ? shareRight(question) : reward;
      double share = (double) sizes.getOrDefault(problem.key(), 0) / written.size();
      ledger.close(
          proposal.id(),
          round.replays(problem)
              ? new Outcome.Dropped(new DropReason.Replayed())
              : proposal.drawn()
                  ? new Outcome.Dropped(new DropReason.Drawn())
                  : starved(judgement.verdict(), round)
                      ? new Outcome.Dropped(new DropReason.Lost(""))
                      : new Outcome.Scored(proposer.reward(judgement, mean, share)));
    }
    return new ScoredRound(
        attempted, List.copyOf(after), ledger.outcomes(), stopwatch.getAsDouble());
  }

  /**
   * Closes every attempt at one problem, and every turn about it; the mean reward of those that are
   * scored, or 0.
   */
  private double closeAttempts(
      Ledger ledger, Round round, Checks.Question question, Judgement judgement) {
    Problem problem = question.problem();
    Optional<String> truth =
        solver == SolverReward.TRUTH ? task.truth(problem.text()) : Optional.empty();
    AnswerReward reward =
        (role, answer) ->
            judgement.mark(answer.id()).orElse(null) instanceof Mark.Unjudged unjudged
                ? new Outcome.Dropped(unjudged.why())
                : solver.reward(
                    answer,
                    judgement,
                    truth,
                    round.stream(role, problem.index(), answer.sample()).child("reward"));
    Map<String, Outcome> outcomes =
        play.outcomes(question, judgement, reward, new Progress(round.step(), steps));
    outcomes.forEach(ledger::close);
    double sum = 0;
    int scored = 0;
    for (Attempt attempt : question.attempts()) {
      if (outcomes.get(attempt.id()) instanceof Outcome.Scored score) {
        sum += score.reward();
        scored++;
      }
    }
    return scored == 0 ? 0 : sum / scored;
  }

  /** Share of the answers that are right; 0 where nobody knows. */
  private double shareRight(Checks.Question question) {
    Optional<String> truth = task.truth(question.problem().text());
    List<Attempt> attempts = question.attempts();
    long right =
        truth.isEmpty() ? 0 : attempts.stream().filter(a -> a.answer().equals(truth)).count();
    return attempts.isEmpty() ? 0 : (double) right / attempts.size();
  }

  private Outcome rejected(Proposal proposal) {
    DropReason why =
        proposal
            .rejection()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "neither a problem nor a rejection: " + proposal.id()));
    if (why instanceof DropReason.Malformed) {
      return malformed.outcome(new DropReason.Malformed(""));
    }
    return why instanceof DropReason.Refused ? repeated.outcome(why) : new Outcome.Dropped(why);
  }

  /** Whether answers were lost, and too few are left for any label or any judgement. */
  private boolean starved(Verdict verdict, Round round) {
    int left = verdict.attempts();
    return left == 0 || (left < round.samples() && left < vote.minVotes());
  }

  /** The same of problems that are alike; of one that was refused only the key is known. */
  private static Map<String, Integer> alike(List<Proposal> proposals) {
    Map<String, String> texts = new HashMap<>();
    proposals.stream()
        .flatMap(proposal -> proposal.problem().stream())
        .forEach(problem -> texts.put(problem.key(), problem.text()));
    List<String> keys = proposals.stream().flatMap(proposal -> proposal.key().stream()).toList();
    int[] own =
        ProblemClusters.sizes(keys.stream().map(key -> texts.getOrDefault(key, key)).toList());
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (int i = 0; i < own.length; i++) {
      sizes.put(keys.get(i), own[i]);
    }
    return sizes;
  }

  /** How many proposals of the round pose each problem, or one like it, by key. */
  private Map<String, Integer> clusters(List<Proposal> proposals) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    if (proposer.alike()) {
      return alike(proposals);
    }
    for (Proposal proposal : proposals) {
      proposal
          .problem()
          .map(Problem::key)
          .or(proposal::key)
          .ifPresent(key -> sizes.merge(key, 1, Integer::sum));
    }
    return sizes;
  }
}
