package dev.sparring.orchestrator;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.hub.DownloadListener;
import dev.sparring.policy.hub.Hub;
import dev.sparring.policy.hub.HubId;
import java.io.IOException;
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
   *     stays the same model, and a directory with its absolute path
   * @param directory which need not exist when a directory was named
   * @param whole false for a model on the hub whose weights are not here
   */
  public record Found(String name, Path directory, boolean whole) {}

  /**
   * The model that {@code policy.model} or an argument names: {@code bundled}; a path, which is
   * looked for in the working directory and then in the installation; else a model on the hub,
   * which is downloaded unless it is here.
   *
   * @throws CheckpointException when there is no such directory and the hub does not give it
   */
  public static Found find(String model, PolicySettings.Hub hub, DownloadListener listener) {
    Found found = locate(model, hub, listener);
    if (!Files.isDirectory(found.directory())) {
      throw new CheckpointException(missing(model));
    }
    return found;
  }

  /** The same, but a directory that was named need not be there. */
  public static Found locate(String model, PolicySettings.Hub hub, DownloadListener listener) {
    Found described = describe(model, hub, listener);
    if (described.whole()) {
      return described;
    }
    ModelSpec.read(described.directory()); // what can't be used is refused before gigabytes come
    HubId id = HubId.parse(described.name()).orElseThrow();
    Path directory = Hub.of(hub.endpoint(), listener).whole(id);
    return new Found(described.name(), directory, true);
  }

  /**
   * The same as {@link #locate}, but of a model on the hub only configuration and tokenizer need be
   * there.
   */
  public static Found describe(String model, PolicySettings.Hub hub, DownloadListener listener) {
    Path path = path(model);
    Optional<HubId> id = HubId.parse(model);
    if (id.isEmpty() || Files.exists(path)) {
      return new Found(model.equals(BUNDLED) ? BUNDLED : absolute(path).toString(), path, true);
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
    Path here = Path.of(model);
    return Files.exists(here) ? here : installed(model).filter(Files::exists).orElse(here);
  }

  /** The path within the installation; empty when it would lead out of it. */
  private static Optional<Path> installed(String model) {
    Path home = home().toAbsolutePath().normalize();
    return Optional.of(home.resolve(model).normalize()).filter(path -> path.startsWith(home));
  }

  /** A path that means the same from every working directory. */
  private static Path absolute(Path path) {
    Path whole = path.toAbsolutePath();
    Path plain = whole.normalize();
    try { // where a link is followed by .., the plain path leads elsewhere
      return Files.isSameFile(whole, plain) ? plain : whole;
    } catch (IOException e) {
      return whole;
    }
  }

  /** One line on a directory that is not there, with the places where it was looked for. */
  static String missing(String model) {
    Path named = path(model);
    String looked = "";
    if (!model.equals(BUNDLED) && !named.isAbsolute()) {
      Path here = named.toAbsolutePath().normalize();
      String there =
          installed(model)
              .filter(path -> !path.equals(here))
              .map(path -> " and " + path)
              .orElse("");
      looked = " (looked for " + here + there + ")";
    }
    return "there is no model directory "
        + named
        + looked
        + "; policy.model takes a Hugging Face directory";
  }

  /** The folder of the installation. */
  public static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }
}
