package dev.sparring.policy.worker;

import dev.sparring.core.StepVersion;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.WorkerSettings;
import dev.sparring.policy.worker.ActiveJob.Piece;
import dev.sparring.policy.worker.WorkerPool.Job;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides which worker does what. The pool works on jobs one after the other, in the order in which
 * they came. Each is cut into pieces ({@link ActiveJob}), and an idle worker gets the next piece
 * that waits. A piece that a lost worker had waits again. A second answer to a piece is recognised
 * by its id and ignored.
 *
 * <p>One worker is the learner: it holds the optimizer's state. The others are told where the
 * weights of a version lie once the learner has published them. When the learner is lost, all jobs
 * are given up and another worker becomes the learner; who submits jobs restores a checkpoint then.
 */
final class Scheduler {
  /**
   * What the scheduler needs to know of a run.
   *
   * @param exchange directory in which workers exchange weights and gradients
   * @param lineage of weights that are computed from now on; no other pool of these workers has it
   * @param elastic whether workers may come while a job is worked on
   * @param nanos a clock
   */
  record Setup(
      LearnSettings learn,
      PolicySettings policy,
      WorkerSettings workers,
      Path exchange,
      long lineage,
      boolean elastic,
      LongSupplier nanos) {}

  /**
   * A piece that goes to a worker.
   *
   * @param id unique in a run; the worker's answer repeats it
   * @param source directory of the needed weights, if they have been published
   */
  record Assignment(String worker, String id, Piece piece, Optional<Path> source) {}

  private static final class Worker {
    private final String device;
    private Optional<String> assignment = Optional.empty();
    private Optional<WeightsVersion> weights;
    private long since;
    private double deadline;
    private double repeatAfter;
    private final PieceDeadlines own;
    private boolean draining;
    private long pieces;
    private double busy;

    private Worker(String device, Optional<WeightsVersion> weights, long now, PieceDeadlines own) {
      this.device = device;
      this.own = own;
      this.weights = weights;
      this.since = now;
    }
  }

  /** A piece of a phase; a repeated one has two assignments. */
  private record InFlight(ActiveJob job, int phase, int piece) {}

  private record Submitted(Job job, long since) {}

  /** How many times longer than usual a piece takes before it is repeated. */
  private static final double SLOW = 1.5;

  private final Setup setup;
  private final PieceDeadlines deadlines;
  private final Map<String, Worker> workers = new LinkedHashMap<>();
  private final Map<String, Worker> silent = new LinkedHashMap<>();
  private final Deque<Submitted> waiting = new ArrayDeque<>();
  private final Map<String, InFlight> inFlight = new HashMap<>();
  private final Map<WeightsVersion, Path> published = new HashMap<>();
  private final List<Map.Entry<Job, Reply>> givenUp = new ArrayList<>();
  private final List<Path> leftovers = new ArrayList<>();
  private final List<WorkerPool.PieceFinished> done = new ArrayList<>();
  private Optional<String> learner = Optional.empty();
  private Optional<ActiveJob> active = Optional.empty();
  private long activeSince;
  private Optional<WeightsVersion> publishing = Optional.empty();
  private WeightsVersion current = WeightsVersion.BASE;
  private long lineage;
  private boolean begun;
  private long assignments;
  private long finished;
  private long ignored;

  Scheduler(Setup setup) {
    this.setup = setup;
    this.deadlines = new PieceDeadlines(setup.workers().deadline());
    this.lineage = setup.lineage();
  }

  /**
   * A worker that can take work, with the weights of the base. The first one becomes the learner,
   * or the next one after the learner was lost.
   */
  void register(String name, String device) {
    silent.remove(name);
    workers.put(
        name,
        new Worker(
            device,
            Optional.of(WeightsVersion.BASE),
            now(),
            new PieceDeadlines(setup.workers().deadline())));
    begun |= workers.size() >= setup.workers().least();
    electLearner();
  }

  private void electLearner() {
    if (learner.isEmpty()) {
      learner =
          workers.entrySet().stream()
              .filter(worker -> !worker.getValue().draining)
              .map(Map.Entry::getKey)
              .findFirst();
    }
  }

  /**
   * A worker has died or left: its piece waits again.
   *
   * @return whether it was the learner
   */
  boolean lost(String name) {
    silent.remove(name);
    return remove(name);
  }

  private boolean remove(String name) {
    Worker worker = workers.remove(name);
    if (worker == null) {
      return false;
    }
    worker.assignment.ifPresent(this::handBack);
    if (!isLearner(name)) {
      return false;
    }
    replaceLearner();
    return true;
  }

