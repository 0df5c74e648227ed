package dev.sparring.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.MemoryEstimate;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.PreflightReport;
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.hub.DownloadListener;
import dev.sparring.policy.hub.Hub;
import dev.sparring.policy.tensor.EngineReport;
import dev.sparring.policy.tensor.NativeCache;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.worker.FailureReason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a machine has that runs need, and what is wrong with it. */
final class Diagnosis {
  /** Runs of the bundled model need more free disk than this. */
  private static final long LITTLE = 256L << 20;

  /** An amount of memory or disk. */
  record Size(long bytes) {
    private static final double GIBIBYTE = 1 << 30;

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,.1f GiB", bytes / GIBIBYTE);
    }
  }

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Diagnosis() {}

  /**
   * Looks at all but models.
   *
   * @param overrides values that go over the configuration
   */
  static Diagnosis of(Map<String, String> overrides) {
    Settings settings = Settings.load(Optional.empty(), overrides);
    Diagnosis diagnosis = new Diagnosis();
    diagnosis.java();
    diagnosis.machine();
    diagnosis.attempt("PyTorch", () -> diagnosis.engine(settings.policy().device()));
    diagnosis.folder("run directory", Path.of(settings.run().directory()), "run.directory");
    diagnosis.attempt("hub", () -> diagnosis.hub(settings));
    return diagnosis;
  }

  /** What was found, by what it is of. */
  Map<String, Object> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** What is wrong, a line each, with the remedy. */
  List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  private void attempt(String what, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | LinkageError e) {
      facts.putIfAbsent(what, "does not work");
      problems.add(FailureReason.of(e));
    }
  }

  private void java() {
    facts.put("Sparring", Versions.all().getOrDefault("sparring", "unknown"));
    facts.put("installed in", ModelResolver.home().toAbsolutePath().normalize().toString());
    if (!Files.isRegularFile(ModelResolver.home().resolve("models/bundled/config.json"))) {
      problems.add(
          "the installation "
              + ModelResolver.home().toAbsolutePath().normalize()
              + " has no models/bundled; start Sparring by its launcher, or set the system property"
              + " sparring.home");
    }
    facts.put("Java", System.getProperty("java.runtime.version"));
    facts.put("Java home", System.getProperty("java.home"));
    String names = System.getProperty("sun.jnu.encoding", "unknown");
    facts.put("encoding of file names and arguments", names);
    if (!names.equalsIgnoreCase("UTF-8")) {
      problems.add(
          "file names and arguments are read as "
              + names
              + ", in which other letters are lost; set LC_ALL=C.UTF-8");
    }
    facts.put("locale", locale());
  }

  private static String locale() {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = System.getenv(name);
      if (value != null && !value.isEmpty()) {
        return value + " (" + name + ")";
      }
    }
    return "not set";
  }

  private void machine() {
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      facts.put("memory", size(system.getTotalMemorySize()));
    }
    facts.put("Java heap, at most", size(Runtime.getRuntime().maxMemory()));
  }

  private void engine(String device) {
    folder("folder of unpacked libraries", NativeCache.folder(System.getenv()), "DJL_CACHE_DIR");
    EngineReport report = EngineReport.take();
    facts.put("PyTorch", report.version());
    facts.put("PyTorch loaded from", report.libraries());
    facts.put("devices", report.devices());
    facts.put("products of bf16", report.multipliesBf16());
    Tensors.missing(device).ifPresent(problems::add);
  }

  private void hub(Settings settings) {
    Hub.Status hub = Hub.status(settings.policy().hub().endpoint());
    facts.put("hub", hub.endpoint());
    folder("hub cache", hub.cache(), "HF_HUB_CACHE");
    facts.put("proxy", hub.proxy().orElse("none"));
    facts.put("token", hub.token());
    facts.put("downloads", !hub.offline());
  }

  /** Checks that a folder, or the one it would be made in, is writable and has free space. */
  private void folder(String what, Path folder, String setting) {
    Path there = folder.toAbsolutePath().normalize();
    facts.put(what, there.toString());
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    String remedy = "; " + setting + " names another folder";
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      facts.put("free disk of the " + what, size(free));
      if (!Files.isDirectory(there) || !Files.isWritable(there)) {
        problems.add("the " + what + " " + folder + " can't be written" + remedy);
      } else if (free < LITTLE) {
        problems.add("the " + what + " " + folder + " has " + size(free) + " left" + remedy);
      }
    } catch (IOException e) {
      problems.add("the " + what + " " + folder + ": " + FailureReason.of(e) + remedy);
    }
  }

  /**
   * Looks whether a model can be trained here.
   *
   * @param name as {@code policy.model} takes it, or a run
   * @param listener told of downloads
   */
  void model(String name, Map<String, String> overrides, DownloadListener listener) {
    Settings defaults = Settings.load(Optional.empty(), overrides);
    RunResolver runs = RunResolver.of(defaults);
    Optional<Path> run = runs.find(name);
    if (run.isEmpty()) {
      runs.refuseLookalike(name);
    }
    Settings settings =
        run.map(folder -> Settings.load(Optional.of(folder.resolve("run.conf")), overrides))
            .orElseGet(() -> defaults.withModel(name));
    facts.put("model", settings.policy().model());
    PreflightReport report = PreflightReport.of(settings, listener);
    problems.addAll(report.problems());
    report.spec().ifPresent(spec -> memory(spec, settings, report.longest()));
  }

  private void memory(ModelSpec spec, Settings settings, int longest) {
    facts.put("model's architecture", spec.architecture());
    facts.put("model's parameters", spec.parameters());
    long needed =
        MemoryEstimate.of(spec, settings, longest).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    facts.put("memory to train it", size(needed));
    if (settings.policy().device().equals("cpu")
        && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        && needed > system.getTotalMemorySize()) {
      problems.add(
          "training "
              + settings.policy().model()
              + " takes "
              + size(needed)
              + ", and this machine has "
              + size(system.getTotalMemorySize())
              + "; lower learn.micro-batch-tokens or policy.decode.slots, or set policy.dtype=bf16");
    }
  }

  private static Size size(long bytes) {
    return new Size(bytes);
  }
}
