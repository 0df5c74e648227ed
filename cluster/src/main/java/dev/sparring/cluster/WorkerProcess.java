package dev.sparring.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Policy;
import dev.sparring.policy.hub.ModelFiles;
import dev.sparring.policy.hub.ModelSums;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.PolicyThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A process that works for a trainer of another process: waits for the trainer, loads the model,
 * works, and joins again when the connection breaks or the trainer comes back.
 */
public final class WorkerProcess {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** How long a worker waits until the trainer has found it. */
  private static final Duration JOINING = Duration.ofSeconds(15);

  private static final int IO_THREADS = 4;
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * What a worker is started with.
   *
   * @param trainer where it listens
   * @param devices one worker each; empty for what the run has configured
   * @param name unique in the run
   * @param host by which the trainer reaches this process; empty for the address that connections
   *     to the trainer come from
   * @param port on which control messages arrive; 0 for any
   * @param advertisedPort by which the trainer reaches that port, where ports are mapped
   * @param version of the program
   * @param rejoinFor how long it waits for a trainer that is not there
   * @param model finds the base model of a run on this host
   * @param cache folder for models that the trainer sends
   * @param note told what happens, in lines for people
   */
  public record Options(
      HostPort trainer,
      List<String> devices,
      String name,
      Optional<TlsFiles> tls,
      Optional<String> host,
      int port,
      Optional<Integer> advertisedPort,
      String version,
      Duration rejoinFor,
      Function<Settings, Optional<Path>> model,
      Path cache,
      Consumer<String> note) {}

  private final Options options;
  private final TransferClient client;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();

  public WorkerProcess(Options options) {
    this.options = options;
    this.client = new TransferClient(options.trainer(), options.tls());
  }

  /** Leaves as soon as possible; {@link #run} returns then. */
  public void stop() {
    stop.complete(null);
  }

  /**
   * Works until the run is over.
   *
   * @return what the last trainer said; empty when this process was stopped
   * @throws ClusterException when the trainer refuses the worker, or is away for too long
   */
  public Optional<String> run() {
    long since = System.nanoTime();
    boolean said = false;
    while (!stop.isDone()) {
      try {
        WorkerNode.Leave leave = session(client.join(options.name(), options.version()));
        since = System.nanoTime();
        said = false;
        switch (leave.dismissal()) {
          case DONE -> {
            return Optional.of(leave.why());
          }
          case REFUSED -> throw new ClusterException(leave.why());
          case AGAIN -> options.note().accept(leave.why() + "; joining again");
        }
      } catch (IOException e) {
        if (System.nanoTime() - since > options.rejoinFor().toNanos()) {
          throw new ClusterException(
              "there was no trainer at "
                  + options.trainer()
                  + " for "
                  + options.rejoinFor().toSeconds()
                  + " s; --rejoin-for sets how long a worker waits",
              e);
        }
        if (!said) {
          options
              .note()
              .accept(
                  "waiting for a trainer at "
                      + options.trainer()
                      + (options.tls().isPresent() ? " with --tls" : " without --tls"));
          said = true;
        }
      }
      pause(BETWEEN_ATTEMPTS);
    }
    return Optional.empty();
  }

