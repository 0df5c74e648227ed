package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool.Generate;
import dev.sparring.policy.worker.WorkerPool.Generated;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The generation jobs of an actor that writes with the policy: sends each to the pool, matches
 * replies by job, repeats a job that failed once, and tells the actor what was lost for good. Used
 * from the actor's thread.
 *
 * @param <R> what a job is for, for example a round
 */
public final class GenerationJobs<R> {
  /** What the actor does with its jobs. */
  public interface Owner<R> {
    /** The prompts of a request; the same ones each time they are asked for. */
    List<Prompt> prompts(R request);

    /** The round of a request and the weights that it is to be written with. */
    StepVersion stepVersion(R request);

    /** The completions are there. */
    void generated(R request, Generated reply);

    /**
     * The job has failed twice.
     *
     * @param cause of the second failure, in one line
     */
    void lost(R request, String cause);
  }

  private static final String AGAIN = "-again";

  private final ActorContext<?> context;
  private final ActorRef<WorkerPool.Command> pool;
  private final ActorRef<WorkerPool.Reply> replies;
  private final Sampling sampling;
  private final Owner<R> owner;
  private final Map<String, R> open = new HashMap<>();

  /**
   * No jobs yet.
   *
   * @param context of the actor
   * @param replies where the pool answers; the actor hands every reply to {@link #answered}
   */
  public GenerationJobs(
      ActorContext<?> context,
      ActorRef<WorkerPool.Command> pool,
      ActorRef<WorkerPool.Reply> replies,
      Sampling sampling,
      Owner<R> owner) {
    this.context = context;
    this.pool = pool;
    this.replies = replies;
    this.sampling = sampling;
    this.owner = owner;
  }

  /**
   * Sends a job to the pool.
   *
   * @param job its id, unique among all jobs of a run
   */
  public void send(String job, R request) {
    open.put(job, request);
    pool.tell(
        new Generate(job, owner.stepVersion(request), owner.prompts(request), sampling, replies));
  }

  /** The request that a job in flight is for. */
  public Optional<R> request(String job) {
    return Optional.ofNullable(open.get(job));
  }

  /** The pool has replied. A reply to no job in flight is logged and ignored. */
  public void answered(WorkerPool.Reply reply) {
    String job = reply.job();
    R request = open.remove(job);
    if (request == null) {
      context.getLog().warn("{} was answered before; this answer is ignored", job);
    } else if (reply instanceof Generated generated) {
      owner.generated(request, generated);
    } else if (reply instanceof WorkerPool.Failed failed) {
      if (job.endsWith(AGAIN)) {
        owner.lost(request, failed.reason());
      } else {
        context.getLog().warn("{} failed and is sent again: {}", job, failed.reason());
        send(job + AGAIN, request);
      }
    }
  }
}
