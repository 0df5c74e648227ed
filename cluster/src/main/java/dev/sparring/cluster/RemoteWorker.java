package dev.sparring.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.FailureReason;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.WeightsVersion;
import dev.sparring.policy.worker.WorkItem;
import dev.sparring.policy.worker.WorkResult;
import dev.sparring.policy.worker.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The trainer's side of a worker on another host. The pool takes it for a {@link PolicyWorker}: it
 * turns paths of items into tickets, and answers once the files of a result have arrived. When the
 * worker's host is lost, or does not do what it should, the pool hears that the worker has left.
 */
final class RemoteWorker extends AbstractBehavior<RemoteWorker.Command> {
  /** What it is told by the pool, by the worker, and by itself. */
  sealed interface Command {}

  private record FromPool(PolicyWorker.Command command) implements Command {}

  private record FromWorker(WorkerNode.Reply reply) implements Command {}

  private record Prepared(Piece piece, WorkerNode.Work work) implements Command {}

  private record Arrived(Piece piece, WeightsVersion weights, WorkResult result)
      implements Command {}

  private record Broken(Piece piece, String why) implements Command {}

  private record Unanswered(Piece piece) implements Command {}

  /** Goes to the worker as it is; then this actor stops. */
  record Dismiss(WorkerNode.Leave leave) implements Command {}

  /**
   * What it is made of.
   *
   * @param largest bytes of a file that a worker may send
   * @param patience how long after a piece was given up its answer may take
   * @param scratch folder for items and results that are too long for a message
   */
  record Setup(
      String name,
      ActorRef<WorkerNode.Command> worker,
      ActorRef<WorkerPool.Command> pool,
      Tickets tickets,
      Path scratch,
      long largest,
      Duration patience,
      ObjectMapper mapper,
      Executor io) {}

  /** A piece that the pool waits for, and the tickets that were given out for it. */
  private static final class Piece {
    private final PolicyWorker.Run run;
    private final List<String> tickets = new ArrayList<>();
    private Optional<String> output = Optional.empty();
    private boolean abandoned;

    private Piece(PolicyWorker.Run run) {
      this.run = run;
    }
  }

  private final Setup setup;
  private final Map<String, Piece> open = new HashMap<>();
  private Optional<WeightsVersion> weights = Optional.of(WeightsVersion.BASE);

  private RemoteWorker(ActorContext<Command> context, Setup setup) {
    super(context);
    this.setup = setup;
    context.watch(setup.worker());
  }

