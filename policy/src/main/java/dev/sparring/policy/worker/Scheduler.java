package dev.sparring.policy.worker;

import dev.sparring.core.StepVersion;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.policy.worker.ActiveJob.Piece;
import dev.sparring.policy.worker.WorkerPool.Job;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides which worker does what. The pool works on jobs one after the other, in the order in which
 * they came. Each is cut into pieces ({@link ActiveJob}), and an idle worker gets the next piece
 * that waits. A piece that a lost worker had waits again. A second answer to a piece is recognised
 * by its id and ignored.
 *
 * <p>The first worker is the learner, which holds the optimizer's state. The others read weights
 * from the directory in which the learner has published them.
 */
final class Scheduler {
  /**
   * What the scheduler needs to know of a run.
   *
   * @param exchange directory in which workers exchange weights and gradients
   * @param start version of the learner's weights
   * @param nanos a clock, in nanoseconds
   */
  record Setup(
      LearnSettings learn,
      PolicySettings policy,
      Path exchange,
      WeightsVersion start,
      LongSupplier nanos) {}

  /**
   * A piece that goes to a worker.
   *
   * @param id unique in a run; the worker's answer repeats it
   * @param source directory of the needed weights, if they have been published
   */
  record Assignment(String worker, String id, Piece piece, Optional<Path> source) {}

  private static final class Worker {
    private Optional<String> assignment = Optional.empty();
    private Optional<WeightsVersion> weights;

    private Worker(Optional<WeightsVersion> weights) {
      this.weights = weights;
    }
  }

  private record InFlight(ActiveJob job, int piece, String worker) {}

  private final Setup setup;
  private final Map<String, Worker> workers = new LinkedHashMap<>();
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Map<String, InFlight> inFlight = new HashMap<>();
  private final Map<WeightsVersion, Path> published = new HashMap<>();
  private Optional<String> learner = Optional.empty();
  private Optional<ActiveJob> active = Optional.empty();
  private Optional<WeightsVersion> publishing = Optional.empty();
  private WeightsVersion current;
  private final List<Path> leftovers = new ArrayList<>();
  private long assignments;
  private long ignored;

  Scheduler(Setup setup) {
    this.setup = setup;
    this.current = setup.start();
  }

  /** Adds a worker. The first one is the learner, which has the weights of the start. */
  void register(String name) {
    boolean first = learner.isEmpty();
    workers.put(name, new Worker(first ? Optional.of(setup.start()) : Optional.empty()));
    if (first) {
      learner = Optional.of(name);
    }
  }

  /** Removes a worker that has died or left. Its piece waits again. */
  void lost(String name) {
    Worker worker = workers.remove(name);
    if (worker != null) {
      worker
          .assignment
          .map(inFlight::remove)
          .ifPresent(
              piece -> {
                if (isActive(piece.job())) {
                  piece.job().lost(piece.piece());
                }
              });
    }
  }

  /** Whether a worker is the learner. */
  boolean isLearner(String name) {
    return learner.filter(name::equals).isPresent();
  }

  /** The round and the policy version of the job in work. */
  StepVersion stepVersion() {
    return active.map(job -> job.job().stepVersion()).orElse(StepVersion.START);
  }

  /** The number of workers. */
  int workers() {
    return workers.size();
  }

  /** How many answers were ignored because their piece was finished or their job had ended. */
  long ignored() {
    return ignored;
  }

  /** Adds a job, which is worked on after those that were submitted before. */
  void submit(Job job) {
    waiting.add(job);
  }

  /** Takes a worker's answer. */
  void finished(String id, WeightsVersion weights, WorkResult result) {
    InFlight piece = inFlight.remove(id);
    if (piece == null) {
      ignored++;
      return;
    }
    Worker worker = workers.get(piece.worker());
    worker.assignment = Optional.empty();
    worker.weights = Optional.of(weights);
    if (isLearner(piece.worker())) {
      current = weights;
    }
    if (piece.job() instanceof PublishJob publish) {
      publishing = Optional.empty();
      if (result instanceof WorkResult.Done) {
        published.put(publish.version(), publish.directory());
      }
    }
    if (isActive(piece.job()) || piece.job() instanceof PublishJob) {
      piece.job().finished(piece.piece(), result);
    } else {
      ignored++;
    }
  }

  private boolean isActive(ActiveJob job) {
    return active.filter(a -> a == job).isPresent();
  }

  /** The replies to jobs that have ended since the last call. */
  List<Map.Entry<Job, Reply>> replies() {
    List<Map.Entry<Job, Reply>> replies = new ArrayList<>();
    while (true) {
      if (active.isPresent() && active.get().reply().isPresent()) {
        replies.add(Map.entry(active.get().job(), active.get().reply().get()));
        leftovers.addAll(active.get().leftovers());
        active = Optional.empty();
      }
      if (active.isPresent() || waiting.isEmpty() || workers.isEmpty()) {
        return replies;
      }
      active = Optional.of(start(waiting.remove()));
    }
  }

