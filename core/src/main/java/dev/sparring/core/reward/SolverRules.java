package dev.sparring.core.reward;

import dev.sparring.core.plugin.Plugins;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Rules of the solver's reward: Sparring's own, then those on the class path. */
public final class SolverRules {
  private SolverRules() {}

  /** The rule with this name; {@link IllegalArgumentException} lists the names there are. */
  public static SolverRule named(String name) {
    List<SolverRule> all =
        Stream.concat(Arrays.stream(SolverReward.values()), Plugins.all(SolverRule.class).stream())
            .toList();
    return EnumLookup.find(
        "the solver's reward", name, all.toArray(SolverRule[]::new), SolverRule::configName);
  }
}
