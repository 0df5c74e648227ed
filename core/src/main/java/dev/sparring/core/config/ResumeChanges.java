package dev.sparring.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which settings may change between a run and its resumption.
 *
 * <p>A resumed run ends with the bits of one that was never interrupted, so settings that shape
 * weights or rollouts must not change. These may:
 *
 * <ul>
 *   <li>{@code run.name} and {@code run.directory}, because a run can be moved;
 *   <li>{@code policy.model}, because a model can be moved; checksums of its files hold it;
 *   <li>{@code policy.rollout.*} but the backend, because which servers write shapes no more than
 *       chance does with this backend;
 *   <li>{@code policy.hub.*}, because the commit of a hub model holds it;
 *   <li>{@code evaluation.*} and {@code checkpoint.*}, which change no weight;
 *   <li>{@code workers.*}, because who works changes no weight;
 *   <li>{@code metrics.*} and {@code logging.*}, because they only report;
 *   <li>{@code sandbox.backend}, because the checker's identity holds it, and how many children
 *       there are, for how long;
 *   <li>{@code guard.*.action}, so that a run that a guard stopped can go on;
 *   <li>{@code run.steps}, but only while {@code learn.decay} is constant, because the other decays
 *       depend on it.
 * </ul>
 *
 * <p>{@code policy.threads} may not: PyTorch splits sums by thread, so the bits depend on it.
 */
public final class ResumeChanges {
  // Guards' thresholds are not here: a guard that rolls back shapes the weights.
  private static final Pattern CHANGEABLE =
      Pattern.compile(
          "run\\.(name|directory)|policy\\.rollout\\.(servers|adapters|adapters-as|in-flight|timeout)|policy\\.model|(evaluation|checkpoint|workers|metrics|logging|policy\\.hub)\\..+|guard\\.[^.]+\\.action"
              + "|sandbox\\.(backend|children|programs-per-child|wall-seconds|warm-seconds)");

  private ResumeChanges() {}

  /**
   * One line for every change that is refused; empty if the run can go on.
   *
   * @param saved the run's settings
   * @param now the settings of the resumption
   */
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
