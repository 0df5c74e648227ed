package dev.sparring.orchestrator.run;

import dev.sparring.core.config.Settings;
import dev.sparring.policy.hub.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One run's folder:
 *
 * <pre>
 * run.conf                   the resolved configuration; versions and plug-ins as comments
 * base.sha256                the sums of the model that it began with
 * checker                    what judgements depend on, where they do
 * metrics.jsonl              one object a step
 * rollouts/000012.jsonl.gz   every problem and attempt of step 12
 * checkpoints/000010/        weights, optimizer, run state, manifest
 * logs/&lt;actor&gt;.log
 * summary.json               when it has ended
 * lock                       held by the process that trains
 * </pre>
 *
 * <p>{@code run.conf} is written last when a run is made: a folder that has it is a run, and one of
 * which a dead process made only the rest, with nothing in its folders, can be made again.
 */
public final class RunDirectory implements AutoCloseable {
  private static final String CONFIGURATION = "run.conf";
  private static final String BASE = "base.sha256";
  private static final String CHECKER = "checker";
  private static final List<String> FOLDERS = List.of("rollouts", "checkpoints", "logs");
  private static final Set<String> UNFINISHED =
      Set.of(
          "lock",
          BASE,
          CHECKER,
          "." + BASE + ".tmp",
          "." + CHECKER + ".tmp",
          "." + CONFIGURATION + ".tmp");
  private final Path path;
  private final FileChannel lock;

  private RunDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder of a new run; a name that is taken, or that {@code run.name} does not take, is
   * refused.
   *
   * @param model the directory of the base model
   * @param checker what judgements depend on, one line; empty where they depend on nothing
   */
  public static RunDirectory create(Settings settings, Path model, String checker) {
    String name = settings.named(settings.run().name()).run().name();
    Path path = Path.of(settings.run().directory(), name);
    try {
      refuseTaken(path);
      boolean fresh = !Files.exists(path);
      Files.createDirectories(path);
      RunDirectory directory = new RunDirectory(path, lock(path));
      try {
        refuseTaken(path);
        directory.makeFolders();
        DurableFiles.write(path.resolve(BASE), Manifest.of(model, Manifest::ofModel).text());
        if (!checker.isEmpty()) {
          DurableFiles.write(path.resolve(CHECKER), checker + "\n");
        }
        directory.configure(settings);
        DurableFiles.syncDirectory(path.toAbsolutePath().getParent());
        return directory;
      } catch (RuntimeException e) {
        directory.close();
        throw e;
      } catch (IOException e) {
        directory.close();
        if (fresh && !Files.exists(path.resolve(CONFIGURATION))) {
          DurableFiles.delete(path);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new RunException("can't make the run " + path + ": " + DurableFiles.reason(e), e);
    }
  }

  private static void refuseTaken(Path path) throws IOException {
    if (Files.isRegularFile(path.resolve(CONFIGURATION))) {
      throw new RunException(
          "there is a run "
              + path
              + " already; choose another --name, or go on with: sparring train --resume "
              + path);
    }
    for (Path entry : RunContents.list(path)) {
      String name = entry.getFileName().toString();
      if (FOLDERS.contains(name) && !RunContents.list(entry).isEmpty()) {
        throw new RunException(
            entry
                + " holds files of a run that has lost its run.conf; put "
                + path.resolve(CONFIGURATION)
                + " back, or choose another --name");
      }
      if (!FOLDERS.contains(name) && !UNFINISHED.contains(name)) {
        throw new RunException(
            "there is a folder " + path + " already that is no run; choose another --name");
      }
    }
  }

  /** Opens the folder of a run that exists, for going on with it. */
  public static RunDirectory open(Path path) {
    requireRun(path);
    RunDirectory directory = new RunDirectory(path, lock(path));
    try {
      directory.makeFolders();
      return directory;
    } catch (IOException e) {
      directory.close();
      throw new RunException("can't open the run " + path + ": " + DurableFiles.reason(e), e);
    }
  }

  private void makeFolders() throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(path.resolve(folder));
    }
  }

