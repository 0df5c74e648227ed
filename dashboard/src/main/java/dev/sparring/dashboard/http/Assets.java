package dev.sparring.dashboard.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The files of the page, read once from the class path; a path is looked up, never resolved. */
final class Assets {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
  private static final String UPLOT_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String OWN = "/dev/sparring/dashboard/web/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final List<String> MODULES =
      List.of(
          "main", "api", "dom", "format", "panels", "points", "chart", "charts", "header", "round",
          "sidebar");
  private final Map<String, Asset> assets = new LinkedHashMap<>();

  /** A file as a browser gets it. */
  record Asset(String type, byte[] bytes) {}

  Assets() {
    add("/", OWN + "index.html", "text/html; charset=utf-8");
    add("/login", OWN + "login.html", "text/html; charset=utf-8");
    add("/icon.svg", OWN + "icon.svg", "image/svg+xml");
    add("/dashboard.css", OWN + "dashboard.css", STYLE);
    String uplot = UPLOT + version() + "/dist/";
    add("/uplot.css", uplot + "uPlot.min.css", STYLE);
    add("/uplot.js", uplot + "uPlot.iife.min.js", SCRIPT);
    for (String module : MODULES) {
      add("/" + module + ".js", OWN + module + ".js", SCRIPT);
    }
  }

  private void add(String path, String resource, String type) {
    assets.put(path, new Asset(type, read(resource)));
  }

  /** The version of uPlot that the build has put on the class path. */
  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(read(UPLOT_VERSION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Asset> find(String path) {
    return Optional.ofNullable(assets.get(path));
  }
}
