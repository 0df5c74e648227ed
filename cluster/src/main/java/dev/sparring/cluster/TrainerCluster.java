package dev.sparring.cluster;

import com.typesafe.config.Config;
import dev.sparring.core.config.Settings;
import dev.sparring.core.config.WorkerSettings;
import dev.sparring.policy.hub.ModelSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Consumer;

/** A trainer that workers of other hosts can join: where it listens, and what it tells them. */
public final class TrainerCluster implements AutoCloseable {
  private static final long SMALLEST_LIMIT = 256L << 20;

  /**
   * An optimizer's state has three fp32 numbers a weight, of which a model has two bytes or more.
   */
  private static final long TIMES_THE_MODEL = 8;

  private final Listening listening;
  private final JoinInfo info;
  private final TrainerEndpoint endpoint;
  private final Consumer<String> note;
  private final WorkerSettings workers;
  private final long largestFile;

  private TrainerCluster(
      Listening listening, JoinInfo info, Path model, WorkerSettings workers, Consumer<String> note)
      throws IOException {
    this.listening = listening;
    this.info = info;
    this.note = note;
    this.workers = workers;
    long bytes = 0;
    for (String name : info.model().keySet()) {
      bytes += Files.size(model.resolve(name));
    }
    this.largestFile = Math.max(SMALLEST_LIMIT, TIMES_THE_MODEL * bytes);
    this.endpoint = new TrainerEndpoint(listening.bind(), listening.tls(), info, model, note);
  }

  /**
   * Listens from now on.
   *
   * @param control where the actor system is, or will be
   * @param version of the program
   * @param model directory of the base model
   * @param note told of workers that are refused
   */
  public static TrainerCluster open(
      Listening listening,
      ControlAddress control,
      Settings settings,
      String version,
      Path model,
      Consumer<String> note) {
    try {
      SortedMap<String, String> sums = ModelSums.of(model);
      JoinInfo info =
          new JoinInfo(
              JoinInfo.PROTOCOL,
              version,
              settings.run().name(),
              UUID.randomUUID().toString(),
              control.system(),
              control.host(),
              control.port(),
              settings.render(),
              sums);
      return new TrainerCluster(listening, info, model, settings.workers(), note);
    } catch (IOException e) {
      throw new ClusterException("can't read the model " + model + ": " + e.getMessage(), e);
    }
  }

  /** The configuration of an actor system that is made for this run. */
  public Config config() {
    return ClusterConfig.node(
        info.system(),
        "trainer",
        listening.host(),
        listening.bind().controlPort(),
        listening.bind().host(),
        listening.bind().controlPort(),
        Optional.empty(),
        listening.tls(),
        workers.heartbeatPause());
  }

  JoinInfo info() {
    return info;
  }

  TrainerEndpoint endpoint() {
    return endpoint;
  }

  /** How long a worker may take to answer that it has given up a piece. */
  Duration patience() {
    return Duration.ofMillis(Math.round(1000 * workers.deadline().least()));
  }

  long largestFile() {
    return largestFile;
  }

  void note(String line) {
    note.accept(line);
  }

  /** One line on how workers join, for people. */
  public String invitation() {
    return String.format(
        Locale.ROOT,
        "workers join with: sparring worker --join %s:%d%s",
        listening.host(),
        listening.bind().port(),
        listening.tls().isPresent() ? " --tls DIR" : "");
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
