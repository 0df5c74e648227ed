package dev.sparring.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The turns of a round.
 *
 * @param written in the order in which they were asked for
 * @param failed turns that were asked for and never written, by id
 * @param seconds the time they took
 */
public record Turns(List<Turn> written, Map<String, DropReason.Lost> failed, double seconds) {
  /** Nothing was asked for. */
  public static final Turns NONE = new Turns(List.of(), Map.of(), 0);

  public Turns {
    written = List.copyOf(written);
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }

  /** Those about a problem, in order. */
  public List<Turn> of(String problemId) {
    return written.stream().filter(turn -> turn.problemId().equals(problemId)).toList();
  }
}
