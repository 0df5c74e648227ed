package dev.sparring.cli;

import dev.sparring.orchestrator.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * The command line whose runs are held up after a round: the orchestrator waits for its listener,
 * so that the checkpoint which {@code ^C} asks for comes late, as that of a large model does.
 */
public final class SlowRound {
  private SlowRound() {}

  /**
   * Runs a command.
   *
   * @param arguments the round, seconds, a file to make when they begin, and the command's
   *     arguments
   */
  public static void main(String[] arguments) {
    int slow = Integer.parseInt(arguments[0]);
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
    Path begun = Path.of(arguments[2]);
    String[] command = java.util.Arrays.copyOfRange(arguments, 3, arguments.length);
    InterruptHandler.prepare();
    System.exit(
        Main.execute(
            Main.commandLine(
                new Commands(new TrainCommand(listener -> new Late(listener, slow, nanos, begun)))),
            command));
  }

  private record Commands(TrainCommand train) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == TrainCommand.class
          ? type.cast(train)
          : CommandLine.defaultFactory().create(type);
    }
  }

  private record Late(RunListener listener, int slow, long nanos, Path begun)
      implements RunListener {
    @Override
    public void round(int step, int steps, Map<String, Double> metrics) {
      listener.round(step, steps, metrics);
      if (step != slow) {
        return;
      }
      try {
        Files.createFile(begun);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }

    @Override
    public void evaluating(String when, int answers) {
      listener.evaluating(when, answers);
    }

    @Override
    public void evaluated(String when, Map<String, Double> measured) {
      listener.evaluated(when, measured);
    }

    @Override
    public void downloading(String file, long bytes, long size) {
      listener.downloading(file, bytes, size);
    }

    @Override
    public void note(String line) {
      listener.note(line);
    }
  }
}
