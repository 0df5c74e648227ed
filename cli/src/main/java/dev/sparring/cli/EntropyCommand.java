package dev.sparring.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.measure.Interval;
import dev.sparring.core.measure.TextEntropies;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Completions;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.sample.Prompt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring entropy}. */
@Command(
    name = "entropy",
    header = "entropy of a model on its own text and on that of others",
    mixinStandardHelpOptions = true,
    description = {
      "How sure a model is along texts of others, and along its own continuations of the same"
          + " prompts, in nats a token. Each FILE has JSON objects, one a line:"
          + " {\"text\":…} or {\"messages\":[{\"role\":…,\"content\":…}]}, and beside it"
          + " \"completion\": what somebody else wrote after it. Models are surer of their own text,"
          + " so entropies of texts by different authors say nothing about a model by themselves.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring entropy path/to/model --own --other written.jsonl",
      "  sparring entropy path/to/model --own --other people.jsonl other-model.jsonl --json"
    })
final class EntropyCommand implements Callable<Integer> {
  private static final int TOGETHER = 16;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Option(
      names = "--own",
      description = "also has the model continue each prompt, with as many tokens at most")
  private boolean own;

  @Option(
      names = "--other",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "prompts with completions by others, one author a file")
  private List<Path> files;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  /** A prompt and what somebody wrote after it, as ids. */
  private record Given(List<ChatMessage> messages, String text, int[] prompt, int[] completion) {
    Episode episode(int[] written) {
      return Episode.of(
          "",
          Role.SOLVER,
          new Completion(prompt, written, new float[written.length], "", Completion.Finish.STOP),
          0);
    }
  }

