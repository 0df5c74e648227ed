package dev.sparring.cli;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The command line with a task that holds the orchestrator up in the round after a given one, so
 * that the checkpoint which {@code ^C} asks for comes late, as that of a large model does.
 */
public final class SlowRound {
  private static Path metrics;
  private static int finished;
  private static long nanos;
  private static Path begun;

  private SlowRound() {}

  /**
   * Runs a command.
   *
   * @param arguments the run, how many rounds are finished when it is held up, for how many
   *     seconds, a file to make when it is, and the command's arguments
   */
  public static void main(String[] arguments) throws IOException {
    metrics = Path.of(arguments[0], "metrics.jsonl");
    finished = Integer.parseInt(arguments[1]);
    nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
    begun = Path.of(arguments[3]);
    Path services = begun.resolveSibling("services");
    Path service = services.resolve("META-INF/services").resolve(Task.class.getName());
    Files.createDirectories(service.getParent());
    Files.writeString(service, SlowTask.class.getName());
    Thread.currentThread()
        .setContextClassLoader(
            new URLClassLoader(
                new URL[] {services.toUri().toURL()}, SlowRound.class.getClassLoader()));
    Main.main(Arrays.copyOfRange(arguments, 4, arguments.length));
  }

  /** The task {@code addition}; truths of proposed problems are told late, once. */
  public static final class SlowTask implements Task {
    /** Looked up when it is needed: looking up all tasks makes this one. */
    private static Task addition() {
      return Tasks.all().stream()
          .filter(t -> t.name().equals("addition"))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public String description() {
      return "addition, told late";
    }

    @Override
    public List<ChatMessage> topic(RandomStream random) {
      return addition().topic(random);
    }

    @Override
    public Parsed<Statement> parseProblem(String completion) {
      return addition().parseProblem(completion);
    }

    @Override
    public List<ChatMessage> question(String problem) {
      return addition().question(problem);
    }

    @Override
    public Parsed<String> parseAnswer(String completion) {
      return addition().parseAnswer(completion);
    }

    @Override
    public List<String> heldOut() {
      return addition().heldOut();
    }

    @Override
    public Optional<String> truth(String problem) {
      try {
        if (Files.exists(metrics)
            && !Files.exists(begun)
            && Files.readAllLines(metrics).size() == finished) {
          Files.createFile(begun);
          long end = System.nanoTime() + nanos;
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return addition().truth(problem);
    }
  }
}
