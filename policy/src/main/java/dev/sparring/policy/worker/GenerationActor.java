package dev.sparring.policy.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The actor of a role that writes with the policy. It sends a job to the pool for every request,
 * has the role read the completions, and passes the result on. {@link GenerationJobs} repeats a job
 * that failed.
 *
 * @param <R> the requests that it is sent; it also gets the pool's replies
 * @param <N> what it passes on
 */
public final class GenerationActor<R extends GenerationRole.Request, N>
    extends AbstractBehavior<WireMessage> {
  private final GenerationJobs<R, N> jobs;
  private final Class<R> requests;

  private GenerationActor(
      ActorContext<WireMessage> context, Class<R> requests, GenerationJobs<R, N> jobs) {
    super(context);
    this.requests = requests;
    this.jobs = jobs;
  }

  /**
   * The names of a role in logs.
   *
   * @param role name of the actor in the context of each line
   * @param logger class that the lines come from
   */
  public record LogNames(String role, Class<?> logger) {}

  /**
   * Makes the behavior of a role's actor.
   *
   * @param requests the class of the requests
   * @param role writes the prompts and reads the completions
   * @param sampling how the pool samples
   * @param pool has the completions written
   * @param next is given each request's result, on the actor's thread
   */
  public static <R extends GenerationRole.Request, N> Behavior<WireMessage> create(
      LogNames names,
      Class<R> requests,
      GenerationRole<R, N> role,
      Sampling sampling,
      ActorRef<WorkerPool.Command> pool,
      Consumer<N> next) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(names.logger());
          GenerationActor<R, N> actor =
              new GenerationActor<>(
                  context, requests, new GenerationJobs<>(context, pool, sampling, role, next));
          return Behaviors.withMdc(
              WireMessage.class, StepVersion.role(names.role()), actor::logged, actor);
        });
  }

  private Map<String, String> logged(WireMessage message) {
    Optional<R> request =
        message instanceof WorkerPool.Reply reply
            ? jobs.request(reply.job())
            : Optional.of(requests.cast(message));
    return request.map(r -> r.round().stepVersion().logged()).orElse(Map.of());
  }

  @Override
  public Receive<WireMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(WorkerPool.Reply.class, this::onReply)
        .onMessage(requests, this::onRequest)
        .build();
  }

  private Behavior<WireMessage> onRequest(R request) {
    jobs.send(request);
    return this;
  }

  private Behavior<WireMessage> onReply(WorkerPool.Reply reply) {
    jobs.answered(reply);
    return this;
  }
}
