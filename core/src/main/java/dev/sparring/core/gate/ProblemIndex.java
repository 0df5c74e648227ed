package dev.sparring.core.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Problems by template and by likeness. MinHash (Broder 1997) finds candidates, in bands of rows:
 * two texts with a Jaccard index of s share a band of 4 rows among 16 with a probability of 1 − (1
 * − s⁴)¹⁶, which is .65 at .5, .99 at .7 and .9998 at .8. The exact index of the candidates
 * decides.
 */
public final class ProblemIndex {
  private final Map<String, Integer> templates = new HashMap<>();
  private final Map<Long, List<Shingles>> bands = new HashMap<>();
  private int size;

  /** Adds a problem. */
  void add(String template, Shingles shingles) {
    size++;
    templates.merge(template, 1, Integer::sum);
    for (long band : shingles.bands()) {
      bands.computeIfAbsent(band, b -> new ArrayList<>(1)).add(shingles);
    }
  }

  /** How many problems there are. */
  public int size() {
    return size;
  }

  /** How many of them have this template. */
  public int ofTemplate(String template) {
    return templates.getOrDefault(template, 0);
  }

  /** The Jaccard index of the problem that is most like a text; 0 where none comes near. */
  double similarity(Shingles text) {
    Set<Shingles> candidates = new HashSet<>();
    for (long band : text.bands()) {
      candidates.addAll(bands.getOrDefault(band, List.of()));
    }
    return candidates.stream().mapToDouble(text::jaccard).max().orElse(0);
  }
}
