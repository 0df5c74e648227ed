package dev.sparring.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.sparring.core.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All settings as Markdown: defaults and comments from the {@code reference.conf} of each module,
 * and what each key takes from the records. It stands in the package of the settings because their
 * limits are not public.
 */
public final class SettingsTables {
  private final StringBuilder out = new StringBuilder();

  private SettingsTables() {}

  /**
   * The tables.
   *
   * @param root of the project
   */
  public static String of(Path root) {
    SettingsTables tables = new SettingsTables();
    ConfigObject defaults = defaults(root);
    for (SettingKey key : SettingKey.of(Settings.class)) {
      tables.block(key, defaults);
    }
    return tables.out.toString();
  }

  private static ConfigObject defaults(Path root) {
    Config all = ConfigFactory.empty();
    try (DirectoryStream<Path> modules =
        Files.newDirectoryStream(root, m -> Files.exists(m.resolve(reference())))) {
      Map<String, Path> sorted = new TreeMap<>();
      modules.forEach(m -> sorted.put(m.getFileName().toString(), m));
      for (Path module : sorted.values()) {
        all = all.withFallback(ConfigFactory.parseFile(module.resolve(reference()).toFile()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.getObject(Settings.ROOT);
  }

  private static Path reference() {
    return Path.of("src", "main", "resources", "reference.conf");
  }

  private void block(SettingKey key, ConfigObject defaults) {
    ConfigValue value = defaults.get(key.name());
    out.append("\n### `").append(key.name()).append("`\n\n");
    if (key.entries().isPresent()) {
      guards(key.entries().get(), (ConfigObject) value);
      return;
    }
    if (key.type().isRecord() && !comment(value).isEmpty()) {
      out.append(comment(value)).append("\n\n");
    }
    out.append("| key | default | takes | |\n|---|---|---|---|\n");
    if (key.type().isRecord()) {
      rows(key.type(), key.name(), (ConfigObject) value);
    } else if (key.type() == Map.class) {
      row(key.name(), "", "a block; the keys are the task's own", comment(value));
    } else { // the task, whose name no limit knows
      String names = Limits.either(Tasks.all().stream().map(t -> code(t.name())).toList());
      row(key.name(), code(shown(value)), names, comment(value));
    }
  }

  private void rows(Class<?> block, String path, ConfigObject defaults) {
    for (SettingKey key : SettingKey.of(block)) {
      ConfigValue value = defaults.get(key.name());
      String below = SettingKey.join(path, key.name());
      if (key.type().isRecord()) {
        rows(key.type(), below, (ConfigObject) value);
      } else if (key.type() == Map.class) {
        row(below, "", "a block; the keys are the gates' own", comment(value));
      } else {
        row(key, below, value);
      }
    }
  }

  private void row(SettingKey key, String path, ConfigValue value) {
    row(path, code(shown(value)), takes(key), comment(value));
  }

  private void row(String path, String value, String takes, String comment) {
    out.append("| `").append(path).append("` | ").append(value).append(" | ");
    out.append(cell(takes)).append(" | ").append(cell(comment)).append(" |\n");
  }

  private static String takes(SettingKey key) {
    Limits limits = key.limits();
    String names = Limits.either(limits.names().stream().map(SettingsTables::code).toList());
    return names.isEmpty()
        ? limits.toString()
        : (key.type() == List.class ? "a list of some of " : "") + names;
  }

  private void guards(Class<?> entry, ConfigObject defaults) {
    out.append(comment(defaults).replaceAll(" Each guard takes.*", "")).append("\n\n");
    out.append("| key of a guard | when left out | takes |\n|---|---|---|\n");
    for (SettingKey key : SettingKey.of(entry)) {
      if (!key.name().equals("name")) {
        String otherwise =
            key.type().getSimpleName().startsWith("Optional")
                ? "none"
                : key.otherwise().map(SettingsTables::code).orElse("required");
        out.append("| `").append(key.name()).append("` | ").append(otherwise).append(" | ");
        out.append(cell(takes(key))).append(" |\n");
      }
    }
    out.append("\nThe guards that are there by default:\n\n");
    out.append("| guard | alarm | rounds | after | action | |\n|---|---|---|---|---|---|\n");
    new TreeMap<>(defaults).forEach((name, guard) -> guard(name, (ConfigObject) guard));
  }

  private void guard(String name, ConfigObject guard) {
    String side = guard.containsKey("below") ? "below" : "above";
    out.append(
        String.format(
            Locale.ROOT,
            "| `%s` | `%s` %s %s | %s | %s | %s | %s |%n",
            name,
            shown(guard.get("metric")),
            side,
            shown(guard.get(side)),
            shown(guard.get("rounds")),
            shown(guard.get("after")),
            code(shown(guard.get("action"))),
            cell(comment(guard))));
  }

  private static String shown(ConfigValue value) {
    if (value.valueType() == ConfigValueType.LIST) {
      return value.render(ConfigRenderOptions.concise()).replace("\"", "");
    }
    Optional<String> text = ScalarReader.text(value);
    return text.orElseThrow().isEmpty() ? "\"\"" : text.orElseThrow();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  /** Comments become one paragraph. */
  private static String comment(ConfigValue value) {
    List<String> lines = value.origin().comments();
    return String.join(" ", lines).replaceAll("\\s+", " ").strip();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
