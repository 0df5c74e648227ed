package dev.sparring.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring doctor}. */
@Command(
    name = "doctor",
    header = "shows what this machine can do and what is wrong with it",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what runs stand on here: Java, PyTorch and where it is loaded from, devices, memory,"
          + " processors, free disk, the hub and its proxy, the locale. What is wrong has a line with"
          + " its remedy on standard error, and the exit code is 1.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring doctor",
      "  sparring doctor --model path/to/model",
      "  sparring doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "also whether this model can be trained here: bundled, a directory, a run, or"
              + " Owner/Name[@revision] of the hub, of which configuration and tokenizer are fetched")
  private String model;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting, for example run.directory=/data/runs; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    Diagnosis diagnosis = Diagnosis.of(overrides);
    if (model != null) {
      diagnosis.model(model, overrides, new DownloadProgress(spec.commandLine().getErr()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? object(diagnosis) : table(diagnosis));
    diagnosis.problems().forEach(line -> Main.complain(spec.commandLine(), line));
    return diagnosis.problems().isEmpty() ? 0 : Main.FAILURE;
  }

  private static String object(Diagnosis diagnosis) {
    Map<String, Object> object = new LinkedHashMap<>();
    diagnosis
        .facts()
        .forEach(
            (name, value) ->
                object.put(
                    camel(name), value instanceof Diagnosis.Size size ? size.bytes() : value));
    object.put("problems", diagnosis.problems());
    return JsonOutput.line(object);
  }

  /** {@code freeDiskOfTheHubCache} for {@code free disk of the hub cache}. */
  private static String camel(String words) {
    StringBuilder key = new StringBuilder();
    for (String word : words.split("[^A-Za-z0-9]+")) {
      String first = word.substring(0, 1);
      key.append(key.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT));
      key.append(word.substring(1));
    }
    return key.toString();
  }

  private static String table(Diagnosis diagnosis) {
    List<String[]> rows = new ArrayList<>();
    diagnosis.facts().forEach((name, value) -> rows.add(new String[] {name, shown(value)}));
    return Tables.of(List.of("<what", "<here"), rows);
  }

  private static String shown(Object value) {
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(String::valueOf).toList())
        : value instanceof Boolean yes ? (yes ? "yes" : "no") : String.valueOf(value);
  }
}
