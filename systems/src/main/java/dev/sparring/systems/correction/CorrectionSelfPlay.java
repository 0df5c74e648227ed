package dev.sparring.systems.correction;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.AnswerReward;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.TurnRequest;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second answer with the first one in view (SCoRe, 2409.12917). The label is what the second
 * answers to a problem agree on, so no truth is needed; {@code solver.reward = truth} is the
 * paper's own setting.
 *
 * <p>In the first stage, a share of the rounds, only second answers are rewarded, and the first
 * ones are held at the base by a multiple of the divergence's coefficient. In the second stage both
 * are rewarded, and a second answer earns a bonus of α times what it earns more than the first one:
 * r(y2) + α·(r(y2) − r(y1)).
 */
public final class CorrectionSelfPlay implements SelfPlay {
  /** Answers again. */
  public static final Role CORRECTOR = new Role("corrector");

  private static final String BONUS = "bonus";
  private static final String STAGE_ONE = "stage-one";
  private static final String HOLD = "hold";

  private final Task task;
  private final VoteRule vote;
  private final double bonus;
  private final double stageOne;
  private final double hold;

  /** As it is before a run sets it; it can't be played like that. */
  public CorrectionSelfPlay() {
    this(null, null, 0, 0, 0);
  }

  private CorrectionSelfPlay(Task task, VoteRule vote, double bonus, double stageOne, double hold) {
    this.task = task;
    this.vote = vote;
    this.bonus = bonus;
    this.stageOne = stageOne;
    this.hold = hold;
  }

  @Override
  public String configName() {
    return "correction";
  }

  @Override
  public String description() {
    return "a solver answers, sees its answer, and answers again";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(
        new NumberOption(BONUS, 0, 1000, 10, false),
        NumberOption.share(STAGE_ONE, 0.3),
        new NumberOption(HOLD, 1, 1000, 10, false));
  }

  @Override
  public SelfPlay with(Task configured, VoteRule rule, NumberValues options) {
    return new CorrectionSelfPlay(
        configured, rule, options.number(BONUS), options.number(STAGE_ONE), options.number(HOLD));
  }

  @Override
  public Optional<String> objection(Task played) {
    return played instanceof CheckedTask
        ? Optional.of("tasks whose answers vote, and " + played.name() + " has tests")
        : SelfPlay.super.objection(played);
  }

  @Override
  public List<Role> roles() {
    return List.of(CORRECTOR);
  }

  /** One second answer to each first one that has an end. */
  @Override
  public List<TurnRequest> requests(AttemptedRound attempted) {
    List<TurnRequest> requests = new ArrayList<>();
    for (Checks.Question question : Checks.of(attempted)) {
      for (Attempt attempt : question.attempts()) {
        if (!attempt.completion().truncated()) {
          requests.add(
              new TurnRequest(
                  CORRECTOR,
                  question.problem(),
                  0,
                  List.of(attempt),
                  task.correction(question.problem().text(), attempt.completion().text()),
                  1));
        }
      }
    }
    return requests;
  }

  @Override
  public Optional<String> read(TurnRequest request, Completion completion) {
    return task.parseAnswer(request.problem().text(), completion.text())
            instanceof Parsed.Read<String> read
        ? Optional.of(read.value())
        : Optional.empty();
  }

  /** The second answers vote. */
  @Override
  public Judgement judge(Checks.Question question, Judgement judgement) {
    return Judgement.vote(
        vote.decide(
            question.problem().id(), question.turns().stream().map(Turn::reading).toList()));
  }

  @Override
  public Map<String, Outcome> outcomes(
      Checks.Question question, Judgement judgement, AnswerReward reward, Progress progress) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    Map<String, Attempt> firsts = new HashMap<>();
    for (Attempt attempt : question.attempts()) {
      firsts.put(attempt.id(), attempt);
      outcomes.put(attempt.id(), reward.of(Role.SOLVER, attempt));
    }
    for (Turn turn : question.turns()) {
      Attempt first = firsts.get(turn.about().get(0));
      Outcome second = reward.of(CORRECTOR, answer(turn, first));
      outcomes.put(
          turn.id(), firstStage(progress) ? second : earns(outcomes.get(first.id()), second));
    }
    return outcomes;
  }

  private boolean firstStage(Progress progress) {
    return progress.before() < stageOne;
  }

  private Outcome earns(Outcome first, Outcome second) {
    return first instanceof Outcome.Scored one && second instanceof Outcome.Scored two
        ? new Outcome.Scored(two.reward() + bonus * (two.reward() - one.reward()))
        : second;
  }

  /** A second answer as the answer that it is. */
  private static Attempt answer(Turn turn, Attempt first) {
    return new Attempt(
        turn.id(),
        turn.problemId(),
        first.sample(),
        turn.completion(),
        turn.reading(),
        turn.reading().isPresent() ? "answer" : Attempt.MALFORMED);
  }

  @Override
  public RoleLearning learning(Role role, Progress progress) {
    return role.equals(Role.SOLVER) && firstStage(progress)
        ? new RoleLearning(0, hold)
        : RoleLearning.FULL;
  }

  @Override
  public Map<String, Double> metrics(ScoredRound scored, Task truths) {
    return new CorrectionMetrics(scored, truths).all();
  }

  @Override
  public Optional<List<ChatMessage>> secondQuestion(String problem, String answer) {
    return Optional.of(task.correction(problem, answer));
  }
}
