package dev.sparring.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.policy.worker.WorkerPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the workers of other hosts for a run, and tells the pool of them: who comes, whose host
 * gives no sign of life, and who is gone.
 */
public final class WorkerRegistry extends AbstractBehavior<WorkerRegistry.Command> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** What it is told. */
  public sealed interface Command {}

  /**
   * Sends all workers away and stops.
   *
   * @param over whether the run is over; else workers try to join again
   */
  public record End(boolean over) implements Command {}

  private record Listed(Receptionist.Listing listing) implements Command {}

  private record Answered(WorkerNode.Reply reply) implements Command {}

  private record Reachability(Address address, boolean reachable) implements Command {}

  private enum Greet implements Command {
    INSTANCE
  }

  private record Remove(Address address) implements Command {}

  private record Gone(String name, ActorRef<RemoteWorker.Command> worker) implements Command {}

  private record Known(ActorRef<WorkerNode.Command> node, ActorRef<RemoteWorker.Command> worker) {}

  private static final Duration BEFORE_REMOVAL = Duration.ofSeconds(3);
  private static final Duration BETWEEN_GREETINGS = Duration.ofSeconds(2);

  private final TimerScheduler<Command> timers;
  private final TrainerCluster cluster;
  private final ActorRef<WorkerPool.Command> pool;
  private final Path scratch;
  private final ObjectMapper mapper;
  private final ActorRef<WorkerNode.Reply> answers;
  private final Set<ActorRef<WorkerNode.Command>> greeted = new HashSet<>();
  private final Map<String, Known> workers = new HashMap<>();
  private int spawned;

  private WorkerRegistry(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      TrainerCluster cluster,
      ActorRef<WorkerPool.Command> pool,
      Path exchange) {
    super(context);
    context.setLoggerName(WorkerRegistry.class);
    this.timers = timers;
    this.cluster = cluster;
    this.pool = pool;
    this.scratch = exchange.resolve("transfer");
    this.mapper =
        JacksonObjectMapperProvider.get(context.getSystem())
            .getOrCreate("jackson-cbor", Optional.empty());
    this.answers = context.messageAdapter(WorkerNode.Reply.class, Answered::new);
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                WorkerNode.KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
    timers.startTimerWithFixedDelay(Greet.INSTANCE, BETWEEN_GREETINGS);
    ActorRef<ClusterEvent.ReachabilityEvent> reachability =
        context.messageAdapter(
            ClusterEvent.ReachabilityEvent.class,
            event ->
                new Reachability(
                    event.member().address(), event instanceof ClusterEvent.ReachableMember));
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(reachability, ClusterEvent.ReachabilityEvent.class));
  }

  /**
   * A registry.
   *
   * @param cluster in whose actor system it runs
   * @param exchange directory of the run in which workers exchange files
   */
  public static Behavior<Command> create(
      TrainerCluster cluster, ActorRef<WorkerPool.Command> pool, Path exchange) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new WorkerRegistry(context, timers, cluster, pool, exchange)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Listed.class, this::onListed)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Reachability.class, this::onReachability)
        .onMessage(Greet.class, this::onGreet)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(End.class, this::onEnd)
        .onMessage(Gone.class, this::onGone)
        .build();
  }

  private Behavior<Command> onListed(Listed listed) {
    Set<ActorRef<WorkerNode.Command>> nodes = listed.listing().getServiceInstances(WorkerNode.KEY);
    greeted.retainAll(nodes);
    for (ActorRef<WorkerNode.Command> node : nodes) {
      if (greeted.add(node)) {
        greet(node);
      }
    }
    return this;
  }

  private void greet(ActorRef<WorkerNode.Command> node) {
    node.tell(new WorkerNode.Hello(cluster.info().incarnation(), answers, false));
  }

  /** Greets again who has not answered: a message to a host that has just come can get lost. */
  private Behavior<Command> onGreet(Greet greet) {
    Set<ActorRef<WorkerNode.Command>> silent = new HashSet<>(greeted);
    workers.values().forEach(known -> silent.remove(known.node()));
    silent.forEach(this::greet);
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    if (!(answered.reply() instanceof WorkerNode.Ready ready)
        || !ready.incarnation().equals(cluster.info().incarnation())) {
      return this;
    }
    Known before = workers.get(ready.name());
    if (!NAME.matcher(ready.name()).matches()) {
      refuse(ready, "a worker's name has letters, digits, dot, hyphen and underscore");
    } else if (before != null && before.node().equals(ready.worker())) {
      return this;
    } else if (before != null && !sameHost(before.node(), ready.worker())) {
      refuse(ready, "there is a worker " + ready.name() + " on another host; give another --name");
    } else {
      if (before != null) {
        pool.tell(new WorkerPool.Leave(ready.name(), "it has come anew"));
        getContext().unwatch(before.worker());
        before
            .worker()
            .tell(
                new RemoteWorker.Dismiss(
                    new WorkerNode.Leave(
                        WorkerNode.Dismissal.REFUSED,
                        "another worker named " + ready.name() + " has come")));
      }
      take(ready);
    }
    return this;
  }

  private static boolean sameHost(
      ActorRef<WorkerNode.Command> one, ActorRef<WorkerNode.Command> other) {
    return one.path().address().getHost().equals(other.path().address().getHost());
  }

  private void refuse(WorkerNode.Ready ready, String why) {
    cluster.note("refused worker " + ready.name() + ": " + why);
    ready.worker().tell(new WorkerNode.Leave(WorkerNode.Dismissal.REFUSED, why));
  }

  private void take(WorkerNode.Ready ready) {
    ActorRef<RemoteWorker.Command> worker =
        getContext()
            .spawn(
                RemoteWorker.create(
                    new RemoteWorker.Setup(
                        ready.name(),
                        ready.worker(),
                        pool,
                        cluster.endpoint().tickets(),
                        scratch,
                        cluster.largestFile(),
                        cluster.patience(),
                        mapper,
                        cluster.endpoint().threads()),
                    cluster.info().incarnation(),
                    ready.device()),
                "remote-" + ++spawned);
    getContext().watchWith(worker, new Gone(ready.name(), worker));
    workers.put(ready.name(), new Known(ready.worker(), worker));
    cluster.endpoint().members().add(ready.name());
  }

  private Behavior<Command> onGone(Gone gone) {
    Known known = workers.get(gone.name());
    if (known != null && known.worker().equals(gone.worker())) {
      workers.remove(gone.name());
      cluster.endpoint().members().remove(gone.name());
    }
    return this;
  }

  /** Whose host is out of reach gets no work; when that lasts, its host is removed. */
  private Behavior<Command> onReachability(Reachability change) {
    workers.forEach(
        (name, known) -> {
          if (known.node().path().address().equals(change.address())) {
            pool.tell(new WorkerPool.Reachable(name, change.reachable()));
          }
        });
    if (change.reachable()) {
      timers.cancel(change.address());
    } else {
      timers.startSingleTimer(change.address(), new Remove(change.address()), BEFORE_REMOVAL);
    }
    return this;
  }

  private Behavior<Command> onRemove(Remove remove) {
    getContext().getLog().warn("{} is out of reach and is removed", remove.address());
    Cluster.get(getContext().getSystem()).manager().tell(new Down(remove.address()));
    return this;
  }

  private Behavior<Command> onEnd(End end) {
    WorkerNode.Leave leave =
        end.over()
            ? new WorkerNode.Leave(WorkerNode.Dismissal.DONE, "the run is over")
            : new WorkerNode.Leave(WorkerNode.Dismissal.AGAIN, "the trainer ends for now");
    greeted.forEach(node -> node.tell(leave));
    return Behaviors.stopped();
  }
}
