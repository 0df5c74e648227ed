package dev.sparring.systems.judge;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.AnswerReward;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.TurnRequest;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One model answers and judges (SERL, 2511.07922). Every two answers to a problem that differ are
 * compared several times, half of the times in the other order. An answer earns what {@link
 * PairwiseRewards} says, one that cannot be read 0. A judgement earns 1 if the answer that it
 * prefers has the higher reward, −1 if it has the lower one or the judgement cannot be read, and 0
 * in a tie.
 *
 * <p>The solver's advantages are multiplied by a = min(e, ½), e the share of the run that is over,
 * and the judge's by max(1 − a, ½): the judge learns first.
 *
 * <p>No problem needs a right answer. Where answers are short and can be equal, the label is the
 * answer with the highest reward.
 */
public final class JudgeSelfPlay implements SelfPlay {
  /** Compares answers. */
  public static final Role JUDGE = new Role("judge");

  private static final String JUDGEMENTS = "judgements";
  private static final String LENGTHS = "lengths";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final double HALF = 0.5;

  private final Task task;
  private final int judgements;
  private final double lengths;

  /** As it is before a run sets it; it can't be played like that. */
  public JudgeSelfPlay() {
    this(null, 0, 0);
  }

  private JudgeSelfPlay(Task task, int judgements, double lengths) {
    this.task = task;
    this.judgements = judgements;
    this.lengths = lengths;
  }

  @Override
  public String configName() {
    return "judge";
  }

  @Override
  public String description() {
    return "a solver answers, and the same model compares the answers in pairs";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(NumberOption.count(JUDGEMENTS, 2, 4), NumberOption.share(LENGTHS, 0.2));
  }

  @Override
  public SelfPlay with(Task configured, VoteRule vote, NumberValues options) {
    return new JudgeSelfPlay(configured, options.count(JUDGEMENTS), options.number(LENGTHS));
  }

  @Override
  public List<Role> roles() {
    return List.of(JUDGE);
  }

  @Override
  public List<TurnRequest> requests(AttemptedRound attempted) {
    List<TurnRequest> requests = new ArrayList<>();
    for (Checks.Question question : Checks.of(attempted)) {
      List<Attempt> answered =
          question.attempts().stream().filter(a -> a.answer().isPresent()).toList();
      int group = 0;
      for (int i = 0; i < answered.size(); i++) {
        for (int j = i + 1; j < answered.size(); j++) {
          Attempt first = answered.get(i);
          Attempt second = answered.get(j);
          if (!first.completion().text().equals(second.completion().text())) {
            int turned = judgements / 2;
            requests.add(request(question, group, first, second, judgements - turned));
            requests.add(request(question, group, second, first, turned));
            group++;
          }
        }
      }
    }
    return requests;
  }

  private TurnRequest request(
      Checks.Question question, int group, Attempt first, Attempt second, int samples) {
    return new TurnRequest(
        JUDGE,
        question.problem(),
        group,
        List.of(first, second),
        task.comparison(
            question.problem().text(), first.completion().text(), second.completion().text()),
        samples);
  }

  /** The id of the answer whose number is the first number in the text. */
  @Override
  public Optional<String> read(TurnRequest request, Completion completion) {
    Matcher number = NUMBER.matcher(completion.text());
    if (!number.find()) {
      return Optional.empty();
    }
    return switch (number.group()) {
      case "1" -> Optional.of(request.about().get(0).id());
      case "2" -> Optional.of(request.about().get(1).id());
      default -> Optional.empty();
    };
  }

  @Override
  public Judgement judge(Checks.Question question, Judgement judgement) {
    Verdict vote = judgement.verdict();
    return new Judgement(
        new Verdict(
            vote.problemId(),
            vote.attempts(),
            vote.answered(),
            PairwiseRewards.of(question, lengths).best(question.attempts()),
            vote.count(),
            vote.runnerUp(),
            vote.entropy()),
        judgement.marks());
  }

  @Override
  public Map<String, Outcome> outcomes(
      Checks.Question question, Judgement judgement, AnswerReward reward, Progress progress) {
    PairwiseRewards rewards = PairwiseRewards.of(question, lengths);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (Attempt attempt : question.attempts()) {
      OptionalDouble own = rewards.of(attempt.id());
      outcomes.put(
          attempt.id(),
          own.isPresent()
              ? new Outcome.Scored(own.getAsDouble())
              : attempt.answer().isEmpty()
                  ? new Outcome.Scored(0)
                  : new Outcome.Dropped(new DropReason.Uncompared()));
    }
    question.turns().forEach(turn -> outcomes.put(turn.id(), judgementEarns(turn, rewards)));
    return outcomes;
  }

  private static Outcome judgementEarns(Turn turn, PairwiseRewards rewards) {
    if (turn.reading().isEmpty()) {
      return new Outcome.Scored(-1);
    }
    OptionalDouble winner = rewards.of(turn.reading().get());
    OptionalDouble loser = rewards.of(PairwiseRewards.loser(turn));
    return winner.isEmpty() || loser.isEmpty()
        ? new Outcome.Dropped(new DropReason.Uncompared())
        : new Outcome.Scored(Math.signum(winner.getAsDouble() - loser.getAsDouble()));
  }

  @Override
  public RoleLearning learning(Role role, Progress progress) {
    double solver = Math.min(progress.before(), HALF);
    if (role.equals(Role.SOLVER)) {
      return new RoleLearning(solver, 1);
    }
    return role.equals(JUDGE) ? new RoleLearning(Math.max(1 - solver, HALF), 1) : RoleLearning.FULL;
  }

  @Override
  public Map<String, Double> metrics(ScoredRound scored, Task truths) {
    return new JudgeMetrics(scored, truths).all();
  }
}
