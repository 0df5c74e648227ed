package dev.sparring.core.plugin;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Implementations that {@link ServiceLoader} finds through the context class loader of the current
 * thread. Plug-ins run with all rights of the program: their user trusts them.
 */
public final class Plugins {
  private Plugins() {}

  /**
   * A class loader that has jars and folders besides what the current thread sees.
   *
   * @param classPath entries, separated as in Java's own option
   * @throws PluginException when one of them is not there
   */
  public static URLClassLoader loader(String classPath) {
    List<URL> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (entry.isEmpty() || !Files.exists(path)) {
        throw new PluginException(
            "--classpath names \"" + entry + "\", which is not there; it takes jars and folders");
      }
      try {
        entries.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new PluginException("--classpath can't take " + entry + ": " + e.getMessage(), e);
      }
    }
    return new URLClassLoader(
        entries.toArray(URL[]::new), Thread.currentThread().getContextClassLoader());
  }

  /**
   * All implementations of an interface.
   *
   * @throws PluginException when one of them can't be made
   */
  public static <T> List<T> all(Class<T> service) {
    List<T> found = new ArrayList<>();
    try {
      ServiceLoader.load(service).forEach(found::add);
    } catch (ServiceConfigurationError | LinkageError e) {
      String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
      throw new PluginException("can't load a plug-in: " + e.getMessage() + cause, e);
    }
    return found;
  }

  /**
   * The file that a plug-in comes from; empty for what Sparring itself brings.
   *
   * @param plugin made by {@link #all}, or a class of its file
   */
  public static Optional<PluginFile> file(Object plugin) {
    return location(plugin.getClass())
        .filter(place -> !Optional.of(place).equals(location(Plugins.class)))
        .map(PluginFile::of);
  }

  private static Optional<Path> location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty(); // not a file: a class loader of the embedding program's own
    }
  }

  /** Where a plug-in comes from, for people. */
  public static String origin(Object plugin) {
    return location(plugin.getClass())
        .map(Path::toString)
        .orElseGet(() -> plugin.getClass().getName());
  }
}
