package dev.sparring.orchestrator.run;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One run's folder:
 *
 * <pre>
 * run.conf                   the resolved configuration; versions as comments
 * metrics.jsonl              one object a step
 * rollouts/000012.jsonl.gz   every problem and attempt of step 12
 * checkpoints/000010/        weights, optimizer, run state, manifest
 * logs/&lt;actor&gt;.log
 * summary.json               when it has ended
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private RunDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the folder of a new run; a name that is taken is refused. */
  public static RunDirectory create(Settings settings) {
    Path path = Path.of(settings.run().directory(), settings.run().name());
    try {
      Files.createDirectories(path.getParent());
      Files.createDirectory(path);
      RunDirectory directory = new RunDirectory(path, lock(path));
      Files.createDirectories(path.resolve("rollouts"));
      Files.createDirectories(path.resolve("checkpoints"));
      Files.createDirectories(path.resolve("logs"));
      Durable.write(path.resolve("run.conf"), Versions.comments() + settings.render());
      return directory;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new RunException(
          "there is a run "
              + path
              + " already; choose another --name, or go on with: sparring train --resume "
              + path,
          e);
    } catch (IOException e) {
      throw new RunException("can't make the run " + path + ": " + Durable.reason(e), e);
    }
  }

  /** Opens the folder of a run that exists, for going on with it. */
  public static RunDirectory open(Path path) {
    requireRun(path);
    return new RunDirectory(path, lock(path));
  }

  /** Throws unless this is a run's folder. */
  public static void requireRun(Path path) {
    if (!Files.isRegularFile(path.resolve("run.conf"))) {
      throw new RunException(path + " is not a run: it has no run.conf");
    }
  }

  private static FileChannel lock(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new RunException("the run " + path + " is being trained by another process");
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw new RunException("the run " + path + " is being trained by this process already", e);
    } catch (IOException e) {
      throw new RunException("can't lock the run " + path + ": " + Durable.reason(e), e);
    }
  }

  /** The configuration that the run was started with. */
  public static Settings settings(Path run) {
    try {
      return Settings.parse(Files.readString(run.resolve("run.conf")));
    } catch (IOException e) {
      throw new RunException("can't read " + run.resolve("run.conf") + ": " + Durable.reason(e), e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** {@code metrics.jsonl}. */
  public static Path metrics(Path run) {
    return run.resolve("metrics.jsonl");
  }

  /** The rollouts of a step. */
  public static Path rollouts(Path run, int step) {
    return run.resolve("rollouts").resolve(String.format("%06d.jsonl.gz", step));
  }

  /** {@code checkpoints}. */
  public static Path checkpoints(Path run) {
    return run.resolve("checkpoints");
  }

  /** Removes metrics and rollouts after a step, so that no step appears twice. */
  public void cutAfter(int step) {
    try {
      MetricsLog.cutAfter(metrics(path), step);
      Files.deleteIfExists(path.resolve("summary.json"));
      try (var files = Files.list(path.resolve("rollouts"))) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (!name.matches("\\d{6,}\\.jsonl\\.gz")
              || Integer.parseInt(name.substring(0, name.indexOf('.'))) > step) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
