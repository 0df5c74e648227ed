package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the gates of a chain did in a round.
 *
 * @param byGate in the order of the chain
 */
public record GateReport(Map<String, Counts> byGate) {
  public GateReport {
    byGate = Collections.unmodifiableMap(new LinkedHashMap<>(byGate));
  }

  /**
   * What one gate did.
   *
   * @param admitted problems that it let pass, leaked ones included
   * @param refused problems that it kept back, by reason
   * @param leaked problems that it would have kept back and that passed all the same
   */
  public record Counts(int admitted, Map<String, Integer> refused, int leaked) {
    public Counts {
      refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    /** Problems that it kept back. */
    public int allRefused() {
      return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** {@code gate/NAME/admitted}, {@code refused} and {@code leaked}. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    byGate.forEach(
        (name, counts) -> {
          metrics.put("gate/" + name + "/admitted", (double) counts.admitted());
          metrics.put("gate/" + name + "/refused", (double) counts.allRefused());
          metrics.put("gate/" + name + "/leaked", (double) counts.leaked());
        });
    return metrics;
  }

  /** In words: {@code novel 3 (2 seen, 1 duplicate)}; {@code nothing} where all passed. */
  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    byGate.forEach(
        (name, counts) -> {
          if (counts.allRefused() > 0) {
            StringBuilder why = new StringBuilder();
            counts
                .refused()
                .forEach(
                    (reason, count) ->
                        why.append(why.length() == 0 ? "" : ", ")
                            .append(count)
                            .append(' ')
                            .append(reason));
            words
                .append(words.length() == 0 ? "" : "; ")
                .append(name)
                .append(' ')
                .append(counts.allRefused())
                .append(" (")
                .append(why)
                .append(')');
          }
        });
    return words.length() == 0 ? "nothing" : words.toString();
  }

  /** Counts what the gates of a chain do. */
  static final class Builder {
    private final Map<String, Counts> counts = new LinkedHashMap<>();

    Builder(List<? extends Gate> gates) {
      gates.forEach(gate -> counts.put(gate.name(), new Counts(0, Map.of(), 0)));
    }

    void add(Gate gate, Optional<DropReason.Refused> refusal, boolean leaks) {
      if (refusal.isPresent() && !leaks) {
        refused(gate.name(), refusal.get().why());
      } else {
        Counts before = counts.get(gate.name());
        counts.put(
            gate.name(),
            new Counts(before.admitted() + 1, before.refused(), before.leaked() + (leaks ? 1 : 0)));
      }
    }

    /** A proposal that could not be read: what the form gate is for, where the chain has it. */
    void malformed() {
      if (counts.containsKey(FormGate.NAME)) {
        refused(FormGate.NAME, "malformed");
      }
    }

    private void refused(String gate, String why) {
      Counts before = counts.get(gate);
      Map<String, Integer> reasons = new TreeMap<>(before.refused());
      reasons.merge(why, 1, Integer::sum);
      counts.put(gate, new Counts(before.admitted(), reasons, before.leaked()));
    }

    GateReport build() {
      return new GateReport(counts);
    }
  }
}
