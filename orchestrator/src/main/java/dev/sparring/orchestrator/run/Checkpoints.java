package dev.sparring.orchestrator.run;

import dev.sparring.core.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run. One is written beside its place, with a manifest of sha256 sums, synced
 * and renamed: it is complete or absent. One whose sums do not agree is passed over, and said.
 *
 * <pre>
 * 000010/            a checkpoint
 * 000012.damaged/    passed over on a resumption; the next of that step is 000012.damaged-2
 * .000014.tmp/       being written
 * .000014.old/       making place for one of the same step
 * .000004.gone/      being deleted
 * </pre>
 *
 * <p>Directories change their names before they are deleted: half a checkpoint never has the name
 * of a whole one. What has another name than these is never deleted.
 */
public final class Checkpoints {
  private static final String TEMPORARY = ".tmp";
  private static final String OLD = ".old";
  private static final String GONE = ".gone";
  private static final String DAMAGED = ".damaged";
  private static final Pattern CHECKPOINT = Pattern.compile(StepNames.DIGITS);
  private static final Pattern ASIDE = Pattern.compile(StepNames.DIGITS + "\\.damaged(-[0-9]+)?");
  private static final Pattern HIDDEN =
      Pattern.compile("\\." + StepNames.DIGITS + "\\.(tmp|old|gone)");
  private final Path directory;

  /**
   * @param directory {@code checkpoints} of a run
   */
  public Checkpoints(Path directory) {
    this.directory = directory;
  }

  /**
   * A checkpoint that is whole.
   *
   * @param decision when a guard had decided that the run ends
   */
  public record Found(Path path, RunState state, Optional<GuardDecision> decision) {}

  /** Where the files of a step are put together; empty. */
  public Path begin(int step) throws IOException {
    Path beside = hidden(step, TEMPORARY);
    DurableFiles.delete(beside);
    return Files.createDirectories(beside);
  }

  /** Adds the state and the manifest, waits for the disk, and gives the checkpoint its name. */
  public Path commit(RunState state, Optional<GuardDecision> decision) throws IOException {
    Path beside = hidden(state.step(), TEMPORARY);
    RunStateFile.write(beside, state, decision);
    Manifest manifest = Manifest.of(beside, name -> true);
    for (String name : manifest.sums().keySet()) {
      DurableFiles.sync(beside.resolve(name));
    }
    DurableFiles.write(beside.resolve(Manifest.NAME), manifest.text());
    DurableFiles.syncDirectory(beside);
    Path place = place(state.step());
    Path old = hidden(state.step(), OLD);
    DurableFiles.delete(old);
    if (Files.exists(place)) {
      move(place, old);
    }
    move(beside, place);
    DurableFiles.syncDirectory(directory);
    DurableFiles.delete(old);
    return place;
  }

  /**
   * The newest whole checkpoint.
   *
   * @param wanted only of these steps
   * @param note told of every one that is passed over, in one line that names the file
   */
  public Optional<Found> newest(IntPredicate wanted, Consumer<String> note) {
    List<Integer> steps = steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (wanted.test(steps.get(i))) {
        Path path = place(steps.get(i));
        try {
          Optional<String> damage = Manifest.damage(path, RunStateFile.NAME);
          if (damage.isEmpty()) {
            return Optional.of(RunStateFile.read(path));
          }
          note.accept(
              path + " is damaged: " + damage.get() + "; falling back to the checkpoint before");
        } catch (IOException e) {
          note.accept(
              path
                  + " can't be read: "
                  + DurableFiles.reason(e)
                  + "; falling back to the checkpoint before");
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes old checkpoints.
   *
   * @param keep how many of the newest stay
   * @param targets the newest one of each stays as well: a guard may want to roll back to it
   */
  public void prune(int keep, List<IntPredicate> targets) throws IOException {
    List<Integer> steps = steps();
    Set<Integer> safe = new HashSet<>();
    for (IntPredicate rollbackTarget : targets) {
      steps.stream().filter(rollbackTarget::test).max(Integer::compare).ifPresent(safe::add);
    }
    for (int i = 0; i < steps.size() - keep; i++) {
      if (!safe.contains(steps.get(i))) {
        Path gone = hidden(steps.get(i), GONE);
        DurableFiles.delete(gone);
        move(place(steps.get(i)), gone);
        DurableFiles.delete(gone);
      }
    }
  }

  /** Whether a visible name in the directory is one of those above. */
  static boolean known(String name) {
    return StepNames.step(CHECKPOINT, name).isPresent() || StepNames.step(ASIDE, name).isPresent();
  }

  /** Puts right what a process left behind that died over its checkpoints. */
  public void sweep() throws IOException {
    Files.createDirectories(directory);
    for (Path entry : entries()) {
      String name = entry.getFileName().toString();
      OptionalInt step = StepNames.step(HIDDEN, name);
      if (step.isPresent() && name.endsWith(OLD) && !Files.exists(place(step.getAsInt()))) {
        move(entry, place(step.getAsInt()));
      } else if (step.isPresent()) {
        DurableFiles.delete(entry);
      }
    }
  }

  /**
   * Takes damaged checkpoints after a step out of the way, so that they don't count as newer. None
   * is deleted, nor one that was set aside before.
   */
  public void setAside(int after) throws IOException {
    for (int step : steps()) {
      if (step > after) {
        Path aside = directory.resolve(name(step) + DAMAGED);
        for (int n = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); n++) {
          aside = directory.resolve(name(step) + DAMAGED + "-" + n);
        }
        move(place(step), aside);
      }
    }
  }

  /** Steps that have a checkpoint, whole or not, in order. */
  public List<Integer> steps() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try {
      return entries().stream()
          .map(entry -> StepNames.step(CHECKPOINT, entry.getFileName().toString()))
          .flatMap(step -> step.stream().boxed())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RunException("can't list " + directory + ": " + DurableFiles.reason(e), e);
    }
  }

  private List<Path> entries() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private Path place(int step) {
    return directory.resolve(name(step));
  }

  private Path hidden(int step, String suffix) {
    return directory.resolve("." + name(step) + suffix);
  }

  private static String name(int step) {
    return StepNames.of(step);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
