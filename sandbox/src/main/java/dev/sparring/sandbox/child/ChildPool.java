package dev.sparring.sandbox.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Children that are ready to run programs. A child that is spoiled, or has run its number of
 * programs, is ended, and another one is started in its place before somebody asks for it.
 */
public final class ChildPool implements AutoCloseable {
  private final ChildLauncher launcher;
  private final int programsPerChild;
  private final Duration patience;
  private final Semaphore places;
  private final Queue<CompletableFuture<Child>> idle = new ArrayDeque<>();
  private final Watchdog watchdog = new Watchdog();
  private final ExecutorService starters;
  private boolean closed;

  /**
   * Starts the children.
   *
   * @param patience how long a child may take to start
   */
  public ChildPool(ChildLauncher launcher, int size, int programsPerChild, Duration patience) {
    this.launcher = launcher;
    this.programsPerChild = programsPerChild;
    this.patience = patience;
    this.places = new Semaphore(size, true);
    this.starters =
        Executors.newFixedThreadPool(
            size,
            task -> {
              Thread thread = new Thread(task, "sandbox-starter");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < size; i++) {
      idle.add(start());
    }
  }

  /** What is done with a child by one user at a time. */
  @FunctionalInterface
  public interface Use<R> {
    R with(Runs child) throws ChildException;
  }

  /** Runs programs on the child that was lent. */
  @FunctionalInterface
  public interface Runs {
    RunReply run(RunRequest request, Duration wall) throws ChildException;
  }

  /**
   * Lends a child for one program.
   *
   * @throws ChildException if none starts, or the one lent fails; that one is replaced
   */
  public <R> R use(Use<R> use) throws ChildException, InterruptedException {
    places.acquire();
    try {
      Child child = take();
      try {
        R result = use.with(child::run);
        giveBack(child, child.countProgram() >= programsPerChild);
        return result;
      } catch (ChildException | RuntimeException e) {
        giveBack(child, true);
        throw e;
      }
    } finally {
      places.release();
    }
  }

  /** Whether an idle child is starting, or has run fewer programs than this. */
  public synchronized boolean fresh(int programs) {
    return idle.stream()
        .filter(child -> !child.isCompletedExceptionally())
        .anyMatch(child -> !child.isDone() || child.join().programs() < programs);
  }

  private Child take() throws ChildException, InterruptedException {
    CompletableFuture<Child> next;
    synchronized (this) {
      next = closed ? null : idle.poll();
    }
    if (next == null) {
      throw new ChildException("the sandbox is closed");
    }
    try {
      return next.get();
    } catch (java.util.concurrent.ExecutionException | CancellationException e) {
      putBack(start());
      Throwable cause = e.getCause();
      throw cause instanceof ChildException known ? known : new ChildException(e.toString(), e);
    } catch (InterruptedException e) {
      putBack(next);
      throw e;
    }
  }

  private void giveBack(Child child, boolean replace) {
    if (replace || child.spoiled()) {
      child.close();
      putBack(start());
    } else {
      putBack(CompletableFuture.completedFuture(child));
    }
  }

  private synchronized void putBack(CompletableFuture<Child> child) {
    if (closed) {
      end(child);
    } else {
      idle.add(child);
    }
  }

  private synchronized CompletableFuture<Child> start() {
    if (closed) {
      return CompletableFuture.failedFuture(new ChildException("the sandbox is closed"));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Child.start(launcher, patience, watchdog);
          } catch (ChildException e) {
            throw new CompletionException(e);
          }
        },
        starters);
  }

  private static void end(CompletableFuture<Child> child) {
    child.whenComplete(
        (started, failure) -> {
          if (started != null) {
            started.close();
          }
        });
  }

  /** Ends all children. Those that run a program make its user fail. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      idle.forEach(ChildPool::end);
      idle.clear();
      starters.shutdown();
      watchdog.close();
    }
  }
}
