package dev.sparring.systems.edit;

import dev.sparring.core.Attempt;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.TrainingText;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.AnswerReward;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.core.selfplay.InnerLoop;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Self-edits (SEAL, 2506.10943). The solver writes several texts about a passage from which the
 * passage can be learned. A scratch adapter over the policy learns each, and the policy with it is
 * asked about the passage without seeing it: the share of right replies is the reward. The outer
 * loop is ReST-EM (section 3.1): supervised learning of the best self-edit of each passage, or of
 * all that earn more than the mean. A self-edit that cannot be read earns 0 and is not tried.
 */
public final class SelfEditSelfPlay implements SelfPlay {
  private static final String RANK = "rank";
  private static final String ALPHA = "alpha";
  private static final String RATE = "rate";
  private static final String EPOCHS = "epochs";
  private static final String BATCH = "batch";
  private static final String PASSAGE = "passage";
  private static final String ABOVE_MEAN = "above-mean";

  private final PassageTask task;
  private final InnerLearning learning;
  private final boolean passage;
  private final boolean aboveMean;

  /** As it is before a run sets it; it can't be played like that. */
  public SelfEditSelfPlay() {
    this(null, new InnerLearning(32, 64, 1e-3, 10, 1), true, false);
  }

  private SelfEditSelfPlay(
      PassageTask task, InnerLearning learning, boolean passage, boolean aboveMean) {
    this.task = task;
    this.learning = learning;
    this.passage = passage;
    this.aboveMean = aboveMean;
  }

  @Override
  public String configName() {
    return "self-edit";
  }

  @Override
  public String description() {
    return "a solver writes texts about a passage, a scratch adapter learns each, and questions tell"
        + " what it is worth";
  }

  /** The defaults are the paper's (appendix B). */
  @Override
  public List<NumberOption> options() {
    return List.of(
        NumberOption.count(RANK, 1, learning.rank()),
        new NumberOption(ALPHA, 0.001, 10_000, learning.alpha(), false),
        new NumberOption(RATE, 0, 1, learning.rate(), false),
        NumberOption.count(EPOCHS, 1, learning.epochs()),
        NumberOption.count(BATCH, 1, learning.batch()),
        new NumberOption(PASSAGE, 0, 1, 1, true),
        new NumberOption(ABOVE_MEAN, 0, 1, 0, true));
  }

  @Override
  public SelfPlay with(Task configured, VoteRule vote, NumberValues options) {
    return new SelfEditSelfPlay(
        configured instanceof PassageTask passages ? passages : null,
        new InnerLearning(
            options.count(RANK),
            options.number(ALPHA),
            options.number(RATE),
            options.count(EPOCHS),
            options.count(BATCH)),
        options.count(PASSAGE) == 1,
        options.count(ABOVE_MEAN) == 1);
  }

  @Override
  public Optional<String> objection(Task played) {
    return played instanceof PassageTask
        ? Optional.empty()
        : Optional.of("tasks with passages, such as facts; " + played.name() + " has none");
  }

  @Override
  public Optional<InnerLoop> innerLoop() {
    return Optional.of(new Loop());
  }

  private final class Loop implements InnerLoop {
    @Override
    public Optional<Adaptation> adaptation(Problem problem, Attempt attempt, RandomStream random) {
      return attempt
          .answer()
          .map(
              edit -> {
                List<TrainingText> texts = new ArrayList<>();
                if (passage) {
                  texts.add(task.text(problem.text()));
                }
                texts.addAll(task.texts(problem.text(), edit));
                return adaptation(problem, attempt.id(), texts, random);
              });
    }

    /** No training, and the passage alone. */
    @Override
    public Map<String, Adaptation> controls(Problem problem, RandomStream random) {
      Map<String, Adaptation> controls = new LinkedHashMap<>();
      controls.put("unedited", adaptation(problem, problem.id(), List.of(), random));
      controls.put(
          "passage", adaptation(problem, problem.id(), List.of(task.text(problem.text())), random));
      return controls;
    }

    private Adaptation adaptation(
        Problem problem, String id, List<TrainingText> texts, RandomStream random) {
      return new Adaptation(
          id,
          texts,
          learning,
          task.asked(problem.text()).stream().map(PassageTask.Asked::prompt).toList(),
          random);
    }

    @Override
    public Mark.Judged mark(Problem problem, List<String> replies) {
      List<PassageTask.Asked> asked = task.asked(problem.text());
      List<Mark.TestResult> results = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        Parsed<String> reply = task.parseReply(asked.get(i), replies.get(i));
        boolean right = reply.equals(Parsed.of(asked.get(i).answer()));
        String outcome =
            right ? "right" : reply instanceof Parsed.Read<String> ? "wrong" : Attempt.MALFORMED;
        results.add(new Mark.TestResult(outcome, right, replies.get(i)));
      }
      return Mark.Judged.of(results);
    }
  }

  /**
   * The marks of all self-edits. The label is the best one, the first of several; those after which
   * every reply is right count as its votes, so that gates see how hard a passage is.
   */
  @Override
  public Judgement judge(Checks.Question question, Judgement judgement) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    Optional<String> label = Optional.empty();
    double best = 0;
    int whole = 0;
    for (Attempt attempt : question.attempts()) {
      Mark mark = mark(question, attempt);
      marks.put(attempt.id(), mark);
      if (mark instanceof Mark.Judged judged) {
        whole += judged.whole() ? 1 : 0;
        label = judged.score() > best ? attempt.answer() : label;
        best = Math.max(best, judged.score());
      }
    }
    Verdict vote = judgement.verdict();
    return new Judgement(
        new Verdict(
            vote.problemId(), vote.attempts(), vote.answered(), label, whole, 0, vote.entropy()),
        marks);
  }

  private Mark mark(Checks.Question question, Attempt attempt) {
    if (question.adapted().failed().containsKey(attempt.id())) {
      return new Mark.Unjudged(question.adapted().failed().get(attempt.id()));
    }
    List<String> replies = question.adapted().replies().get(attempt.id());
    return replies == null ? Mark.Judged.NO_ANSWER : new Loop().mark(question.problem(), replies);
  }

  @Override
  public Map<String, Outcome> outcomes(
      Checks.Question question, Judgement judgement, AnswerReward reward, Progress progress) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    judgement
        .marks()
        .forEach(
            (id, mark) ->
                outcomes.put(
                    id,
                    mark instanceof Mark.Judged judged
                        ? new Outcome.Scored(judged.score())
                        : new Outcome.Dropped(((Mark.Unjudged) mark).why())));
    return outcomes;
  }

  @Override
  public RoleLearning learning(Role role, Progress progress) {
    return role.equals(Role.SOLVER)
        ? RoleLearning.imitating(
            aboveMean ? RoleLearning.Selection.ABOVE_MEAN : RoleLearning.Selection.BEST)
        : RoleLearning.FULL;
  }

  @Override
  public Map<String, Double> metrics(ScoredRound scored, Task truths) {
    return new SelfEditMetrics(scored, task).all();
  }
}
