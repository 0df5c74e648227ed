package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Policy;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
import dev.sparring.verifier.Verifier;

/**
 * The actors of a round, each told where its work goes on to. All are watched by their parent: none
 * of them is started again, for a run whose machinery has a bug ends and says so.
 *
 * @param proposer where a round goes in
 * @param worker what holds the policy
 */
record RoundActors(ActorRef<Proposer.Command> proposer, ActorRef<PolicyWorker.Command> worker) {

  /**
   * Starts them, from the last to the first.
   *
   * @param scored where a round comes out
   */
  static RoundActors start(
      ActorContext<?> context,
      Settings settings,
      Task task,
      Policy policy,
      ActorRef<ScoredRound> scored) {
    ActorRef<PolicyWorker.Command> worker = context.spawn(PolicyWorker.create(policy), "worker");
    ActorRef<Verifier.Command> verifier =
        context.spawn(
            Verifier.create(ScoringFactory.scoring(settings, task), scored::tell), "verifier");
    ActorRef<Solver.Command> solver =
        context.spawn(
            Solver.create(
                task,
                settings.sampling(),
                worker,
                attempted -> verifier.tell(new Verifier.Verify(attempted))),
            "solver");
    ActorRef<Proposer.Command> proposer =
        context.spawn(
            Proposer.create(
                task,
                settings.sampling(),
                worker,
                proposed -> solver.tell(new Solver.Solve(proposed))),
            "proposer");
    context.watch(worker);
    context.watch(verifier);
    context.watch(solver);
    context.watch(proposer);
    return new RoundActors(proposer, worker);
  }
}
