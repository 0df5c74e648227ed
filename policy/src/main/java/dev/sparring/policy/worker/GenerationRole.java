package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.sample.Prompt;
import java.util.List;

/**
 * The part of a role that differs from role to role: it writes prompts, reads completions, and says
 * what a failed job loses. {@link GenerationActor} is the part that all roles share.
 *
 * @param <R> the request that the role's actor is sent
 * @param <N> the result, for the actor that comes next in the round
 */
public interface GenerationRole<R extends GenerationRole.Request, N> {
  /** A message that asks a role's actor for a round's completions. */
  interface Request extends WireMessage {
    /** The round that it belongs to. */
    Round round();

    /** The id of its job, unique among all jobs of a run. */
    String job();
  }

  /** The prompts of a request; the same ones each time they are asked for. */
  List<Prompt> prompts(R request);

  /**
   * The job that has a request's completions written: by default that of {@link #prompts}.
   *
   * @param id of the job
   */
  default WorkerPool.Job job(
      String id, R request, Sampling sampling, ActorRef<WorkerPool.Reply> replyTo) {
    return new WorkerPool.Generate(
        id, request.round().stepVersion(), prompts(request), sampling, replyTo);
  }

  /**
   * Reads completions.
   *
   * @param written one entry for each of {@link #prompts}, in their order, and the seconds that it
   *     took
   */
  N read(R request, WorkerPool.Generated written);

  /**
   * The result of a request whose job has failed twice. It names everything that was asked for as
   * lost.
   *
   * @param cause of the second failure, in one line
   */
  N lost(R request, String cause);

  /** One line that describes a result, for the log. */
  String summary(N result);
}
