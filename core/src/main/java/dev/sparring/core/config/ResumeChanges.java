package dev.sparring.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may change between a run and its resumption.
 *
 * <p>A resumed run ends with the bits of one that was never interrupted, so what shapes weights or
 * rollouts must stay as it was. Changeable is what does not: where the run lies ({@code run.name},
 * {@code run.directory}), where the base model lies ({@code policy.model}; the sums of its files
 * hold it) and where the hub is ({@code policy.hub.*}; the commit holds the model), what is
 * measured and kept ({@code evaluation.*}, {@code checkpoint.*}), what runs programs ({@code
 * sandbox.backend}; the checker's identity holds it) and how many at a time, and what an alarm does
 * ({@code guard.*.action}, so that a run which a guard stopped can be taken further). {@code
 * run.steps} is changeable while {@code learn.decay} is constant; the other decays are laid out
 * over it. {@code policy.threads} is not: sums are cut up by thread.
 */
public final class ResumeChanges {
  // Guards' thresholds are not here: a guard that rolls back shapes the weights.
  private static final Pattern CHANGEABLE =
      Pattern.compile(
          "run\\.(name|directory)|policy\\.model|(evaluation|checkpoint|policy\\.hub)\\..+|guard\\.[^.]+\\.action"
              + "|sandbox\\.(backend|children|programs-per-child|wall-seconds|warm-seconds)");

  private ResumeChanges() {}

  /** One line for every key that differs and may not; empty when the run can go on. */
  public static List<String> refused(Settings saved, Settings now) {
    SortedMap<String, String> before = SettingsRenderer.of(saved).leaves();
    SortedMap<String, String> after = SettingsRenderer.of(now).leaves();
    boolean steady =
        saved.learn().decay() == LearnSettings.Decay.CONSTANT
            && now.learn().decay() == LearnSettings.Decay.CONSTANT;
    TreeSet<String> guards = new TreeSet<>();
    List<String> refused = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      if (!before.containsKey(key) || !after.containsKey(key)) {
        guards.add(key.substring(0, key.lastIndexOf('.')) + (after.containsKey(key) ? "+" : "-"));
      } else if (!before.get(key).equals(after.get(key)) && !changeable(key, steady)) {
        String change = key + " was " + before.get(key) + " and is now " + after.get(key);
        refused.add(change + "; " + reason(key));
      }
    }
    for (String guard : guards) {
      boolean added = guard.endsWith("+");
      refused.add(
          guard.substring(0, guard.length() - 1)
              + (added ? " was not there and is now" : " was there and is not now")
              + "; "
              + reason("guard"));
    }
    return refused;
  }

  private static boolean changeable(String key, boolean steady) {
    return CHANGEABLE.matcher(key).matches() || (key.equals("run.steps") && steady);
  }

  private static String reason(String key) {
    return switch (key) {
      case "run.steps" -> "it can change only where learn.decay is constant";
      case "policy.threads" -> "a resumed run keeps it, for results differ by thread count";
      default -> "a resumed run keeps it";
    };
  }
}