  /** The texts of a file, and what the model itself wrote after its prompts, if it did. */
  private record Measured(Path file, TextEntropies others, TextEntropies own) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Policy policy = model.open(Map.of("sampling.temperature", "1"), err)) {
      List<Measured> all = new ArrayList<>();
      for (Path file : files) {
        List<Given> given = read(file, policy);
        all.add(
            new Measured(
                file,
                entropies(policy, given, given.stream().map(Given::completion).toList()),
                own ? ownTexts(policy, given) : new TextEntropies(List.of())));
      }
      out.println(json ? object(all) : table(all));
    }
    return 0;
  }

  private static List<Given> read(Path file, Policy policy) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new RunException(file + " is not UTF-8", e);
    }
    List<Given> given = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        JsonlRequest line = JsonlRequest.of(i + 1, lines.get(i));
        given.add(given(new JsonlRequest(file + ": " + line.place(), line.json()), policy));
      }
    }
    if (given.isEmpty()) {
      throw new RunException(file + " has no line; it takes JSON objects, one a line");
    }
    return given;
  }

  private static Given given(JsonlRequest line, Policy policy) {
    line.knowOnly(List.of("text", "messages", "completion", "id"));
    boolean plain = line.one(List.of("text", "messages")).equals("text");
    LanguageModel model = policy.model();
    int[] prompt = ModelOptions.prompt(line, model);
    int[] completion = ModelOptions.encode(line, model, line.text("completion"));
    if (prompt.length == 0 || completion.length == 0) {
      throw line.mistake((prompt.length == 0 ? "the prompt" : "completion") + " has no token");
    }
    if (prompt.length + completion.length > policy.context()) {
      throw line.mistake(
          prompt.length
              + completion.length
              + " tokens do not fit the context of "
              + policy.context());
    }
    return new Given(
        plain ? List.of() : line.messages("messages"),
        plain ? line.text("text") : "",
        prompt,
        completion);
  }

  /** What the model writes itself, with as many tokens as were given at most. */
  private static TextEntropies ownTexts(Policy policy, List<Given> given) {
    List<int[]> written = new ArrayList<>();
    RandomStream random = RandomStream.of(1).child("entropy");
    for (int i = 0; i < given.size(); i++) {
      Given one = given.get(i);
      Prompt prompt =
          new Prompt(
              Integer.toString(i),
              Role.SOLVER,
              one.messages(),
              one.text(),
              List.of(random.child(i)));
      Sampling sampling = Sampling.plain(1, one.completion().length);
      Completions completions = policy.complete(List.of(prompt), sampling, () -> false).get(0);
      written.add(completions.completions().get(0).ids());
    }
    return entropies(policy, given, written);
  }

  private static TextEntropies entropies(Policy policy, List<Given> given, List<int[]> written) {
    List<float[]> entropies = new ArrayList<>();
    for (int from = 0; from < given.size(); from += TOGETHER) {
      List<Episode> episodes = new ArrayList<>();
      for (int i = from; i < Math.min(given.size(), from + TOGETHER); i++) {
        episodes.add(given.get(i).episode(written.get(i)));
      }
      policy.score(episodes, () -> false).stream().map(Scores::entropies).forEach(entropies::add);
    }
    return new TextEntropies(entropies);
  }

  private static RandomStream bootstrap() {
    return RandomStream.of(1).child("bootstrap");
  }

  private String object(List<Measured> all) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    ArrayNode measured = object.putArray("files");
    for (Measured one : all) {
      ObjectNode entry = measured.addObject();
      entry.put("file", one.file().toString());
      entry.put("prompts", one.others().texts().size());
      put(entry.putObject("other"), one.others());
      if (own) {
        put(entry.putObject("own"), one.own());
        put(entry.putObject("ratio"), one.own().ratio(one.others(), bootstrap()));
      }
    }
    return JsonOutput.line(object);
  }

  private static void put(ObjectNode object, TextEntropies entropies) {
    put(object, entropies.mean(bootstrap()));
    ObjectNode positions = object.putObject("byPosition");
    for (int range = 0; range < TextEntropies.RANGES.size(); range++) {
      positions.put(range(range), entropies.mean(range));
    }
  }

  private static void put(ObjectNode object, Interval interval) {
    object.put("value", interval.value());
    object.put("low", interval.low());
    object.put("high", interval.high());
  }

  private String table(List<Measured> all) {
    List<String[]> rows = new ArrayList<>();
    for (Measured one : all) {
      String name = one.file().getFileName() + " (" + one.others().texts().size() + " prompts)";
      rows.add(row(name, one.others()));
      if (own) {
        rows.add(row("  own continuations", one.own()));
        Interval ratio = one.own().ratio(one.others(), bootstrap());
        String[] cells = new String[TextEntropies.RANGES.size() + 3];
        java.util.Arrays.fill(cells, "");
        cells[0] = "  other by own";
        cells[1] = Tables.number(ratio.value());
        cells[2] = Tables.number(ratio.low()) + " to " + Tables.number(ratio.high());
        for (int range = 0; range < TextEntropies.RANGES.size(); range++) {
          cells[range + 3] = Tables.number(one.others().mean(range) / one.own().mean(range));
        }
        rows.add(cells);
      }
    }
    List<String> header = new ArrayList<>(List.of("<nats a token", "mean", "95 % interval"));
    for (int range = 0; range < TextEntropies.RANGES.size(); range++) {
      header.add(range(range));
    }
    return Tables.of(header, rows);
  }

  private static String[] row(String name, TextEntropies entropies) {
    Interval mean = entropies.mean(bootstrap());
    List<String> cells =
        new ArrayList<>(
            List.of(
                name,
                Tables.number(mean.value()),
                Tables.number(mean.low()) + " to " + Tables.number(mean.high())));
    for (int range = 0; range < TextEntropies.RANGES.size(); range++) {
      cells.add(Tables.number(entropies.mean(range)));
    }
    return cells.toArray(String[]::new);
  }

  /** {@code 5–16}: the positions of a range, from 1. */
  private static String range(int range) {
    int from = TextEntropies.RANGES.get(range);
    if (range + 1 == TextEntropies.RANGES.size()) {
      return from + "…";
    }
    int to = TextEntropies.RANGES.get(range + 1) - 1;
    return from == to ? Integer.toString(from) : from + "–" + to;
  }
}
