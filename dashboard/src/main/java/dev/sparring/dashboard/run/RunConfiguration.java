package dev.sparring.dashboard.run;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code run.conf}.
 *
 * @param settings empty when this version of Sparring can't read them
 * @param text the file, or its first 256 KiB
 * @param versions of what the run was made with, from the file's comments
 * @param problem why the settings can't be read, in one line; empty when they can
 */
public record RunConfiguration(
    Optional<Settings> settings, String text, Map<String, String> versions, String problem) {
  private static final int LONGEST = 1 << 18;
  private static final Pattern VERSION = Pattern.compile("# (\\S{1,40}) (.{1,100})");

  /** Reads it; what can't be read is said in {@link #problem}. */
  public static RunConfiguration read(RunFolder run) {
    String text;
    try (InputStream in = Files.newInputStream(run.configuration())) {
      text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return new RunConfiguration(Optional.empty(), "", Map.of(), "run.conf can't be read");
    }
    try {
      return new RunConfiguration(Optional.of(Settings.parse(text)), text, versions(text), "");
    } catch (ConfigurationException e) {
      String first = e.problems().stream().findFirst().orElse("");
      String problem = "run.conf is of another version of Sparring: " + first;
      return new RunConfiguration(Optional.empty(), text, versions(text), problem);
    }
  }

  private static Map<String, String> versions(String text) {
    Map<String, String> versions = new LinkedHashMap<>();
    text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(VERSION::matcher)
        .filter(Matcher::matches)
        .forEach(found -> versions.put(found.group(1), found.group(2)));
    return versions;
  }

  /** Rounds that the run is to have; 0 when that is not known. */
  public int steps() {
    return settings.map(it -> it.run().steps()).orElse(0);
  }

  /** Held-out problems that accuracy is measured on; 0 when that is not known. */
  public int heldOut() {
    return settings
        .map(it -> Math.min(it.evaluation().problems(), it.played().heldOut().size()))
        .orElse(0);
  }
}