  /**
   * A worker that has said that it is ready.
   *
   * @param incarnation of this trainer
   * @param device as it says
   */
  static Behavior<Command> create(Setup setup, String incarnation, String device) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(RemoteWorker.class);
          ActorRef<PolicyWorker.Command> forPool =
              context.messageAdapter(PolicyWorker.Command.class, FromPool::new);
          RemoteWorker worker = new RemoteWorker(context, setup);
          setup
              .worker()
              .tell(
                  new WorkerNode.Hello(
                      incarnation,
                      context.messageAdapter(WorkerNode.Reply.class, FromWorker::new),
                      true));
          setup.pool().tell(new WorkerPool.Join(setup.name(), device, forPool));
          return worker;
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FromPool.class, this::onPool)
        .onMessage(FromWorker.class, this::onWorker)
        .onMessage(Prepared.class, this::onPrepared)
        .onMessage(Arrived.class, this::onArrived)
        .onMessage(Broken.class, broken -> leave(broken.why()))
        .onMessage(Unanswered.class, this::onUnanswered)
        .onMessage(Dismiss.class, this::onDismiss)
        .onSignal(Terminated.class, gone -> leave("its host is gone"))
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onPool(FromPool message) {
    if (message.command() instanceof PolicyWorker.Run run) {
      Piece piece = new Piece(run);
      open.put(run.id(), piece);
      Optional<Path> source =
          weights.equals(Optional.of(run.needed())) ? Optional.empty() : run.source().map(Path::of);
      getContext()
          .pipeToSelf(
              BlockingIo.on(setup.io(), () -> prepare(piece, source)),
              (work, failure) ->
                  failure == null
                      ? new Prepared(piece, work)
                      : new Arrived(
                          piece,
                          WeightsVersion.UNKNOWN,
                          new WorkResult.Failed(FailureReason.of(failure))));
    } else if (message.command() instanceof PolicyWorker.Abandon) {
      for (Piece piece : open.values()) {
        piece.abandoned = true;
        getContext().scheduleOnce(setup.patience(), getContext().getSelf(), new Unanswered(piece));
      }
      setup.worker().tell(WorkerNode.Abandon.INSTANCE);
    } else if (message.command() instanceof PolicyWorker.Cancel) {
      setup.worker().tell(WorkerNode.Cancel.INSTANCE);
    } else if (message.command() instanceof PolicyWorker.Dismiss) {
      return onDismiss(
          new Dismiss(new WorkerNode.Leave(WorkerNode.Dismissal.DONE, "it was drained")));
    }
    return this;
  }

  private WorkerNode.Work prepare(Piece piece, Optional<Path> source) throws IOException {
    PolicyWorker.Run run = piece.run;
    WorkItem item = run.item();
    List<WorkFiles.Readable> reads = new ArrayList<>();
    for (String path : item.reads()) {
      reads.add(readable(piece, Path.of(path)));
    }
    Optional<WorkFiles.Readable> weightsFrom = Optional.empty();
    if (source.isPresent()) {
      weightsFrom = Optional.of(readable(piece, source.get()));
    }
    Optional<Path> writes = item.writes().map(Path::of);
    Optional<String> file =
        writes.filter(path -> item.writesFile()).map(path -> path.getFileName().toString());
    piece.output =
        writes.map(
            path ->
                writable(piece, file.isPresent() ? path.toAbsolutePath().getParent() : path, file));
    String answer = writable(piece, scratch(run.id()), Optional.of(Payload.FILE));
    WorkItem nameless =
        item.with(
            IntStream.range(0, item.reads().size()).mapToObj(i -> "in-" + i).toList(),
            item.writes().map(path -> "out"));
    WorkFiles files = new WorkFiles(weightsFrom, reads, piece.output, file, answer);
    byte[] cbor = setup.mapper().writeValueAsBytes(new WorkOrder(nameless, files));
    Payload payload = Payload.within(cbor);
    if (cbor.length > Payload.LONGEST) {
      Path scratch = scratch(run.id());
      Files.createDirectories(scratch);
      Files.write(scratch.resolve(Payload.FILE), cbor);
      String ticket = setup.tickets().forReading(scratch);
      piece.tickets.add(ticket);
      payload = Payload.file(ticket);
    }
    return new WorkerNode.Work(run.id(), run.stepVersion(), payload, run.needed(), run.after());
  }

  private String writable(Piece piece, Path root, Optional<String> only) {
    String ticket = setup.tickets().forWriting(root, only, setup.largest());
    piece.tickets.add(ticket);
    return ticket;
  }

  private WorkFiles.Readable readable(Piece piece, Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    Path root = directory ? path : path.toAbsolutePath().getParent();
    String ticket = setup.tickets().forReading(root);
    piece.tickets.add(ticket);
    return new WorkFiles.Readable(ticket, Tickets.names(path), directory);
  }

  private Path scratch(String id) {
    return WorkFiles.folder(setup.scratch(), id);
  }

  private Behavior<Command> onPrepared(Prepared prepared) {
    if (prepared.piece().abandoned) {
      return onArrived(
          new Arrived(
              prepared.piece(),
              weights.orElse(WeightsVersion.UNKNOWN),
              new WorkResult.Abandoned(false)));
    }
    setup.worker().tell(prepared.work());
    return this;
  }

  private Behavior<Command> onWorker(FromWorker message) {
    if (message.reply() instanceof WorkerNode.Ended ended) {
      Piece piece = open.get(ended.id());
      if (piece == null) {
        getContext().getLog().warn("{} answers to {} again", setup.name(), ended.id());
        return this;
      }
      getContext()
          .pipeToSelf(
              BlockingIo.on(setup.io(), () -> result(piece, ended)),
              (result, failure) ->
                  failure == null
                      ? new Arrived(piece, ended.weights(), result)
                      : new Broken(
                          piece, "its answer can't be used: " + FailureReason.of(failure)));
    } else if (message.reply() instanceof WorkerNode.NotDone not) {
      Piece piece = open.get(not.id());
      if (piece != null && piece.abandoned) {
        return onArrived(
            new Arrived(
                piece, weights.orElse(WeightsVersion.UNKNOWN), new WorkResult.Abandoned(false)));
      } else if (piece != null) {
        return leave("files could not be exchanged: " + not.why());
      }
    }
    return this;
  }

  /** Looks whether everything has arrived. Nothing that arrives later is taken. */
  private WorkResult result(Piece piece, WorkerNode.Ended ended) throws IOException {
    boolean written =
        piece.output.map(ticket -> !setup.tickets().close(ticket).isEmpty()).orElse(false);
    byte[] cbor =
        ended.result().ticket().isPresent()
            ? Files.readAllBytes(scratch(ended.id()).resolve(Payload.FILE))
            : ended.result().bytes();
    WorkResult result = setup.mapper().readValue(cbor, WorkResult.class);
    if (result.succeeded() && piece.output.isPresent() && !written) {
      throw new IOException("the files of " + ended.id() + " have not arrived");
    }
    return result;
  }

  /** Work or its answer was lost on the way, or the worker hangs: it is to come as a new worker. */
  private Behavior<Command> onUnanswered(Unanswered message) {
    return open.containsValue(message.piece()) ? leave("it does not answer") : this;
  }

  private Behavior<Command> onArrived(Arrived arrived) {
    close(arrived.piece());
    weights =
        arrived.result() instanceof WorkResult.Failed
            ? Optional.empty()
            : Optional.of(arrived.weights());
    setup
        .pool()
        .tell(
            new WorkerPool.Finished(
                arrived.piece().run.id(), setup.name(), arrived.weights(), arrived.result()));
    return this;
  }

  private void close(Piece piece) {
    open.remove(piece.run.id());
    piece.tickets.forEach(setup.tickets()::revoke);
    new ExchangeDirectory(scratch(piece.run.id())).remove();
  }

  private Behavior<Command> onDismiss(Dismiss dismiss) {
    getContext().unwatch(setup.worker());
    setup.worker().tell(dismiss.leave());
    return Behaviors.stopped();
  }

  /** The worker is of no use any more; its process may come again as a new worker. */
  private Behavior<Command> leave(String why) {
    setup.pool().tell(new WorkerPool.Leave(setup.name(), why));
    return onDismiss(new Dismiss(new WorkerNode.Leave(WorkerNode.Dismissal.AGAIN, why)));
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    List.copyOf(open.values()).forEach(this::close);
    return this;
  }
}
