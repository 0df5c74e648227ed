package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.DropReason;
import java.util.Locale;

/** What decides whether a problem is shown: gathered in one reading of a round, without texts. */
final class ProblemFacts {
  private static final String LOST = new DropReason.Lost("").kind();
  final String id;
  private final boolean asked;
  private final boolean labelled;
  private final boolean known;
  private final boolean right;
  private boolean lost;
  private boolean found;
  private double reward = Double.NaN;
  private boolean mixed;
  int answers;

  ProblemFacts(JsonNode proposal, String text) {
    id = proposal.path("id").asText();
    asked = proposal.has("problem");
    labelled = proposal.has("label");
    known = labelled && proposal.has("truth");
    right = known && proposal.path("label").asText().equals(proposal.path("truth").asText());
    lost = lost(proposal);
    found = contains(proposal, text);
  }

  /** One of its answers. */
  void answer(JsonNode attempt, String text) {
    answers++;
    lost |= lost(attempt);
    found = found || contains(attempt, text);
    if (attempt.has("reward")) {
      double earned = attempt.path("reward").asDouble();
      mixed |= Double.isFinite(reward) && earned != reward;
      reward = earned;
    }
  }

  private static boolean lost(JsonNode line) {
    return line.path("outcome").asText().contains(LOST);
  }

  private static boolean contains(JsonNode line, String text) {
    if (text.isEmpty()) {
      return true;
    }
    for (JsonNode value : line) {
      if (value.isTextual() && value.textValue().toLowerCase(Locale.ROOT).contains(text)) {
        return true;
      }
    }
    return false;
  }

  boolean matches(RoundQuery query) {
    return found && query.problem().map(id::equals).orElse(true) && is(query.show());
  }

  boolean is(RoundQuery.Show kind) {
    return switch (kind) {
      case ALL -> true;
      case ASKED -> asked;
      case REFUSED -> !asked;
      case RIGHT -> right;
      case WRONG -> known && !right;
      case UNLABELLED -> asked && !labelled;
      case MIXED -> mixed;
      case LOST -> lost;
    };
  }
}