  private void pause(Duration duration) {
    try {
      stop.get(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException | ExecutionException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** Joins, works, and gives why it left. */
  private WorkerNode.Leave session(JoinInfo info) throws IOException {
    Settings settings = Settings.parse(info.settings());
    Path model = model(settings, info.model());
    List<String> devices =
        options.devices().isEmpty() ? List.of(settings.policy().device()) : options.devices();
    List<PolicyThread> threads = new ArrayList<>();
    ExecutorService io = Executors.newFixedThreadPool(IO_THREADS);
    Path folder = temporary();
    try {
      for (String device : devices) {
        threads.add(new PolicyThread(Policy.forLearning(model, settings.withDevice(device))));
      }
      CompletableFuture<WorkerNode.Leave> left = new CompletableFuture<>();
      AtomicBoolean greeted = new AtomicBoolean();
      String host = host();
      ActorSystem<Void> system =
          ActorSystem.create(
              guardian(info, devices, threads, folder, io, greeted, left),
              info.system(),
              ClusterConfig.node(
                  info.system(),
                  "worker",
                  host,
                  options.advertisedPort().orElse(options.port()),
                  host,
                  options.port(),
                  Optional.of(
                      String.format(
                          Locale.ROOT,
                          "akka://%s@%s:%d",
                          info.system(),
                          info.controlHost(),
                          info.controlPort())),
                  options.tls(),
                  settings.workers().heartbeatPause()));
      options
          .note()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%s joins run %s of %s with %s",
                  options.name(),
                  info.run(),
                  options.trainer(),
                  String.join(", ", devices)));
      system
          .getWhenTerminated()
          .whenComplete(
              (done, failure) ->
                  left.complete(
                      new WorkerNode.Leave(
                          WorkerNode.Dismissal.AGAIN, "the connection to the trainer is lost")));
      WorkerNode.Leave leave = await(left, info, settings.workers().heartbeatPause(), greeted);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      return leave;
    } finally {
      threads.forEach(PolicyThread::close);
      io.shutdownNow();
      new ExchangeDirectory(folder).remove();
    }
  }

  /**
   * Waits until the worker is sent away, the trainer gives no sign of life for a while, another
   * trainer is there, or the trainer does not count the worker among its own any more.
   *
   * @param greeted whether the trainer has found the worker
   */
  private WorkerNode.Leave await(
      CompletableFuture<WorkerNode.Leave> left,
      JoinInfo info,
      double pauseSeconds,
      AtomicBoolean greeted) {
    long began = System.nanoTime();
    long heard = began;
    while (!stop.isDone()) {
      try {
        return left.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        try {
          TransferClient.Life life = client.alive(firstName());
          if (!life.incarnation().equals(info.incarnation())) {
            return new WorkerNode.Leave(
                WorkerNode.Dismissal.AGAIN, "the trainer has been started again");
          }
          boolean joining = !greeted.get() && System.nanoTime() - began < JOINING.toNanos();
          if (life.member() || joining) {
            heard = System.nanoTime();
          }
        } catch (IOException unreachable) {
          // as good as no answer
        }
        if (System.nanoTime() - heard > pauseSeconds * 1e9) {
          return new WorkerNode.Leave(
              WorkerNode.Dismissal.AGAIN, "the connection to the trainer is lost");
        }
      } catch (InterruptedException | ExecutionException e) {
        Thread.currentThread().interrupt();
        stop();
      }
    }
    return new WorkerNode.Leave(WorkerNode.Dismissal.DONE, "stopped");
  }

  private String firstName() {
    return name(0, options.devices().size());
  }

  /** The name of a worker of this process: with several devices, each has its number behind. */
  private String name(int index, int devices) {
    return devices > 1 ? options.name() + "-" + index : options.name();
  }

  private Behavior<Void> guardian(
      JoinInfo info,
      List<String> devices,
      List<PolicyThread> threads,
      Path folder,
      ExecutorService io,
      AtomicBoolean greeted,
      CompletableFuture<WorkerNode.Leave> left) {
    return Behaviors.setup(
        context -> {
          ObjectMapper mapper =
              JacksonObjectMapperProvider.get(context.getSystem())
                  .getOrCreate("jackson-cbor", Optional.empty());
          for (int i = 0; i < devices.size(); i++) {
            context.spawn(
                WorkerNode.create(
                    new WorkerNode.Setup(
                        name(i, devices.size()),
                        devices.get(i),
                        info.incarnation(),
                        threads.get(i),
                        client,
                        folder.resolve(Integer.toString(i)),
                        mapper,
                        io,
                        () -> greeted.set(true),
                        left::complete)),
                "node-" + i);
          }
          return Behaviors.empty();
        });
  }

  /** The base model on this host, or a copy of the trainer's. */
  private Path model(Settings settings, Map<String, String> expected) throws IOException {
    Optional<Path> here = options.model().apply(settings);
    if (here.isEmpty()) {
      return fetched(expected);
    }
    List<String> differences = ModelSums.differences(expected, ModelSums.of(here.get()));
    if (!differences.isEmpty()) {
      String why =
          "the model "
              + here.get()
              + " is not the trainer's; files that differ: "
              + String.join(", ", differences);
      client.complain(options.name(), why);
      throw new ClusterException(why);
    }
    return here.get();
  }

  private Path fetched(Map<String, String> expected) throws IOException {
    String name = Integer.toHexString(expected.hashCode());
    Path directory = options.cache().resolve(name);
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : expected.entrySet()) {
      if (!ModelFiles.belongs(file.getKey())) {
        throw new IOException("the trainer names a file that is no part of a model");
      }
      Path place = directory.resolve(file.getKey());
      if (!Files.exists(place) || !ModelSums.sum(place).equals(file.getValue())) {
        options.note().accept("fetching " + file.getKey() + " from the trainer");
        client.model(file.getKey(), place);
        if (!ModelSums.sum(place).equals(file.getValue())) {
          throw new IOException(file.getKey() + " of the trainer has another sum than it says");
        }
      }
    }
    return directory;
  }

  /** The address by which the trainer reaches this host: that of connections to the trainer. */
  private String host() throws IOException {
    if (options.host().isPresent()) {
      return options.host().get();
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(options.trainer().host(), options.trainer().port()),
          CONNECT_MILLIS);
      return socket.getLocalAddress().getHostAddress();
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sparring-worker-");
    } catch (IOException e) {
      throw new ClusterException("can't make a temporary folder: " + e.getMessage(), e);
    }
  }
}
