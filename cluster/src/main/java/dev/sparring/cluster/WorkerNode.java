package dev.sparring.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.FailureReason;
import dev.sparring.policy.worker.PolicyThread;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.WeightsVersion;
import dev.sparring.policy.worker.WorkResult;
import dev.sparring.policy.worker.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The worker's side of a worker on another host: fetches the files of a piece of work, has {@link
 * PolicyWorker} do it, sends the files that it wrote, and answers. Registered with the Receptionist
 * under {@link #KEY}.
 */
public final class WorkerNode extends AbstractBehavior<WorkerNode.Command> {
  /** Under which trainers find workers. */
  public static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "sparring-worker");

  /** What a worker is told. */
  public sealed interface Command extends WireMessage {}

  /**
   * A trainer has found the worker; answered with {@link Ready}.
   *
   * @param incarnation of the trainer
   * @param taken whether answers to work go to this address from now on
   */
  public record Hello(String incarnation, ActorRef<Reply> replyTo, boolean taken)
      implements Command {}

  /**
   * Do a piece of work; answered with {@link Ended} or {@link NotDone}.
   *
   * @param id named in the answer
   * @param order a {@link WorkOrder}
   * @param needed the weights to work with
   * @param after the weights after it, if it changes them
   */
  public record Work(
      String id,
      StepVersion stepVersion,
      Payload order,
      WeightsVersion needed,
      WeightsVersion after)
      implements Command {}

  /** Give up what is being worked on; answers are not needed. */
  public enum Abandon implements Command {
    INSTANCE
  }

  /** Give up generating, scoring and learning, now and from now on; saving still works. */
  public enum Cancel implements Command {
    INSTANCE
  }

  /**
   * Leave.
   *
   * @param dismissal whether to come again
   * @param why for people, in one line
   */
  public record Leave(Dismissal dismissal, String why) implements Command {}

  /** Whether a worker that was sent away should come again. */
  public enum Dismissal {
    /** The run is over, or the worker was drained: the process ends with exit code 0. */
    DONE,
    /** The trainer ends for now, or something failed: the worker tries to join again. */
    AGAIN,
    /** The trainer does not want this worker: the process ends with exit code 2. */
    REFUSED
  }

  private record Fetched(Work work, WorkOrder order) implements Command {}

  private record Failed(String id, String why) implements Command {}

  private record Finished(WorkerPool.Finished finished) implements Command {}

  private record Sent(Ended answer) implements Command {}

  /** What a worker says. */
  public sealed interface Reply extends WireMessage {}

  /**
   * The worker can work for this trainer. It has the weights of the base.
   *
   * @param incarnation of the trainer that it has joined
   */
  public record Ready(String name, String device, String incarnation, ActorRef<Command> worker)
      implements Reply {}

  /**
   * A piece is done, failed or given up.
   *
   * @param weights that the worker has now
   * @param result a {@link WorkResult}
   */
  public record Ended(String id, WeightsVersion weights, Payload result) implements Reply {}

  /** Files could not be fetched or sent, so the piece was not done. */
  public record NotDone(String id, String why) implements Reply {}

  /**
   * What a worker is made of.
   *
   * @param name unique in the run
   * @param incarnation of the trainer
   * @param folder for files; emptied by this actor
   * @param mapper of CBOR
   * @param io runs what blocks
   * @param greeted run when the trainer has found the worker
   * @param left told why the worker leaves
   */
  record Setup(
      String name,
      String device,
      String incarnation,
      PolicyThread thread,
      TransferClient client,
      Path folder,
      ObjectMapper mapper,
      Executor io,
      Runnable greeted,
      Consumer<Leave> left) {}

  private final Setup setup;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<WorkerPool.Command> answers;
  private final Map<String, WorkOrder> open = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> abandoned = new HashSet<>();
  private Optional<ActorRef<Reply>> trainer = Optional.empty();

  private WorkerNode(ActorContext<Command> context, Setup setup) {
    super(context);
    context.setLoggerName(WorkerNode.class);
    this.setup = setup;
    this.worker = context.spawn(PolicyWorker.create(setup.name(), setup.thread()), "worker");
    this.answers =
        context.messageAdapter(
            WorkerPool.Command.class,
            command -> new Finished((WorkerPool.Finished) command)); // all that a worker sends
    context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
  }

  static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(context -> new WorkerNode(context, setup));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Hello.class, this::onHello)
        .onMessage(Work.class, this::onWork)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Sent.class, this::onSent)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(Abandon.class, this::onAbandon)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Leave.class, this::onLeave)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onHello(Hello hello) {
    if (hello.incarnation().equals(setup.incarnation())) {
      if (hello.taken()) {
        trainer = Optional.of(hello.replyTo());
      }
      setup.greeted().run();
      hello
          .replyTo()
          .tell(
              new Ready(setup.name(), setup.device(), setup.incarnation(), getContext().getSelf()));
    }
    return this;
  }

  private Behavior<Command> onWork(Work work) {
    accepted.add(work.id());
    getContext()
        .pipeToSelf(
            BlockingIo.on(setup.io(), () -> fetch(work)),
            (order, failure) ->
                failure == null
                    ? new Fetched(work, order)
                    : new Failed(work.id(), FailureReason.of(failure)));
    return this;
  }

  private WorkOrder fetch(Work work) throws IOException {
    Path folder = folder(work.id());
    byte[] cbor = work.order().bytes();
    if (work.order().ticket().isPresent()) {
      Path file = folder.resolve(Payload.FILE);
      setup.client().get(work.order().ticket().get(), Payload.FILE, file);
      cbor = Files.readAllBytes(file);
    }
    WorkOrder order = setup.mapper().readValue(cbor, WorkOrder.class);
    WorkFiles files = order.files();
    List<String> reads = new ArrayList<>();
    for (int i = 0; i < files.reads().size(); i++) {
      reads.add(fetch(files.reads().get(i), folder.resolve("in-" + i)).toString());
    }
    if (files.source().isPresent()) {
      fetch(files.source().get(), source(work.id()));
    }
    Path out = out(work.id());
    Optional<String> writes =
        order.item().writes().map(name -> files.written().map(out::resolve).orElse(out).toString());
    return new WorkOrder(order.item().with(reads, writes), files);
  }

  private Path fetch(WorkFiles.Readable files, Path into) throws IOException {
    Files.createDirectories(into);
    for (String name : files.names()) {
      Path place = into.resolve(name).normalize();
      if (!place.startsWith(into)) {
        throw new IOException("the trainer names a file outside its directory: " + name);
      }
      setup.client().get(files.ticket(), name, place);
    }
    return files.directory() ? into : into.resolve(files.names().get(0));
  }

  private Path folder(String id) {
    return WorkFiles.folder(setup.folder(), id);
  }

  private Path out(String id) {
    return folder(id).resolve("out");
  }

  private Path source(String id) {
    return folder(id).resolve("weights");
  }

  private Behavior<Command> onFetched(Fetched fetched) throws IOException {
    Work work = fetched.work();
    if (abandoned.contains(work.id())) {
      return onFailed(new Failed(work.id(), "it was given up"));
    }
    Files.createDirectories(out(work.id()));
    open.put(work.id(), fetched.order());
    worker.tell(
        new PolicyWorker.Run(
            work.id(),
            work.stepVersion(),
            fetched.order().item(),
            work.needed(),
            work.after(),
            fetched.order().files().source().map(s -> source(work.id()).toString()),
            answers));
    return this;
  }

  private Behavior<Command> onFinished(Finished message) {
    WorkerPool.Finished finished = message.finished();
    WorkFiles files = open.get(finished.id()).files();
    boolean wanted = !abandoned.contains(finished.id());
    getContext()
        .pipeToSelf(
            BlockingIo.on(setup.io(), () -> send(files, finished, wanted)),
            (answer, failure) ->
                failure == null
                    ? new Sent(answer)
                    : new Failed(finished.id(), FailureReason.of(failure)));
    return this;
  }

  private Ended send(WorkFiles files, WorkerPool.Finished finished, boolean wanted)
      throws IOException {
    if (!wanted) {
      return new Ended(
          finished.id(),
          finished.weights(),
          Payload.within(
              setup
                  .mapper()
                  .writerFor(WorkResult.class)
                  .writeValueAsBytes(new WorkResult.Abandoned(true))));
    }
    if (finished.result().succeeded() && files.output().isPresent()) {
      String output = files.output().get();
      for (String name : Tickets.names(out(finished.id()))) {
        setup.client().put(output, name, out(finished.id()).resolve(name));
      }
    }
    byte[] result = setup.mapper().writerFor(WorkResult.class).writeValueAsBytes(finished.result());
    Payload payload = Payload.within(result);
    if (result.length > Payload.LONGEST) {
      setup.client().put(files.answer(), Payload.FILE, result);
      payload = Payload.file(files.answer());
    }
    return new Ended(finished.id(), finished.weights(), payload);
  }

  private Behavior<Command> onSent(Sent sent) {
    forget(sent.answer().id());
    trainer.ifPresent(to -> to.tell(sent.answer()));
    return this;
  }

  private Behavior<Command> onFailed(Failed failed) {
    getContext().getLog().warn("{} is not done: {}", failed.id(), failed.why());
    forget(failed.id());
    trainer.ifPresent(to -> to.tell(new NotDone(failed.id(), failed.why())));
    return this;
  }

  private void forget(String id) {
    accepted.remove(id);
    open.remove(id);
    abandoned.remove(id);
    new ExchangeDirectory(folder(id)).remove();
  }

  private Behavior<Command> onAbandon(Abandon abandon) {
    abandoned.addAll(accepted);
    worker.tell(PolicyWorker.Abandon.INSTANCE);
    return this;
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    worker.tell(PolicyWorker.Cancel.INSTANCE);
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    setup.left().accept(leave);
    return Behaviors.stopped();
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    new ExchangeDirectory(setup.folder()).remove();
    return this;
  }
}
