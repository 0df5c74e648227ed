package dev.sparring.orchestrator.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a run was made with. */
public final class Versions {
  private Versions() {}

  /** Names and versions: sparring, its main libraries, Java and the operating system. */
  public static Map<String, String> all() {
    Properties built = new Properties();
    try (InputStream file =
        Versions.class.getResourceAsStream("/dev/sparring/versions.properties")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new TreeMap<>();
    built.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    versions.put("java", System.getProperty("java.runtime.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /** The version of this program. */
  public static String program() {
    return all().get("sparring");
  }

  /** The same as comment lines for {@code run.conf}. */
  static String comments() {
    StringBuilder text = new StringBuilder();
    all().forEach((name, version) -> text.append("# " + name + " " + version + "\n"));
    return text.toString();
  }
}