  private void handBack(String assignment) {
    InFlight piece = inFlight.remove(assignment);
    if (piece != null && isActive(piece.job()) && !inFlight.containsValue(piece)) {
      piece.job().lost(piece.piece());
    }
  }

  /** What the learner held is gone, so no job can go on; another worker becomes the learner. */
  private void replaceLearner() {
    active.ifPresent(
        job -> {
          givenUp.add(Map.entry(job.job(), new WorkerPool.Abandoned(job.job().job(), true)));
          leftovers.addAll(job.leftovers());
        });
    active = Optional.empty();
    waiting.forEach(
        next ->
            givenUp.add(Map.entry(next.job(), new WorkerPool.Abandoned(next.job().job(), false))));
    waiting.clear();
    inFlight.clear();
    leftovers.addAll(published.values());
    published.clear();
    publishing = Optional.empty();
    current = WeightsVersion.BASE;
    lineage++;
    learner = Optional.empty();
    electLearner();
  }

  /**
   * A worker gives no sign of life. It gets no work until it answers; its piece waits for another
   * worker.
   *
   * @return whether it was the learner
   */
  boolean silent(String name) {
    Worker worker = workers.get(name);
    if (worker == null) {
      return false;
    }
    boolean was = remove(name);
    silent.put(name, worker);
    return was;
  }

  /** A worker that was silent can take work again. What it did meanwhile is of no use. */
  boolean back(String name) {
    Worker worker = silent.remove(name);
    if (worker == null) {
      return false;
    }
    worker.assignment = Optional.empty();
    worker.weights = Optional.empty();
    worker.since = now();
    workers.put(name, worker);
    electLearner();
    return true;
  }

  /**
   * A worker is to leave when it has finished its piece. {@link #left} says when.
   *
   * @return whether it was the learner, whose work is given up
   */
  boolean drain(String name) {
    Worker worker = workers.get(name);
    if (worker == null) {
      return false;
    }
    worker.draining = true;
    if (!isLearner(name)) {
      return false;
    }
    worker.assignment.ifPresent(inFlight::remove);
    replaceLearner();
    return true;
  }

  /** Draining workers that have nothing to do any more; they are forgotten. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    workers.forEach(
        (name, worker) -> {
          if (worker.draining && worker.assignment.filter(inFlight::containsKey).isEmpty()) {
            left.add(name);
          }
        });
    left.forEach(workers::remove);
    return left;
  }

  /** Workers whose piece takes longer than it may; one worker is left to take over. */
  List<String> overdue() {
    List<String> late = new ArrayList<>();
    workers.forEach(
        (name, worker) -> {
          if (worker.assignment.isPresent() && seconds(worker.since) > worker.deadline) {
            late.add(name);
          }
        });
    return late.size() < workers.size() || late.isEmpty() ? late : late.subList(1, late.size());
  }

  /** Whether a worker is the learner. */
  boolean isLearner(String name) {
    return learner.filter(name::equals).isPresent();
  }

  /** Whether there is such a worker, silent or not. */
  boolean knows(String name) {
    return workers.containsKey(name) || silent.containsKey(name);
  }

  /** The device of a worker that is there. */
  String device(String name) {
    return workers.get(name).device;
  }

  /** The round and the policy version of the job that is worked on. */
  StepVersion stepVersion() {
    return active.map(job -> job.job().stepVersion()).orElse(StepVersion.START);
  }

  /** A job to be done after those that were submitted before. */
  void submit(Job job) {
    waiting.add(new Submitted(job, now()));
  }

  /**
   * A worker has answered.
   *
   * @return whether it was silent before
   */
  boolean finished(String name, String id, WeightsVersion weights, WorkResult result) {
    boolean back = silent.containsKey(name) && silent.get(name).assignment.equals(Optional.of(id));
    if (back) {
      back(name);
      ignored++;
      return true;
    }
    Worker worker = workers.get(name);
    InFlight piece = inFlight.remove(id);
    if (worker == null || !worker.assignment.equals(Optional.of(id))) {
      ignored++;
      return false;
    }
    double took = seconds(worker.since);
    worker.assignment = Optional.empty();
    worker.weights = Optional.of(weights);
    worker.since = now();
    if (piece == null) {
      ignored++;
      return false;
    }
    worker.pieces++;
    worker.busy += took;
    finished++;
    done.add(
        new WorkerPool.PieceFinished(
            name, id, piece.job().piece(piece.piece()).item().getClass().getSimpleName(), took));
    boolean current = piece.phase() == piece.job().phase();
    if (current) {
      deadlines.took(piece.job().piece(piece.piece()).item(), took);
      worker.own.took(piece.job().piece(piece.piece()).item(), took);
    }
    if (isLearner(name)) {
      this.current = weights;
    }
    if (piece.job() instanceof PublishJob publish) {
      publishing = Optional.empty();
      if (result instanceof WorkResult.Done) {
        published.put(publish.version(), publish.directory());
      }
    }
    boolean open = isActive(piece.job()) || piece.job() instanceof PublishJob;
    if (open && current && !piece.job().isFinished(piece.piece())) {
      if (inFlight.containsValue(piece) && !result.succeeded()) {
        return false; // the other worker may do better
      }
      piece.job().finished(piece.piece(), result);
    } else {
      ignored++;
    }
    return false;
  }

