package dev.sparring.core.config;

import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.selfplay.SelfPlay;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the block {@value #BLOCK}, whose keys the kind of self-play declares. */
record SelfPlayOptions(SelfPlay play) {
  static final String BLOCK = "self-play-options";

  /** The value of every option; notes unknown keys and values that are not allowed. */
  Map<String, String> read(Map<String, String> given, SettingsReader reader) {
    List<String> names = play.options().stream().map(NumberOption::name).toList();
    String takes =
        "self-play "
            + play.configName()
            + " takes "
            + (names.isEmpty() ? "none" : String.join(", ", names));
    given.keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> reader.unknown(BLOCK, name, takes, names));
    NumberOptions numbers = new NumberOptions(BLOCK, given);
    Map<String, String> all = new TreeMap<>();
    for (NumberOption option : play.options()) {
      all.put(option.name(), numbers.value(option.name(), option, reader));
    }
    return all;
  }
}
