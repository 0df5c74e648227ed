package dev.sparring.orchestrator;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.hub.DownloadListener;
import dev.sparring.policy.hub.Hub;
import dev.sparring.policy.hub.HubId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where models are. */
public final class ModelResolver {
  /** The system property that holds the folder of the installation. */
  public static final String HOME = "sparring.home";

  private static final String BUNDLED = "bundled";

  private ModelResolver() {}

  /**
   * A model that was looked for.
   *
   * @param name as {@code policy.model} takes it; a model on the hub with its commit, so that it
   *     stays the same model
   * @param directory which need not exist when a directory was named
   * @param whole false for a model on the hub whose weights are not here
   */
  public record Found(String name, Path directory, boolean whole) {}

  /**
   * The model that {@code policy.model} or an argument names: {@code bundled}; a path, which is
   * looked for in the working directory and then in the installation; else a model on the hub,
   * which is downloaded unless it is here.
   *
   * @throws dev.sparring.policy.checkpoint.CheckpointException when the hub does not give it
   */
  public static Found find(String model, PolicySettings.Hub hub, DownloadListener listener) {
    Found described = describe(model, hub, listener);
    if (described.whole()) {
      return described;
    }
    ModelSpec.read(described.directory()); // what can't be used is refused before gigabytes come
    HubId id = HubId.parse(described.name()).orElseThrow();
    Path directory = Hub.of(hub.endpoint(), listener).whole(id);
    return new Found(described.name(), directory, true);
  }

  /** The same, but of a model on the hub only configuration and tokenizer need be there. */
  public static Found describe(String model, PolicySettings.Hub hub, DownloadListener listener) {
    Path path = path(model);
    Optional<HubId> id = HubId.parse(model);
    if (id.isEmpty() || Files.exists(path)) {
      return new Found(model, path, true);
    }
    Path snapshot = Hub.of(hub.endpoint(), listener).described(id.get());
    String commit = snapshot.getFileName().toString();
    return new Found(id.get().at(commit).toString(), snapshot, Hub.isWhole(snapshot));
  }

  /** The path that a name stands for, as far as the hub has nothing to do with it. */
  private static Path path(String model) {
    if (model.equals(BUNDLED)) {
      return home().resolve("models").resolve(BUNDLED);
    }
    Path installed = home().resolve(model);
    return !Files.exists(Path.of(model)) && Files.exists(installed) ? installed : Path.of(model);
  }

  /** The folder of the installation. */
  public static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }
}
