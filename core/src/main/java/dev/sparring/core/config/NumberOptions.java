package dev.sparring.core.config;

import dev.sparring.core.plugin.NumberOption;
import java.util.Map;
import java.util.Optional;

/**
 * Reads numbers that gates and kinds of self-play can be set to.
 *
 * @param block the block that holds them
 * @param given what it holds
 */
record NumberOptions(String block, Map<String, String> given) {
  /** The value of an option as text; notes one that is not allowed. */
  String value(String key, NumberOption option, SettingsReader reader) {
    String text = given.get(key);
    if (text == null) {
      return SettingsRenderer.number(option.otherwise());
    }
    Optional<Double> number = ScalarReader.real(text).filter(it -> fits(it, option));
    if (number.isEmpty()) {
      reader.refuse(SettingKey.join(block, key), takes(option));
    }
    return number.map(SettingsRenderer::number).orElse(text);
  }

  private static boolean fits(double number, NumberOption option) {
    return number >= option.atLeast()
        && number <= option.atMost()
        && (!option.whole() || number == StrictMath.rint(number));
  }

  private static String takes(NumberOption option) {
    String noun = option.whole() ? "a whole number" : "a number";
    return option.atMost() == Integer.MAX_VALUE
        ? noun + ", " + SettingsRenderer.number(option.atLeast()) + " or more"
        : noun
            + " from "
            + SettingsRenderer.number(option.atLeast())
            + " to "
            + SettingsRenderer.number(option.atMost());
  }
}
