package dev.sparring.orchestrator.wire;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Ballot;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Episode;
import dev.sparring.core.Outcome;
import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.TrainingText;
import dev.sparring.core.Turn;
import dev.sparring.core.Turns;
import dev.sparring.core.Verdict;
import dev.sparring.core.WireMessage;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.orchestrator.Orchestrator;
import dev.sparring.policy.Completions;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.learn.ShardReport;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.PoolStatus;
import dev.sparring.policy.worker.WeightsVersion;
import dev.sparring.policy.worker.WorkItem;
import dev.sparring.policy.worker.WorkResult;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.AdaptationRunner;
import dev.sparring.solver.Solver;
import dev.sparring.solver.TurnWriter;
import dev.sparring.verifier.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of each message, filled as in a run. */
final class Messages {
  private static final Round ROUND =
      new Round(
          12,
          11,
          -7,
          3,
          2,
          4,
          List.of(List.of("1+1"), List.of(), List.of("2+2", "3+3")),
          List.of(
              new PastProblem("5+6", "5+6", Optional.of("11"), .5, 7),
              new PastProblem("6+6", "6+6", Optional.empty(), .25, 8)));

  private Messages() {}

  static List<WireMessage> all(
      ActorRef<WorkerPool.Reply> replyTo,
      ActorRef<WorkerPool.Command> pool,
      ActorRef<PolicyWorker.Command> worker,
      ActorRef<PoolStatus> status) {
    List<Episode> episodes =
        List.of(Episode.of("s000012-p000-a00", Role.SOLVER, completion("#7"), -0.75));
    List<Prompt> prompts =
        List.of(
            new Prompt(
                "s000012-p000",
                Role.SOLVER,
                List.of(ChatMessage.system("be brief"), ChatMessage.user("3+4= ½ ≠ \uD83E\uDD4A")),
                ":",
                List.of(ROUND.stream(Role.SOLVER, 0, 0), ROUND.stream(Role.SOLVER, 0, 1))));
    List<WireMessage> all = new ArrayList<>(jobs(prompts, episodes, replyTo));
    items(prompts, episodes)
        .forEach(
            item ->
                all.add(
                    new PolicyWorker.Run(
                        "s000012-solve/7",
                        ROUND.stepVersion(),
                        item,
                        new WeightsVersion(5, 11, 1),
                        new WeightsVersion(5, 12, 0),
                        Optional.of("runs/one/exchange/weights-11-1"),
                        pool)));
    results()
        .forEach(
            result ->
                all.add(
                    new WorkerPool.Finished(
                        "s000012-solve/7", "local-1", new WeightsVersion(5, 11, 1), result)));
    all.add(PolicyWorker.Cancel.INSTANCE);
    all.add(PolicyWorker.Abandon.INSTANCE);
    all.add(PolicyWorker.Dismiss.INSTANCE);
    all.add(new WorkerPool.Join("gpu-7", "cuda:3", worker));
    all.add(new WorkerPool.Leave("gpu-7", "its host is gone"));
    all.add(new WorkerPool.Reachable("gpu-7", false));
    all.add(new WorkerPool.Drain("gpu-7"));
    all.add(new WorkerPool.GetStatus(status));
    all.add(new WorkerPool.Joined("gpu-7", "cuda:3", true));
    all.add(new WorkerPool.Lost("gpu-7", true, "its host is gone"));
    all.add(new WorkerPool.PieceFinished("gpu-7", "s000012-learn/3", "Gradient", 1.5));
    return all;
  }

  private static List<WorkItem> items(List<Prompt> prompts, List<Episode> episodes) {
    UpdatePlan.Shard shard = new UpdatePlan.Shard(episodes, new double[] {0.5});
    return List.of(
        new WorkItem.Generate(prompts, sampling()),
        new WorkItem.Adapt(List.of(adaptation()), sampling()),
        new WorkItem.Score(episodes),
        new WorkItem.Monitor(episodes),
        new WorkItem.Learn(episodes, episodes, loss(), 3e-4),
        new WorkItem.Gradient("solver", true, shard, loss(), "gradient"),
        new WorkItem.Step("", List.of("gradient"), 3e-4, 2),
        new WorkItem.Save("a"),
        new WorkItem.Restore("b"),
        new WorkItem.Publish("c"));
  }

  private static List<WorkResult> results() {
    Scores scores = new Scores(new float[] {-0.1f}, new float[] {0.3f});
    return List.of(
        new WorkResult.Generated(written()),
        new WorkResult.Scored(List.of(scores)),
        new WorkResult.Monitored(
            new MonitoredScores(List.of(scores), List.of(new float[] {-0.2f}))),
        new WorkResult.Learned(report(), 211),
        new WorkResult.GradientWritten(
            new ShardReport(
                Map.of("solver", new ShardReport.RoleSums(9, 0.1, 0.2)), 0.3, 0.4, 0.5, 9, 9)),
        new WorkResult.Stepped(0.7, 211),
        new WorkResult.Done(),
        new WorkResult.Failed("no memory"),
        new WorkResult.Abandoned(true));
  }

