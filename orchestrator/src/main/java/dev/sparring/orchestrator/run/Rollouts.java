package dev.sparring.orchestrator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Attempt;
import dev.sparring.core.Ballot;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Proposal;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Mark;
import dev.sparring.core.task.Task;
import dev.sparring.policy.checkpoint.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * {@code rollouts/NNNNNN.jsonl.gz}: every proposal, attempt and turn of a step, one object a line,
 * with what was written, what was read out of it, its reward, and the one state in which it ended.
 */
public final class Rollouts {
  private Rollouts() {}

  static void write(Path file, ScoredRound scored, Task task) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      Map<String, Verdict> verdicts = new HashMap<>();
      scored.verdicts().forEach(v -> verdicts.put(v.problemId(), v));
      for (Proposal proposal : scored.attempted().proposed().proposals()) {
        line(zip, proposal(proposal, scored, verdicts.get(proposal.id()), task));
      }
      Map<String, Mark> marks = scored.marks();
      for (Attempt attempt : scored.attempted().attempts()) {
        line(zip, attempt(attempt, scored, Optional.ofNullable(marks.get(attempt.id()))));
      }
      for (String lost : scored.attempted().failed().keySet()) {
        line(zip, lost(lost, "solver", scored));
      }
      for (Turn turn : scored.attempted().turns().written()) {
        line(zip, turn(turn, scored));
      }
      for (String lost : scored.attempted().turns().failed().keySet()) {
        line(zip, lost(lost, "turn", scored));
      }
    }
    DurableFiles.write(file, bytes.toByteArray());
  }

  private static void line(GZIPOutputStream zip, ObjectNode json) throws IOException {
    zip.write((json + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode proposal(
      Proposal proposal, ScoredRound scored, Verdict verdict, Task task) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", proposal.id()).put("role", "proposer");
    json.put("text", proposal.completion().text());
    json.put("tokens", proposal.completion().ids().length);
    proposal.key().ifPresent(key -> json.put("key", key));
    proposal.rejection().ifPresent(reason -> json.put("rejection", reason.text()));
    proposal.rejection().ifPresent(reason -> gate(json, reason));
    proposal
        .problem()
        .ifPresent(
            problem -> {
              json.put("problem", problem.text());
              task.truth(problem.text()).ifPresent(truth -> json.put("truth", truth));
            });
    if (verdict != null) {
      verdict.label().ifPresent(label -> json.put("label", label));
      json.put("votes", verdict.count()).put("runnerUp", verdict.runnerUp());
      json.put("attempts", verdict.attempts()).put("voteEntropy", verdict.entropy());
    }
    List<Ballot> ballots =
        scored.attempted().ballots().stream()
            .filter(ballot -> ballot.problemId().equals(proposal.id()))
            .toList();
    if (!ballots.isEmpty()) {
      ArrayNode answers = json.putArray("base");
      ballots.forEach(ballot -> answers.add(ballot.answer().orElse("")));
    }
    Outcome outcome = scored.outcomes().get(proposal.id());
    if (outcome instanceof Outcome.Dropped dropped) {
      gate(json, dropped.reason());
    }
    outcome(json, outcome);
    return json;
  }

  /** Names the gate that refused a problem, or its answers. */
  private static void gate(ObjectNode json, DropReason reason) {
    if (reason instanceof DropReason.Refused refused) {
      json.put("gate", refused.gate());
    }
  }

  private static ObjectNode attempt(Attempt attempt, ScoredRound scored, Optional<Mark> mark) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", attempt.id()).put("role", "solver").put("problem", attempt.problemId());
    attempt.answer().ifPresent(answer -> json.put("answer", answer));
    json.put("format", attempt.format());
    completion(json, attempt.completion());
    if (mark.orElse(null) instanceof Mark.Judged judged) {
      json.put("score", judged.score());
      ArrayNode tests = json.putArray("tests");
      judged
          .tests()
          .forEach(
              test ->
                  tests.addObject().put("outcome", test.outcome()).put("actual", test.actual()));
    }
    outcome(json, scored.outcomes().get(attempt.id()));
    return json;
  }

  private static ObjectNode turn(Turn turn, ScoredRound scored) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", turn.id()).put("role", turn.role().name()).put("problem", turn.problemId());
    turn.about().forEach(json.putArray("about")::add);
    turn.reading().ifPresent(reading -> json.put("reading", reading));
    completion(json, turn.completion());
    outcome(json, scored.outcomes().get(turn.id()));
    return json;
  }

  /** An answer or a turn that was asked for and never written. */
  private static ObjectNode lost(String id, String role, ScoredRound scored) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", id).put("role", role);
    outcome(json, scored.outcomes().get(id));
    return json;
  }

  private static void completion(ObjectNode json, Completion completion) {
    json.put("text", completion.text());
    json.put("tokens", completion.ids().length);
    json.put("truncated", completion.truncated());
    double logprob = 0;
    for (float token : completion.logprobs()) {
      logprob += token;
    }
    json.put("logprob", logprob);
  }

  private static void outcome(ObjectNode json, Outcome outcome) {
    if (outcome instanceof Outcome.Scored rewarded) {
      json.put("reward", rewarded.reward());
    }
    json.put("outcome", outcome.label());
  }

  /** The lines of a step. */
  public static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.MAPPER.readTree(line));
      }
    }
    return lines;
  }
}
