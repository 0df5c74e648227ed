package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Sampling;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.task.Task;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.AdaptationRunner;
import dev.sparring.solver.Solver;
import dev.sparring.solver.TurnWriter;
import dev.sparring.verifier.Verifier;

/**
 * The actors of a round. Each is told where its results go. The orchestrator watches all of them
 * and restarts none: an actor that fails has a bug, and the run ends with its message.
 *
 * @param proposer is sent {@code Propose}
 * @param solver is sent {@code Solve}; its answers go on to the turns about them, to what is tried
 *     with them, and all that to the verifier
 * @param pool has generation, scoring and learning done by the workers
 */
record RoundActors(
    ActorRef<Proposer.Command> proposer,
    ActorRef<Solver.Command> solver,
    ActorRef<WorkerPool.Command> pool) {

  /**
   * Starts them, from the last to the first.
   *
   * @param proposed is sent each round's problems
   * @param scored is sent each scored round
   * @param events is sent what happens to workers
   */
  static RoundActors start(
      ActorContext<?> context,
      Orchestrator.Plan plan,
      ActorRef<ProposedRound> proposed,
      ActorRef<ScoredRound> scored,
      ActorRef<WorkerPool.Event> events) {
    Task task = plan.task();
    Sampling sampling = plan.settings().sampling();
    ActorRef<WorkerPool.Command> pool =
        context.spawn(WorkerPool.create(plan.workers(), events), "pool");
    ActorRef<Verifier.Command> verifier =
        context.spawn(
            Verifier.create(
                plan.checker(),
                ScoringFactory.scoring(plan.settings(), task, plan.play()),
                scored::tell),
            "verifier");
    ActorRef<AdaptationRunner.Command> adaptations =
        context.spawn(
            AdaptationRunner.create(
                plan.play(),
                sampling,
                pool,
                attempted -> verifier.tell(new Verifier.Verify(attempted))),
            "adaptations");
    ActorRef<TurnWriter.Command> turns =
        context.spawn(
            TurnWriter.create(
                plan.play(),
                sampling,
                pool,
                attempted -> adaptations.tell(new AdaptationRunner.Try(attempted))),
            "turns");
    ActorRef<Solver.Command> solver =
        context.spawn(
            Solver.create(
                task, sampling, pool, attempted -> turns.tell(new TurnWriter.Write(attempted))),
            "solver");
    ActorRef<Proposer.Command> proposer =
        context.spawn(
            Proposer.create(
                task, plan.settings().proposer().role(), sampling, pool, proposed::tell),
            "proposer");
    context.watch(pool);
    context.watch(verifier);
    context.watch(adaptations);
    context.watch(turns);
    context.watch(solver);
    context.watch(proposer);
    return new RoundActors(proposer, solver, pool);
  }
}