  /** Pieces that have been finished since the last call. */
  List<WorkerPool.PieceFinished> done() {
    List<WorkerPool.PieceFinished> all = List.copyOf(done);
    done.clear();
    return all;
  }

  private boolean isActive(ActiveJob job) {
    return active.filter(a -> a == job).isPresent();
  }

  /** The replies to jobs that have ended since the last call. */
  List<Map.Entry<Job, Reply>> replies() {
    List<Map.Entry<Job, Reply>> replies = new ArrayList<>(givenUp);
    givenUp.clear();
    while (true) {
      if (active.isPresent() && active.get().reply().isPresent()) {
        replies.add(Map.entry(active.get().job(), active.get().reply().get()));
        leftovers.addAll(active.get().leftovers());
        active = Optional.empty();
      }
      if (active.isPresent() || waiting.isEmpty() || learner.isEmpty() || !begun) { // jobs wait
        return replies;
      }
      Submitted next = waiting.remove();
      activeSince = next.since();
      active = Optional.of(start(next.job()));
    }
  }

  private ActiveJob start(Job job) {
    long begin = now();
    DoubleSupplier seconds = () -> seconds(begin);
    long version = job.stepVersion().policyVersion();
    if (job instanceof WorkerPool.Restore restore) {
      lineage++;
      return new LearnerJob(
          job,
          new WorkItem.Restore(restore.directory()),
          current,
          new WeightsVersion(lineage, version, 0),
          result -> new WorkerPool.Restored(job.job()));
    } else if (!current.isOf(version)) {
      return new RefusedJob(job, "the learner has the weights " + current + ", not " + version);
    } else if (job instanceof WorkerPool.Generate generate) {
      return ShardedJob.of(
          generate, current, expectedWorkers(), setup.policy().decode().slots(), seconds);
    } else if (job instanceof WorkerPool.Adapt adapt) {
      return ShardedJob.of(adapt, current, expectedWorkers(), seconds);
    } else if (job instanceof WorkerPool.Score score) {
      return ShardedJob.of(score, current, expectedWorkers(), seconds);
    } else if (job instanceof WorkerPool.Learn learn) {
      return update(learn, new WeightsVersion(lineage, version + 1, 0), seconds);
    }
    WorkerPool.Save save = (WorkerPool.Save) job;
    return new LearnerJob(
        job,
        new WorkItem.Save(save.directory()),
        current,
        current,
        result -> new WorkerPool.Saved(job.job(), seconds.getAsDouble()));
  }

  /** For how many workers a job is cut up: where others may come, a job has parts for them. */
  private int expectedWorkers() {
    return setup.elastic() ? Math.max(2, workers.size()) : workers.size();
  }

