package dev.sparring.policy.worker;

import dev.sparring.core.Round;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.sample.Prompt;
import java.util.List;

/**
 * What distinguishes one role that writes with the policy from another: its prompts, how it reads
 * the completions, and what it says when there are none. {@link GenerationActor} does the rest.
 *
 * @param <R> the request that the role's actor is sent
 * @param <N> what the role makes of it, for the actor that comes next in the round
 */
public interface GenerationRole<R extends GenerationRole.Request, N> {
  /** A request for which the pool is to write completions. */
  interface Request extends WireMessage {
    /** The round that it belongs to. */
    Round round();

    /** The id of its job, unique among all jobs of a run. */
    String job();
  }

  /** The prompts of a request; the same ones each time they are asked for. */
  List<Prompt> prompts(R request);

  /**
   * Reads completions.
   *
   * @param written one entry a prompt of {@link #prompts}, in order, and the time that it took
   */
  N read(R request, WorkerPool.Generated written);

  /**
   * What a request comes to whose job has failed twice.
   *
   * @param cause of the second failure, in one line
   */
  N lost(R request, String cause);

  /** One line for the log. */
  String summary(N result);
}