  private static List<WireMessage> jobs(
      List<Prompt> prompts, List<Episode> episodes, ActorRef<WorkerPool.Reply> replyTo) {
    return List.of(
        new Proposer.Propose(ROUND),
        new Solver.Solve(proposed()),
        new TurnWriter.Write(attempted()),
        new AdaptationRunner.Try(attempted()),
        new Verifier.Verify(attempted()),
        Orchestrator.Stop.INSTANCE,
        new WorkerPool.Generate("g", ROUND.stepVersion(), prompts, sampling(), replyTo),
        new WorkerPool.Adapt("i", ROUND.stepVersion(), List.of(adaptation()), sampling(), replyTo),
        new WorkerPool.Score("s", ROUND.stepVersion(), episodes, replyTo),
        new WorkerPool.Learn("l", ROUND.stepVersion(), episodes, episodes, loss(), 3e-4, replyTo),
        new WorkerPool.Save("w", ROUND.stepVersion(), "runs/one/checkpoints/.000012.tmp", replyTo),
        new WorkerPool.Restore("r", ROUND.stepVersion(), "runs/one/checkpoints/000010", replyTo),
        WorkerPool.Cancel.INSTANCE,
        new WorkerPool.Generated("g", written(), 0.25),
        new WorkerPool.Scored(
            "s", List.of(new Scores(new float[] {-0.1f}, new float[] {0.3f})), 0.5),
        new WorkerPool.Learned("l", report(), 211, 1.5),
        new WorkerPool.Saved("w", 0.1),
        new WorkerPool.Restored("r"),
        new WorkerPool.Failed("g", "can't allocate 12 GB"),
        new WorkerPool.Abandoned("l", true));
  }

  static ScoredRound scored() {
    return new ScoredRound(
        attempted(),
        List.of(
            new Judgement(
                new Verdict("s000012-p000", 2, 1, Optional.of("7"), 1, 0, Math.log(2)),
                Map.of(
                    "s000012-p000-a00",
                    Mark.Judged.of(List.of(new Mark.TestResult("passed", true, "7"))),
                    "s000012-p000-a01",
                    new Mark.Unjudged(new DropReason.Lost("no child starts"))))),
        Map.of(
            "s000012-p000", new Outcome.Scored(1),
            "s000012-p000-a00", new Outcome.Scored(0),
            "s000012-p001", new Outcome.Dropped(new DropReason.Refused("novel", "seen")),
            "s000012-p002", new Outcome.Dropped(new DropReason.Drawn()),
            "s000012-p000-a01", new Outcome.Dropped(new DropReason.Uncompared()),
            "s000012-p003", new Outcome.Dropped(new DropReason.Replayed())),
        0.001);
  }

  private static AttemptedRound attempted() {
    Attempt read =
        new Attempt(
            "s000012-p000-a00", "s000012-p000", 0, completion("#7"), Optional.of("7"), "guess");
    Attempt unread =
        new Attempt(
            "s000012-p000-a01",
            "s000012-p000",
            1,
            completion("?"),
            Optional.empty(),
            Attempt.MALFORMED);
    return new AttemptedRound(
        proposed(),
        List.of(read, unread),
        Map.of("s000012-p003-a00", new DropReason.Lost("no memory")),
        List.of(
            new Ballot("s000012-p000", Role.BASE, Optional.of("7")),
            new Ballot("s000012-p000", Role.BASE, Optional.empty())),
        new Turns(
            List.of(
                new Turn(
                    "s000012-p000-judge000",
                    new Role("judge"),
                    "s000012-p000",
                    1,
                    List.of("s000012-p000-a00", "s000012-p000-a01"),
                    completion("1"),
                    Optional.of("s000012-p000-a00"))),
            Map.of("s000012-p000-judge001", new DropReason.Lost("no memory")),
            0.5),
        new Adapted(
            Map.of("s000012-p000-a00", List.of("#17", "")),
            Map.of("s000012-p000-a01", new DropReason.Lost("no memory")),
            0.25),
        2.5);
  }

  private static ProposedRound proposed() {
    return new ProposedRound(
        ROUND,
        List.of(
            Proposal.of(new Problem("s000012-p000", 0, "3+4", "3+4"), completion("3+4")),
            Proposal.of(new Problem("s000012-p001", 1, "a+b", "a+b"), completion("a+b"))
                .refused(new DropReason.Refused("novel", "seen"))),
        0.75);
  }

  private static List<Completions> written() {
    return List.of(
        new Completions("s000012-p000", List.of(completion("#7")), Optional.empty()),
        new Completions("s000012-p001", List.of(), Optional.of("a prompt of 99 tokens")));
  }

  private static Completion completion(String text) {
    return new Completion(
        new int[] {1, 2},
        new int[] {151_935, 0},
        new float[] {-0.5f, Float.NEGATIVE_INFINITY},
        text,
        Completion.Finish.LENGTH);
  }

  private static Adaptation adaptation() {
    return new Adaptation(
        "s000012-p000-a00",
        List.of(
            new TrainingText(List.of(ChatMessage.user("<S>473*1=")), "#52"),
            new TrainingText(List.of(), "473:1=52")),
        new InnerLearning(32, 64, 1e-3, 10, 1),
        List.of(List.of(ChatMessage.user("<S>473*2="))),
        ROUND.stream(Role.SOLVER, 0, 0).child("inner"));
  }

  private static Sampling sampling() {
    return new Sampling(0.7, 20, 0.95, 0.05, 24, List.of("\n\n"));
  }

  private static Loss loss() {
    return new Loss.PolicyGradient(
        LearnSettings.Aggregation.SEQUENCE_MEAN,
        64,
        new LearnSettings.Clip(0.2, 0.28, 3),
        new LearnSettings.Kl(0.1, LearnSettings.Estimator.K3),
        1,
        Map.of("solver", 10.));
  }

  private static LearnReport report() {
    return new LearnReport(
        0.1,
        Double.NaN,
        0,
        1e-7,
        0.25,
        Map.of("solver", new LearnReport.RoleReport(0.4, 0.01, 1_000)),
        1_000,
        1);
  }
}