  private ActiveJob update(WorkerPool.Learn learn, WeightsVersion after, DoubleSupplier seconds) {
    if (expectedWorkers() > 1 && setup.learn().shards() > 1 && !learn.episodes().isEmpty()) {
      return new UpdateJob(
          learn,
          current,
          after,
          setup.learn(),
          setup.policy(),
          setup.exchange(),
          published::put,
          seconds);
    }
    return new LearnerJob(
        learn,
        new WorkItem.Learn(learn.episodes(), learn.monitored(), learn.loss(), learn.rate()),
        current,
        after,
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
            .filter(piece -> canWork(name, job.piece(piece)))
            .ifPresent(
                piece -> {
                  job.sent(piece);
                  sent.add(assign(name, job, piece));
                });
      }
    }
    repeatSlowPieces(job, sent);
    return sent;
  }

  /**
   * Gives a piece that takes longer than it usually takes its worker to an idle worker as well: the
   * first answer counts. So one worker that hangs does not hold up the end of a job (backup tasks:
   * Dean and Ghemawat, MapReduce, OSDI 2004, section 3.6).
   */
  private void repeatSlowPieces(ActiveJob job, List<Assignment> sent) {
    Iterator<String> idle = workers.keySet().stream().filter(this::isIdle).toList().iterator();
    if (!idle.hasNext()) {
      return;
    }
    for (Worker worker : List.copyOf(workers.values())) {
      InFlight piece = worker.assignment.map(inFlight::get).orElse(null);
      if (piece != null
          && piece.job() == job
          && seconds(worker.since) > worker.repeatAfter
          && !job.isFinished(piece.piece())
          && Collections.frequency(inFlight.values(), piece) == 1) {
        while (idle.hasNext()) {
          String name = idle.next();
          if (canWork(name, job.piece(piece.piece()))) {
            sent.add(assign(name, job, piece.piece()));
            break;
          }
        }
      }
    }
  }

  private boolean isIdle(String name) {
    Worker worker = workers.get(name);
    return worker != null && worker.assignment.isEmpty() && !worker.draining;
  }

  private boolean canWork(String name, Piece piece) {
    return piece.item() instanceof WorkItem.Restore || hasWeights(name, piece.needed());
  }

  private boolean hasWeights(String name, WeightsVersion needed) {
    return workers.get(name).weights.equals(Optional.of(needed)) || published.containsKey(needed);
  }

  /** Has the learner publish its weights when another worker waits for them. */
  private void publishIfNeeded(ActiveJob job, String name, List<Assignment> sent) {
    if (!job.hasWorkForOthers() || publishing.isPresent() || published.containsKey(current)) {
      return;
    }
    boolean awaited = workers.keySet().stream().anyMatch(w -> isIdle(w) && !hasWeights(w, current));
    if (awaited) {
      PublishJob publish =
          new PublishJob(job.job(), current, ExchangeDirectory.weights(setup.exchange(), current));
      publishing = Optional.of(current);
      publish.sent(0);
      sent.add(assign(name, publish, 0));
    }
  }

  private Assignment assign(String name, ActiveJob job, int piece) {
    String id = job.job().job() + "/" + ++assignments;
    Piece work = job.piece(piece);
    Optional<Path> source = Optional.ofNullable(published.get(work.needed()));
    inFlight.put(id, new InFlight(job, job.phase(), piece));
    Worker worker = workers.get(name);
    worker.assignment = Optional.of(id);
    worker.since = now();
    worker.deadline = deadlines.of(work.item());
    OptionalDouble usual = worker.own.slowest(work.item());
    worker.repeatAfter =
        work.learnerOnly() || work.item().writes().isPresent()
            ? Double.POSITIVE_INFINITY
            : SLOW
                * (usual.isPresent() ? usual : deadlines.slowest(work.item()))
                    .orElse(Double.POSITIVE_INFINITY);
    return new Assignment(name, id, work, source);
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

  /** What everybody does at the moment. */
  PoolStatus status() {
    List<PoolStatus.Worker> all = new ArrayList<>();
    workers.forEach(
        (name, worker) ->
            all.add(
                status(
                    name,
                    worker,
                    worker.draining
                        ? "draining"
                        : worker.assignment.isPresent() ? "working" : "idle")));
    silent.forEach((name, worker) -> all.add(status(name, worker, "silent")));
    List<PoolStatus.Job> jobs = new ArrayList<>();
    active.ifPresent(job -> jobs.add(status(job.job(), activeSince, job.counts())));
    waiting.forEach(next -> jobs.add(status(next.job(), next.since(), new int[3])));
    return new PoolStatus(all, jobs, finished, ignored);
  }

  private PoolStatus.Worker status(String name, Worker worker, String state) {
    return new PoolStatus.Worker(
        name,
        worker.device,
        isLearner(name),
        state,
        worker.weights.map(WeightsVersion::toString).orElse("none"),
        worker.assignment,
        seconds(worker.since),
        worker.assignment.map(piece -> worker.deadline),
        worker.pieces,
        worker.busy > 0 ? 60 * worker.pieces / worker.busy : 0);
  }

  private PoolStatus.Job status(Job job, long since, int[] counts) {
    return new PoolStatus.Job(
        job.job(),
        job.getClass().getSimpleName(),
        actorName(job.replyTo().path().parent().name()),
        seconds(since),
        counts[0],
        counts[1],
        counts[2]);
  }

  /** A guardian is named {@code user} by Akka; in a run it is the orchestrator. */
  private static String actorName(String name) {
    return name.equals("user") ? "orchestrator" : name;
  }

  private long now() {
    return setup.nanos().getAsLong();
  }

  private double seconds(long since) {
    return (now() - since) / 1e9;
  }

  /** A job that can't be done. */
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
