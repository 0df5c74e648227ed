package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.gate.GroundedGate;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Has the policy asked about the labels of a round, for the gate {@code grounded}. */
final class LabelQuestions {
  private static final int REPLY_TOKENS = 2;

  private LabelQuestions() {}

  /**
   * The job that asks; without prompts where no problem has a label.
   *
   * @param replies to each question
   */
  static WorkerPool.Generate job(
      Round round, ScoredRound scored, int replies, ActorRef<WorkerPool.Reply> replyTo) {
    Map<String, Problem> problems = new HashMap<>();
    scored.attempted().proposed().problems().forEach(p -> problems.put(p.id(), p));
    List<Prompt> prompts = new ArrayList<>();
    for (Verdict verdict : scored.verdicts()) {
      if (verdict.label().isPresent()) {
        Problem problem = problems.get(verdict.problemId());
        RandomStream own = round.stream(Role.SOLVER, problem.index(), 0).child(GroundedGate.NAME);
        prompts.add(
            new Prompt(
                problem.id(),
                Role.SOLVER,
                GroundedGate.question(problem.text(), verdict.label().get()),
                "",
                LongStream.range(0, replies).mapToObj(own::child).toList()));
      }
    }
    return new WorkerPool.Generate(
        round.idPrefix() + "-ground",
        round.stepVersion(),
        prompts,
        Sampling.plain(1, REPLY_TOKENS),
        replyTo);
  }

  /** The share of yes by problem; 0 for one that could not be asked. */
  static Map<String, Double> shares(List<Completions> replies) {
    Map<String, Double> shares = new HashMap<>();
    for (Completions own : replies) {
      shares.put(
          own.id(), GroundedGate.share(own.completions().stream().map(Completion::text).toList()));
    }
    return shares;
  }
}
