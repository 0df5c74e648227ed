package dev.sparring.core.gate;

import java.util.LinkedHashMap;
import java.util.Map;

/** Shingles of the texts that were asked about last: a function of the text, computed once. */
final class ShinglesCache {
  private static final int KEPT = 10_000;

  private final Map<String, Shingles> byText =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shingles> eldest) {
          return size() > KEPT;
        }
      };

  Shingles of(String text) {
    return byText.computeIfAbsent(text, Shingles::of);
  }
}
