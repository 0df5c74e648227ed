package dev.sparring.cli;

import com.typesafe.config.ConfigFactory;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.MemoryEstimate;
import dev.sparring.orchestrator.PreflightReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring validate}. */
@Command(
    name = "validate",
    header = "shows a configuration, its memory and what is wrong with it",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the resolved configuration, how much memory it takes, and what is wrong with it."
          + " Nothing is loaded, nothing is written; of a model on the hub that is not in the cache,"
          + " configuration and tokenizer are fetched.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring validate config/quickstart.conf",
      "  sparring validate config/quickstart.conf --set policy.model=path/to/model"
    })
final class ValidateCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(
      names = "--json",
      description = "one JSON object: configuration, model, memory in bytes, problems")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = options.load();
    if (!json) {
      out.print(settings.render());
    }
    PreflightReport inspection =
        PreflightReport.of(settings, new DownloadProgress(spec.commandLine().getErr()));
    if (json) {
      out.println(JsonOutput.line(object(settings, inspection)));
    } else {
      print(settings, inspection, out);
    }
    inspection.problems().forEach(line -> Main.complain(spec.commandLine(), line));
    return inspection.problems().isEmpty() ? 0 : Main.MISTAKE;
  }

  private static Map<String, Object> object(Settings settings, PreflightReport inspection) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(
        "configuration",
        ConfigFactory.parseString(settings.render()).root().unwrapped().get(Settings.ROOT));
    inspection
        .spec()
        .ifPresent(
            model -> {
              Map<String, Object> shape = new LinkedHashMap<>();
              shape.put("architecture", model.architecture());
              shape.put("parameters", model.parameters());
              shape.put("longest", inspection.longest());
              object.put("model", shape);
              object.put("memory", MemoryEstimate.of(model, settings, inspection.longest()));
            });
    object.put("problems", inspection.problems());
    return object;
  }

  private static void print(Settings settings, PreflightReport inspection, PrintWriter out) {
    inspection
        .spec()
        .ifPresent(
            model -> {
              out.println();
              out.printf(
                  Locale.ROOT,
                  "%s, %,d parameters, up to %d tokens in a sequence%n",
                  model.architecture(),
                  model.parameters(),
                  inspection.longest());
              out.println(
                  table(settings, MemoryEstimate.of(model, settings, inspection.longest())));
            });
  }

  private static String table(Settings settings, Map<String, Long> bytes) {
    List<String[]> rows = new ArrayList<>();
    bytes.forEach((what, size) -> rows.add(new String[] {what, size(size)}));
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    rows.add(new String[] {"all of it, beside Java and PyTorch themselves", size(all)});
    return Tables.of(List.of("<memory, " + settings.policy().dtype(), "MiB"), rows);
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / MEBIBYTE);
  }
}