  /** Writes down the configuration that the run has from now on. */
  public void configure(Settings settings) throws IOException {
    DurableFiles.write(
        path.resolve(CONFIGURATION),
        Versions.comments() + UsedPlugins.of(settings).comments() + settings.render());
    DurableFiles.syncDirectory(path);
  }

  /**
   * Throws unless the base model is the one that the run began with: it is the reference policy.
   *
   * @param model the directory of the base model
   */
  public void requireBase(Path model) throws IOException {
    Path file = path.resolve(BASE);
    if (!Files.isDirectory(model) || !Files.isRegularFile(file)) {
      return; // the first is said by the one who loads it; of the second, nothing is known
    }
    Map<String, String> then = Manifest.parse(Files.readString(file)).sums();
    Map<String, String> now = Manifest.of(model, Manifest::ofModel).sums();
    TreeSet<String> changed = new TreeSet<>(now.keySet());
    changed.removeIf(name -> !ModelFiles.belongs(name)); // others share the hub's cache, and add
    changed.addAll(then.keySet());
    changed.removeIf(name -> Objects.equals(then.get(name), now.get(name)));
    if (!changed.isEmpty()) {
      throw new RunException(
          "the base model "
              + model
              + " is not what the run "
              + path
              + " began with ("
              + String.join(", ", changed)
              + "); put it back to go on, for it is the reference policy");
    }
  }

  /**
   * Throws unless judgements depend on the same as when the run began.
   *
   * @param checker what they depend on now
   */
  public void requireChecker(String checker) throws IOException {
    Path file = path.resolve(CHECKER);
    String then = Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    if (!then.equals(checker)) {
      throw new RunException(
          "the run "
              + path
              + " began with answers judged by \""
              + then
              + "\", and this machine has \""
              + checker
              + "\"; go on where the same is there, or name its sandbox.backend");
    }
  }

  /**
   * Throws unless the plug-ins that these settings use are those that the run began with.
   *
   * @throws RunException in one line
   */
  public void requirePlugins(Settings now) throws IOException {
    UsedPlugins.read(Files.readString(path.resolve(CONFIGURATION)))
        .requireSame(UsedPlugins.of(now), path);
  }

  /** Throws unless this is a run's folder. */
  public static void requireRun(Path path) {
    if (!Files.isRegularFile(path.resolve(CONFIGURATION))) {
      throw new RunException(path + " is not a run: it has no run.conf");
    }
  }

  private static FileChannel lock(Path path) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new RunException("the run " + path + " is being trained by another process");
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw new RunException("the run " + path + " is being trained by this process already", e);
    } catch (IOException e) {
      close(channel);
      throw new RunException("can't lock the run " + path + ": " + DurableFiles.reason(e), e);
    } catch (RunException e) {
      close(channel);
      throw e;
    }
  }

  /** The configuration that the run was started with. */
  public static Settings settings(Path run) {
    try {
      return Settings.parse(Files.readString(run.resolve(CONFIGURATION)));
    } catch (IOException e) {
      throw new RunException(
          "can't read " + run.resolve("run.conf") + ": " + DurableFiles.reason(e), e);
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
    return run.resolve("rollouts").resolve(StepNames.of(step) + ".jsonl.gz");
  }

  /** {@code checkpoints}. */
  public static Path checkpoints(Path run) {
    return run.resolve("checkpoints");
  }

  /**
   * Removes metrics and rollouts after a step, so that no step appears twice, and what a process
   * left half-written when it died. Nothing else is deleted: see {@link RunContents}.
   */
  public static void cutAfter(Path run, int step) throws IOException {
    MetricsLog.cutAfter(metrics(run), step);
    Files.deleteIfExists(run.resolve("summary.json"));
    RunContents.cutAfter(run, step);
  }

  @Override
  public void close() {
    close(lock);
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
