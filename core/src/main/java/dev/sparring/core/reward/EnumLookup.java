package dev.sparring.core.reward;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks up the alternatives of a setting by their names, in upper or lower case. */
final class EnumLookup {
  private EnumLookup() {}

  static <T> T find(String what, String name, T[] all, Function<T, String> configName) {
    return Arrays.stream(all)
        .filter(value -> configName.apply(value).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "%s is \"%s\", and may be %s",
                        what,
                        name,
                        Arrays.stream(all).map(configName).collect(Collectors.joining(", ")))));
  }
}
