package dev.sparring.core.selfplay;

import dev.sparring.core.plugin.Plugins;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of self-play on the class path. */
public final class SelfPlays {
  private SelfPlays() {}

  /** All, in the order of their names. */
  public static List<SelfPlay> all() {
    return Stream.concat(Stream.of(new Questions()), Plugins.all(SelfPlay.class).stream())
        .sorted(Comparator.comparing(SelfPlay::configName))
        .toList();
  }

  /** The kind with this name. */
  public static Optional<SelfPlay> named(String name) {
    return all().stream().filter(play -> play.configName().equals(name)).findFirst();
  }
}
