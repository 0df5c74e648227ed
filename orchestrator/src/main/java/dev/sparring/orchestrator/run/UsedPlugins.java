package dev.sparring.orchestrator.run;

import dev.sparring.core.config.Settings;
import dev.sparring.core.plugin.PluginFile;
import dev.sparring.core.plugin.Plugins;
import dev.sparring.core.reward.SolverRules;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plug-ins that a run uses, each with the file that it comes from, as comment lines of {@code
 * run.conf}:
 *
 * <pre>
 * # plug-in task last-digits: my-task.jar sha256 5f70…
 * </pre>
 *
 * @param files by what the plug-in is, for example {@code task last-digits}
 */
record UsedPlugins(Map<String, PluginFile> files) {
  private static final Pattern LINE =
      Pattern.compile("# plug-in (\\S+ .*): (.*) sha256 ([0-9a-f]{64})");

  static UsedPlugins of(Settings settings) {
    Map<String, PluginFile> files = new TreeMap<>();
    Plugins.file(settings.configuredTask())
        .ifPresent(file -> files.put("task " + settings.task(), file));
    String reward = settings.solver().reward();
    Plugins.file(SolverRules.named(reward)).ifPresent(file -> files.put("reward " + reward, file));
    return new UsedPlugins(files);
  }

  /** Those that a {@code run.conf} names. */
  static UsedPlugins read(String configuration) {
    Map<String, PluginFile> files = new TreeMap<>();
    configuration
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> files.put(line.group(1), new PluginFile(line.group(2), line.group(3))));
    return new UsedPlugins(files);
  }

  /** The lines. */
  String comments() {
    StringBuilder text = new StringBuilder();
    files.forEach(
        (what, file) ->
            text.append("# plug-in " + what + ": " + file.name() + " sha256 " + file.sha256())
                .append('\n'));
    return text.toString();
  }

  /**
   * Throws unless the plug-ins of these are what they were when the run began. A plug-in may have
   * moved to a file of another name.
   *
   * @throws RunException that names the first one that differs
   */
  void requireSame(UsedPlugins now, Path run) {
    files.forEach(
        (what, then) -> {
          PluginFile file = now.files().get(what);
          if (file == null || !file.sha256().equals(then.sha256())) {
            throw new RunException(
                "the run "
                    + run
                    + " began with "
                    + what
                    + " of "
                    + then.name()
                    + " (sha256 "
                    + start(then)
                    + "), and what is there now is "
                    + (file == null
                        ? "Sparring's own"
                        : file.name() + " (sha256 " + start(file) + ")")
                    + "; give the file that it began with to --classpath");
          }
        });
  }

  private static String start(PluginFile file) {
    return file.sha256().substring(0, 12) + "…";
  }
}
