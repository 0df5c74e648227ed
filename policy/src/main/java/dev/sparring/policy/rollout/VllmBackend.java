package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.core.config.RolloutSettings;
import dev.sparring.policy.rollout.CompletionAnswer.Asked;
import dev.sparring.policy.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has vLLM servers write. They are handed each new adapter under a name of its own; a completion is
 * one request with a seed of its own, so it does not matter which server answers it.
 *
 * <p>Servers come and go: see {@link ServerPool}. What a server says is checked by {@link
 * CompletionAnswer}, and what an adapter computes by {@link WeightProbe}.
 */
public final class VllmBackend implements RolloutBackend {
  private final Model model;
  private final Consumer<String> note;
  private final AdapterDirectory directory;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread own = new Thread(work, "rollout");
            own.setDaemon(true);
            return own;
          });
  private final List<ServerState> servers = new ArrayList<>();
  private final ServerPool pool;
  private final Map<String, Published> published = new LinkedHashMap<>();
  private final List<Path> unneeded = new ArrayList<>();

  /**
   * What the backend needs to know of the model whose adapters it publishes.
   *
   * @param stopIds tokens that end a completion
   * @param context longest prompt and completion together
   * @param vocabulary ids that there are
   * @param temperature that log-probabilities are taken at
   * @param gapLimit mean absolute difference of log-probabilities, nats a token, above which an
   *     adapter on a server counts as wrong; 0 is no limit
   * @param weights the adapters
   */
  public record Model(
      Set<Integer> stopIds,
      int context,
      int vocabulary,
      double temperature,
      double gapLimit,
      Tokenizer tokenizer,
      int[] probe,
      Weights weights) {}

  /** The adapters of a model, by name. */
  public interface Weights {
    /** Names of the adapters. */
    Set<String> names();

    /** Writes an adapter as a PEFT directory, and waits until the disk has it. */
    void write(String name, Path directory) throws IOException;

    /** Log-probabilities of a completion's tokens under an adapter, by this program. */
    float[] logprobs(String name, Completion completion);
  }

  /**
   * An adapter that servers are to have.
   *
   * @param model its name here
   * @param weights number of the weights
   */
  record Published(String model, long weights, Path directory) {}

  /**
   * A backend that has asked nobody anything yet.
   *
   * @param run key of the run, letters and digits
   * @param token that servers ask for
   * @param note told what happens to servers, a line each
   */
  public VllmBackend(
      RolloutSettings settings,
      String run,
      Optional<String> token,
      Model model,
      Consumer<String> note) {
    this.model = model;
    this.note = note;
    this.directory = new AdapterDirectory(Path.of(settings.adapters()), settings.adaptersAs(), run);
    Duration timeout = Duration.ofMillis(Math.round(1000 * settings.timeout()));
    for (String address : settings.servers()) {
      servers.add(new ServerState(new VllmServer(address, token, timeout)));
    }
    WeightLoader loader =
        settings.reloadCommand().isEmpty()
            ? new AdapterLoader(directory)
            : new RestartLoader(
                directory,
                settings.reloadCommand(),
                Duration.ofMillis(Math.round(1000 * settings.reloadTimeout())));
    this.pool =
        new ServerPool(
            servers, new WeightProbe(model, loader), loader, settings, timeout, threads, note);
  }

  /**
   * Checks every server, and cleans up what an earlier process of the run has left on it.
   *
   * @param weights number of the weights that there are now
   * @throws RolloutException when one can't be reached, serves another model or no adapters
   */
  public void start(long weights) {
    for (ServerState server : servers) {
      pool.removeOwn(server);
    }
    directory.clean();
    for (String name : model.weights().names()) {
      Published first = publish(name, weights);
      servers.forEach(server -> pool.prepareFirst(server, first));
    }
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(false, Logprobs.TEMPERED, true);
  }

  @Override
  public List<List<Completion>> complete(Request request, BooleanSupplier cancelled) {
    Published adapter = publish(request.model(), request.weights());
    List<List<Completion>> written =
        new RolloutRound(pool, model, adapter, request, cancelled).run();
    forget();
    return written;
  }

  private Published publish(String name, long weights) {
    Published last = published.get(name);
    if (last != null && last.weights() == weights) {
      return last;
    }
    String label = "w" + weights + (name.isEmpty() ? "" : "-" + name);
    Path made = directory.write(label, to -> model.weights().write(name, to));
    Published adapter = new Published(name, weights, made);
    published.put(name, adapter);
    if (last != null) {
      unneeded.add(last.directory());
    }
    return adapter;
  }

  /** Deletes adapters that no server has any more. */
  private void forget() {
    try {
      for (Path old : List.copyOf(unneeded)) {
        if (servers.stream().noneMatch(server -> server.holds(old))) {
          directory.delete(old);
          unneeded.remove(old);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete an old adapter: " + e.getMessage(), e);
    }
  }

  /** Unloads this run's adapters from all servers that answer, and deletes them. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean all = true;
    for (ServerState server : servers) {
      try {
        if (server.reached()) {
          pool.removeOwn(server);
        }
      } catch (RolloutException e) {
        note.accept("adapters of this run may be left: " + e.getMessage());
        all = false;
      }
    }
    if (all) {
      directory.clean();
    }
  }

  /** The settings of a sample, as a server is asked for it. */
  static Asked asked(
      String name, int[] prompt, int limit, Request request, long bits, Model model) {
    return new Asked(
        name,
        prompt,
        limit,
        request.sampling().temperature(),
        bits >>> 1,
        request.sampling().stop(),
        model.vocabulary());
  }
}
