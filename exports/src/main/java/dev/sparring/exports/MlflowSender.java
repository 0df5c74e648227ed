package dev.sparring.exports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends what a spool holds, on a thread of its own, and tries again while the server is away. */
final class MlflowSender {
  /**
   * What is told.
   *
   * @param server its address
   * @param run name of the run
   * @param parameters its settings
   */
  record Subject(String server, String run, Map<String, String> parameters) {}

  /**
   * How long it waits until it tries again: twice as long each time.
   *
   * @param first after the first failure
   * @param longest at most
   */
  record Pauses(Duration first, Duration longest) {
    static final Pauses USUAL = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  private final MlflowClient client;
  private final MetricSpool spool;
  private final Path file;
  private final Subject subject;
  private final Consumer<String> note;
  private final Pauses pauses;
  private final long begun = System.currentTimeMillis();
  private final Thread thread = new Thread(this::run, "sparring-mlflow");
  private MlflowState state;
  private boolean running;
  private boolean away;

  private String ending = "";
  private boolean closing;
  private boolean done;
  private long stirred;

  /**
   * A sender that has not begun.
   *
   * @param file where it keeps how far it is
   */
  MlflowSender(
      MlflowClient client,
      MetricSpool spool,
      Path file,
      Subject subject,
      Consumer<String> note,
      Pauses pauses)
      throws IOException {
    this.client = client;
    this.spool = spool;
    this.file = file;
    this.subject = subject;
    this.note = note;
    this.pauses = pauses;
    this.state = MlflowState.read(file, subject.server());
    state.write(file);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** There is something to send. */
  synchronized void wake() {
    stirred++;
    notifyAll();
  }

  /** The run has ended. */
  synchronized void ends(String status) {
    ending = status;
    wake();
  }

  /** Waits until all is sent, but not longer than this; what is left stays in the spool. */
  void close(Duration grace) {
    synchronized (this) {
      closing = true;
      wake();
    }
    try {
      thread.join(grace.toMillis());
      boolean left;
      synchronized (this) {
        left = !done;
      }
      thread.interrupt();
      thread.join(1000);
      if (left) {
        note.accept(
            "MLflow at "
                + subject.server()
                + " does not answer; what it has not been told waits in "
                + file.getParent()
                + ": send it with sparring mlflow "
                + file.toAbsolutePath().getParent().getParent());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = pauses.first();
    try {
      while (true) {
        long seen = stirs();
        try {
          boolean over = send();
          if (away) {
            away = false;
            note.accept("MLflow at " + subject.server() + " answers again and has everything");
          }
          if (over) {
            finished();
            return;
          }
          pause = pauses.first();
          await(seen);
        } catch (IOException e) {
          complain(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
          sleep(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(pauses.longest()) > 0 ? pauses.longest() : twice;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run's end waits no longer
    } catch (MlflowClient.RefusedException e) {
      note.accept("MLflow at " + subject.server() + " is told nothing more: " + e.getMessage());
      finished();
    }
  }

  private void complain(String why) {
    if (!away) {
      away = true;
      note.accept("MLflow at " + subject.server() + " is away (" + why + "); metrics wait for it");
    }
  }

  private synchronized long stirs() {
    return stirred;
  }

  private synchronized void await(long seen) throws InterruptedException {
    while (stirred == seen) {
      wait();
    }
  }

  /** A pause, unless the run ends meanwhile: that is tried at once. */
  private synchronized void sleep(Duration pause) throws InterruptedException {
    boolean before = closing;
    long until = System.nanoTime() + pause.toNanos();
    long left = pause.toMillis();
    while (left > 0 && closing == before) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized void finished() {
    done = true;
  }

  private synchronized boolean closing() {
    return closing;
  }

  private synchronized String ending() {
    return ending;
  }

  /** Sends all that there is; whether the run has ended and the server has everything. */
  private boolean send() throws IOException, InterruptedException, MlflowClient.RefusedException {
    boolean last = closing(); // before looking, so that nothing comes after
    if (state.runId().isEmpty()) {
      keep(state.made(client.run(state.id(), subject.run(), begun)));
    }
    if (!state.configured()) {
      client.parameters(state.runId(), subject.parameters());
      keep(state.withConfiguration());
    }
    if (!running) {
      client.status(state.runId(), "RUNNING", Optional.empty());
      running = true;
    }
    while (spool.hasAfter(state.sent())) {
      MetricSpool.Batch batch = spool.after(state.sent(), MlflowClient.METRICS);
      client.metrics(state.runId(), batch.entries());
      keep(state.sent(batch.end()));
    }
    if (last) {
      String how = ending().isEmpty() ? "KILLED" : ending();
      client.status(state.runId(), how, Optional.of(System.currentTimeMillis()));
    }
    return last;
  }

  private void keep(MlflowState next) throws IOException {
    next.write(file);
    state = next;
  }
}