  private ActiveJob start(Job job) {
    long begun = setup.nanos().getAsLong();
    DoubleSupplier seconds = () -> (setup.nanos().getAsLong() - begun) / 1e9;
    WeightsVersion needed = WeightsVersion.of(job.stepVersion().policyVersion());
    if (!needed.equals(current) && !(job instanceof WorkerPool.Restore)) {
      return new RefusedJob(job, "the learner has the weights " + current + ", not " + needed);
    }
    if (job instanceof WorkerPool.Generate generate) {
      return ShardedJob.of(generate, workers.size(), setup.policy().decode().slots(), seconds);
    } else if (job instanceof WorkerPool.Score score) {
      return ShardedJob.of(score, workers.size(), seconds);
    } else if (job instanceof WorkerPool.Learn learn) {
      return update(learn, needed, seconds);
    } else if (job instanceof WorkerPool.Save save) {
      return new LearnerJob(
          job,
          new WorkItem.Save(save.directory()),
          needed,
          needed,
          result -> new WorkerPool.Saved(job.job(), seconds.getAsDouble()));
    }
    WorkerPool.Restore restore = (WorkerPool.Restore) job;
    return new LearnerJob(
        job,
        new WorkItem.Restore(restore.directory()),
        current,
        needed,
        result -> new WorkerPool.Restored(job.job()));
  }

  private ActiveJob update(WorkerPool.Learn learn, WeightsVersion needed, DoubleSupplier seconds) {
    if (workers.size() > 1 && setup.learn().shards() > 1 && !learn.episodes().isEmpty()) {
      return new UpdateJob(
          learn,
          setup.learn(),
          setup.policy().adapter(),
          setup.exchange(),
          published::put,
          seconds);
    }
    return new LearnerJob(
        learn,
        new WorkItem.Learn(learn.episodes(), learn.monitored(), learn.loss(), learn.rate()),
        needed,
        WeightsVersion.of(needed.policyVersion() + 1),
        result -> {
          WorkResult.Learned learned = (WorkResult.Learned) result;
          return new WorkerPool.Learned(
              learn.job(), learned.report(), learned.arrays(), seconds.getAsDouble());
        });
  }

  /** Gives pieces to the workers that are idle now. */
  List<Assignment> assign() {
    List<Assignment> sent = new ArrayList<>();
    if (active.isEmpty()) {
      return sent;
    }
    ActiveJob job = active.get();
    learner.filter(this::isIdle).ifPresent(name -> publishIfNeeded(job, name, sent));
    for (String name : workers.keySet()) {
      if (isIdle(name)) {
        job.waiting(isLearner(name))
            .filter(piece -> canWork(name, job.piece(piece).needed()))
            .ifPresent(
                piece -> {
                  job.sent(piece);
                  sent.add(assign(name, job, piece));
                });
      }
    }
    return sent;
  }

  private boolean isIdle(String name) {
    Worker worker = workers.get(name);
    return worker != null && worker.assignment.isEmpty();
  }

  private boolean canWork(String name, WeightsVersion needed) {
    return workers.get(name).weights.equals(Optional.of(needed)) || published.containsKey(needed);
  }

  /** Has the learner publish its weights when another worker waits for them. */
  private void publishIfNeeded(ActiveJob job, String name, List<Assignment> sent) {
    if (!job.hasWorkForOthers() || publishing.isPresent() || published.containsKey(current)) {
      return;
    }
    boolean awaited = workers.keySet().stream().anyMatch(w -> isIdle(w) && !canWork(w, current));
    if (awaited) {
      Path directory =
          setup.exchange().resolve("weights-" + current.policyVersion() + "-" + current.step());
      PublishJob publish = new PublishJob(job.job(), current, directory);
      publishing = Optional.of(current);
      publish.sent(0);
      sent.add(assign(name, publish, 0));
    }
  }

  private Assignment assign(String name, ActiveJob job, int piece) {
    String id = job.job().job() + "/" + ++assignments;
    inFlight.put(id, new InFlight(job, piece, name));
    workers.get(name).assignment = Optional.of(id);
    Piece work = job.piece(piece);
    return new Assignment(name, id, work, Optional.ofNullable(published.get(work.needed())));
  }

  /** Files of the exchange directory that no job needs any more; each is returned once. */
  List<Path> outdated() {
    List<Path> old = new ArrayList<>(leftovers);
    leftovers.clear();
    published
        .entrySet()
        .removeIf(
            entry -> {
              boolean outdated =
                  !entry.getKey().equals(current)
                      && active.map(job -> !(job instanceof UpdateJob)).orElse(true);
              if (outdated) {
                old.add(entry.getValue());
              }
              return outdated;
            });
    return old;
  }

  /** A job that cannot be done; it ends at once with a failure. */
  private static final class RefusedJob extends ActiveJob {
    private RefusedJob(Job job, String why) {
      super(job);
      end(new WorkerPool.Failed(job.job(), why));
    }

    @Override
    void finishedPhase(List<WorkResult> results) {}
  }

  /** Has the learner publish its weights. */
  private static final class PublishJob extends ActiveJob {
    private final WeightsVersion version;
    private final Path directory;

    private PublishJob(Job job, WeightsVersion version, Path directory) {
      super(job);
      this.version = version;
      this.directory = directory;
      begin(
          List.of(Piece.forLearner(new WorkItem.Publish(directory.toString()), version, version)));
    }

    WeightsVersion version() {
      return version;
    }

    Path directory() {
      return directory;
    }

    @Override
    void finishedPhase(List<WorkResult> results) {}
  }
}
