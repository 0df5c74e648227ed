package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring generate}. */
@Command(
    name = "generate",
    header = "completes texts or chats",
    mixinStandardHelpOptions = true,
    description = {
      "Completes prompts. "
          + JsonLines.READS
          + " {\"messages\":[{\"role\":…,\"content\":…}]} or {\"text\":…}, and beside it any of"
          + " maxTokens, temperature, topP, topK, minP, seed, n (samples) and stop (a text or a list"
          + " of them); what a line does not name is as the options say. Writes"
          + " {\"text\":…,\"ids\":[…],\"logprobs\":[…],\"finishReason\":…}, one line a sample, with"
          + " an \"index\" where n is above 1. finishReason is stop (an end token, which is the last"
          + " id and not in the text, or a stop text) or length. A log-probability is that of the"
          + " model at the temperature, whatever topK, topP and minP leave out.",
      "",
      "A line's seed decides its text, whatever else is asked, on one number of threads and one"
          + " --batch.",
      "",
      ModelOptions.INPUT,
      ""
    },
    footer = {
      "",
      "Examples:",
      "  echo '{\"text\":\"The sea\"}' | sparring generate path/to/model --max-tokens 20",
      "  sparring generate path/to/model --temperature 0 < chats.jsonl"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Option(names = "--max-tokens", paramLabel = "N", description = "tokens a sample (default 256)")
  private Integer maxTokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "divides the logits; 0 takes the most probable token (default 1)")
  private Double temperature;

  @Option(names = "--top-p", paramLabel = "P", description = "above 0, at most 1 (default 1: all)")
  private Double topP;

  @Option(names = "--top-k", paramLabel = "K", description = "0 or more (default 0: all)")
  private Integer topK;

  @Option(names = "--min-p", paramLabel = "P", description = "from 0 to 1 (default 0: all)")
  private Double minP;

  @Option(names = "--seed", paramLabel = "N", description = "a whole number (default 1)")
  private Long seed;

  @Option(names = "--samples", paramLabel = "N", description = "samples of a prompt (default 1)")
  private Integer samples;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "a text that ends a sample and is not in it; may be repeated")
  private List<String> stop;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "sequences written side by side (default 8)")
  private int batch;

  private record Asked(
      String place,
      Optional<JsonNode> id,
      List<ChatMessage> messages,
      String text,
      GenerateRequest request) {
    Prompt prompt(String name) {
      RandomStream own = RandomStream.of(request.seed());
      return new Prompt(
          name,
          Role.SOLVER,
          messages,
          text,
          IntStream.range(0, request.samples()).mapToObj(own::child).toList());
    }

    Stream<Map<String, Object>> results(Completions written) {
      return IntStream.range(0, request.samples())
          .mapToObj(i -> result(i, written.completions().get(i)));
    }

    private Map<String, Object> result(int index, Completion completion) {
      ModelOptions.requireFinite(place, completion.logprobs());
      Map<String, Object> result = new LinkedHashMap<>();
      id.ifPresent(value -> result.put("id", value));
      if (request.samples() > 1) {
        result.put("index", index);
      }
      result.put("text", completion.text());
      result.put("ids", completion.ids());
      result.put("logprobs", completion.logprobs());
      result.put("finishReason", completion.finish().name().toLowerCase(Locale.ROOT));
      return result;
    }
  }

  @Override
  public Integer call() throws Exception {
    GenerateRequest usual = usual();
    if (batch < 1) {
      throw new RunException("--batch is " + batch + "; it takes a whole number, 1 or more");
    }
    for (String key : model.overrides().keySet()) {
      if (key.matches("(sparring\\.)?sampling(\\..*)?")) {
        throw new RunException(
            "--set "
                + key
                + " is not for generate; it has options of its own: --temperature, --top-p, --top-k,"
                + " --min-p, --max-tokens and --stop");
      }
    }
    Map<String, String> settings = Map.of("policy.decode.slots", Integer.toString(batch));
    var command = spec.commandLine();
    try (Policy policy = model.open(settings, command.getErr())) {
      return new JsonLines(System.in, command.getOut(), command.getErr(), 4 * batch)
          .work(line -> asked(line, usual, policy), all -> complete(all, policy));
    }
  }

  /** The options, read as a line is. */
  private GenerateRequest usual() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("maxTokens", maxTokens);
    given.put("temperature", temperature);
    given.put("topP", topP);
    given.put("topK", topK);
    given.put("minP", minP);
    given.put("seed", seed);
    given.put("n", samples);
    given.put("stop", stop);
    given.values().removeIf(java.util.Objects::isNull);
    return GenerateRequest.of(
        new JsonlRequest("options", Json.MAPPER.convertValue(given, ObjectNode.class)),
        GenerateRequest.PLAIN);
  }

  private static Asked asked(JsonlRequest line, GenerateRequest usual, Policy policy) {
    List<String> known = new ArrayList<>(List.of("messages", "text", "id"));
    known.addAll(GenerateRequest.KEYS);
    line.knowOnly(known);
    boolean plain = line.one(List.of("messages", "text")).equals("text");
    int tokens = ModelOptions.prompt(line, policy.model()).length;
    if (tokens == 0) {
      throw line.mistake("the prompt is empty");
    }
    if (tokens >= policy.context()) {
      throw line.mistake(
          "a prompt of " + tokens + " tokens does not fit the context of " + policy.context());
    }
    return new Asked(
        line.place(),
        line.id(),
        plain ? List.of() : line.messages("messages"),
        plain ? line.text("text") : "",
        GenerateRequest.of(line, usual));
  }

  /** Those that are sampled alike are written together. */
  private static List<Map<String, Object>> complete(List<Asked> all, Policy policy) {
    Map<Sampling, List<Prompt>> alike = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Sampling sampling = all.get(i).request().sampling();
      alike
          .computeIfAbsent(sampling, s -> new ArrayList<>())
          .add(all.get(i).prompt(Integer.toString(i)));
    }
    Completions[] written = new Completions[all.size()];
    alike.forEach(
        (sampling, prompts) -> {
          for (Completions one : policy.complete(prompts, sampling, () -> false)) {
            written[Integer.parseInt(one.id())] = one;
          }
        });
    return IntStream.range(0, all.size())
        .boxed()
        .flatMap(i -> all.get(i).results(written[i]))
        .toList();
  }
}
