package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.sparring.core.Sampling;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.worker.WorkerPool.Generated;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The generation jobs of a role's actor: sends each to the pool, matches replies by job, repeats a
 * job that failed once, and has the role say what a second failure loses. Used from the actor's
 * thread.
 */
final class GenerationJobs<R extends GenerationRole.Request, N> {
  private static final String AGAIN = "-again";

  private final ActorContext<WireMessage> context;
  private final ActorRef<WorkerPool.Command> pool;
  private final Sampling sampling;
  private final GenerationRole<R, N> role;
  private final Consumer<N> next;
  private final Map<String, R> open = new HashMap<>();

  /**
   * Jobs of one actor; none at first.
   *
   * @param context of the actor, which the pool replies to
   * @param next is given the result of each request
   */
  GenerationJobs(
      ActorContext<WireMessage> context,
      ActorRef<WorkerPool.Command> pool,
      Sampling sampling,
      GenerationRole<R, N> role,
      Consumer<N> next) {
    this.context = context;
    this.pool = pool;
    this.sampling = sampling;
    this.role = role;
    this.next = next;
  }

  /** Sends the job of a request to the pool. */
  void send(R request) {
    send(request.job(), request);
  }

  private void send(String job, R request) {
    open.put(job, request);
    pool.tell(role.job(job, request, sampling, context.getSelf().narrow()));
  }

  /** The request that a job in flight is for. */
  Optional<R> request(String job) {
    return Optional.ofNullable(open.get(job));
  }

  /** The pool has replied. A reply to no job in flight is logged and ignored. */
  void answered(WorkerPool.Reply reply) {
    String job = reply.job();
    R request = open.remove(job);
    if (request == null) {
      context.getLog().warn("{} was answered before; this answer is ignored", job);
    } else if (reply instanceof Generated generated) {
      pass(role.read(request, generated));
    } else if (reply instanceof WorkerPool.Failed failed) {
      if (job.endsWith(AGAIN)) {
        pass(role.lost(request, failed.reason()));
      } else {
        context.getLog().warn("{} failed and is sent again: {}", job, failed.reason());
        send(job + AGAIN, request);
      }
    }
  }

  private void pass(N result) {
    context.getLog().info("{}", role.summary(result));
    next.accept(result);
  }
}
