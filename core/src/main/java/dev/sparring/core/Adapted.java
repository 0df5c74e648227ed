package dev.sparring.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the policy replied after it had learned from attempts, each in an adapter of its own that
 * was thrown away afterwards.
 *
 * @param replies by the attempt's id, one text a question
 * @param failed attempts that could not be tried, by id
 * @param seconds the time they took
 */
public record Adapted(
    Map<String, List<String>> replies, Map<String, DropReason.Lost> failed, double seconds) {
  /** Nothing was tried. */
  public static final Adapted NONE = new Adapted(Map.of(), Map.of(), 0);

  public Adapted {
    replies = Collections.unmodifiableMap(new LinkedHashMap<>(replies));
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }
}
