package dev.sparring.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the sources of a configuration: defaults on the class path, a file, and {@code --set}. */
final class ConfigSources {
  private static final String SET = "--set";
  private static final String TASK = Settings.ROOT + ".task";
  private static final String OPTIONS = Settings.ROOT + "." + TaskOptions.BLOCK;

  private ConfigSources() {}

  /** All three sources, resolved. A later source overrides an earlier one. */
  static ConfigObject layered(
      ClassLoader defaults, Optional<Path> file, Map<String, String> overrides) {
    Config set = overrides(overrides);
    return clearly(
        () -> {
          ConfigParseOptions options = ConfigParseOptions.defaults().setClassLoader(defaults);
          Config below =
              ConfigFactory.parseResources("reference.conf", options).withOnlyPath(Settings.ROOT);
          if (file.isPresent()) {
            below = file(file.get(), options).withFallback(below);
          }
          Config all = set.withFallback(below).resolve();
          return root(anotherTask(set, below) ? all.withoutPath(OPTIONS).withFallback(set) : all);
        });
  }

  /**
   * Whether {@code --set} names another task than the file, so that the file's options do not
   * apply.
   */
  private static boolean anotherTask(Config set, Config below) {
    return set.hasPath(TASK)
        && !String.valueOf(set.getValue(TASK).unwrapped())
            .equalsIgnoreCase(String.valueOf(below.resolve().getValue(TASK).unwrapped()));
  }

  /**
   * A text that is a whole configuration. A key that it lacks, because it was written before there
   * was such a key, has its default; guards, whose names are the user's, are those of the text.
   */
  static ConfigObject text(ClassLoader defaults, String text, String name) {
    return clearly(
        () -> {
          ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(name);
          Config whole = onlyRoot(ConfigFactory.parseString(text, options));
          root(whole);
          Config later =
              ConfigFactory.parseResources(
                      "reference.conf", ConfigParseOptions.defaults().setClassLoader(defaults))
                  .withOnlyPath(Settings.ROOT)
                  .withoutPath(Settings.ROOT + ".guard");
          return root(whole.withFallback(later));
        });
  }

  private static ConfigObject root(Config config) {
    ConfigValue root = config.resolve().root().get(Settings.ROOT);
    if (root instanceof ConfigObject object) {
      return object;
    }
    String matter =
        root == null ? " is missing" : " holds " + ValueOrigin.shown(root) + ValueOrigin.of(root);
    throw new ConfigurationException(Settings.ROOT + matter + "; it takes a block of settings");
  }

  private static Config file(Path file, ConfigParseOptions options) {
    if (!Files.exists(file)) {
      throw new ConfigurationException("there is no file " + file);
    } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new ConfigurationException(file + " is no file that can be read");
    }
    ConfigParseOptions strict = options.setAllowMissing(false).setIncluder(new Strict(null));
    try {
      // Typesafe Config looks for an include beside its file only where the path names a folder.
      Path named = file.getParent() == null ? Path.of(".").resolve(file) : file;
      return onlyRoot(ConfigFactory.parseFile(named.toFile(), strict));
    } catch (ConfigException.IO e) {
      String what = e.origin() == null ? reason(e) : ValueOrigin.of(e.origin());
      throw new ConfigurationException(file + " includes what cannot be read: " + what);
    }
  }

  /** Refuses keys outside the root, which nothing would read. */
  private static Config onlyRoot(Config config) {
    List<String> problems = new ArrayList<>();
    config
        .root()
        .forEach(
            (name, value) -> {
              if (!name.equals(Settings.ROOT)) {
                String key = ConfigUtil.joinPath(name) + ValueOrigin.of(value);
                problems.add("unknown key " + key + "; everything stands under sparring { … }");
              }
            });
    if (!problems.isEmpty()) {
      problems.sort(null);
      throw new ConfigurationException(problems);
    }
    return config;
  }

  private static Config overrides(Map<String, String> overrides) {
    Config all = ConfigFactory.empty(SET);
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      String key = override.getKey();
      try {
        List<String> path = new ArrayList<>(ConfigUtil.splitPath(key));
        if (!path.get(0).equals(Settings.ROOT) || path.size() == 1) {
          path.add(0, Settings.ROOT);
        }
        all = all.withValue(ConfigUtil.joinPath(path), override(override.getValue()));
      } catch (ConfigException.Parse e) {
        throw new ConfigurationException(key + " (" + SET + "): " + reason(e));
      } catch (ConfigException e) {
        throw new ConfigurationException(
            ConfigUtil.quoteString(key) + " (" + SET + ") is no key; a key looks like run.steps");
      }
    }
    return all;
  }

  private static ConfigValue override(String text) {
    boolean brackets =
        (text.startsWith("[") && text.endsWith("]"))
            || (text.startsWith("{") && text.endsWith("}"));
    if (!brackets) {
      return ConfigValueFactory.fromAnyRef(text, SET);
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(SET);
    ConfigObject parsed = ConfigFactory.parseString("it = " + text, options).root();
    if (parsed.size() > 1) {
      throw new ConfigException.Parse(ConfigOriginFactory.newSimple(SET), "more than one value");
    }
    return parsed.get("it").withOrigin(ConfigOriginFactory.newSimple(SET));
  }

  /** Turns an exception of Typesafe Config into a {@link ConfigurationException} of one line. */
  private static ConfigObject clearly(Supplier<ConfigObject> reading) {
    try {
      return reading.get();
    } catch (ConfigException e) {
      String place = e.origin() == null ? "" : ValueOrigin.of(e.origin()) + ": ";
      throw new ConfigurationException(place + reason(e));
    }
  }

  private static String reason(ConfigException e) {
    String message =
        ValueOrigin.oneLine(String.valueOf(e.getMessage()))
            .replaceFirst("\\(if you (intended|want) .*\\)$", "(in quotes it would be text)");
    if (message.contains("cycle in your includes")) {
      return "includes go round in a circle";
    }
    String origin = e.origin() == null ? "" : e.origin().description() + ": ";
    return message.startsWith(origin) ? message.substring(origin.length()) : message;
  }

  /** Refuses an include of a file that does not exist; HOCON by itself ignores it. */
  private record Strict(ConfigIncluder fallback) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder other) {
      return new Strict(fallback == null ? other : fallback.withFallback(other));
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      ConfigParseOptions required = context.parseOptions().setAllowMissing(false);
      return fallback.include(context.setParseOptions(required), what);
    }
  }
}
