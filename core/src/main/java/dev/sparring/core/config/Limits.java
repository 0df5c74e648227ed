package dev.sparring.core.config;

import dev.sparring.core.plugin.Named;
import dev.sparring.core.plugin.Plugins;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The values that a setting may hold. It checks a value, and its text describes the allowed ones.
 *
 * @param noun the kind of value, for example {@code a whole number}
 * @param low lowest number
 * @param lowIn whether {@code low} itself is allowed
 * @param high highest number
 * @param highIn whether {@code high} itself is allowed
 * @param orZero whether 0 is allowed as well
 * @param names the allowed texts; empty if every text that matches is allowed
 * @param matching regular expression for texts; empty for every text
 * @param words other ways to write the allowed texts
 */
record Limits(
    String noun,
    double low,
    boolean lowIn,
    double high,
    boolean highIn,
    boolean orZero,
    List<String> names,
    String matching,
    Words words) {

  /**
   * Other ways to write an allowed text.
   *
   * @param synonyms each {@code word=name}
   * @param anyCase whether a text that only matches in lower case is converted to lower case
   * @param remark {@code word|word: sentence}; the sentence is added when one of the words is
   *     refused
   */
  record Words(List<String> synonyms, boolean anyCase, String remark) {
    static final Words NONE = new Words(List.of(), false, "");

    private Optional<String> synonym(String text) {
      return synonyms.stream()
          .filter(pair -> pair.substring(0, pair.indexOf('=')).equalsIgnoreCase(text))
          .map(pair -> pair.substring(pair.indexOf('=') + 1))
          .findFirst();
    }
  }

  static Limits of(SettingKey key) {
    Class<?> type = key.type();
    String noun =
        type == int.class || type == long.class
            ? "a whole number"
            : type == double.class || type == OptionalDouble.class
                ? "a number"
                : type == boolean.class
                    ? "true or false"
                    : type == List.class ? "a list of texts, none empty" : "a text";
    List<String> names =
        type.isEnum()
            ? Arrays.stream(type.getEnumConstants())
                .map(c -> SettingKey.hyphened(c.toString()))
                .toList()
            : List.of();
    double inf = Double.POSITIVE_INFINITY;
    return key.takes()
        .map(takes -> of(takes, noun, names))
        .orElseGet(() -> new Limits(noun, -inf, true, inf, true, false, names, "", Words.NONE));
  }

  private static List<String> named(Constraint takes) {
    Stream<String> own = Arrays.stream(takes.oneOf().split("\\|"));
    return takes.orNameOf() == Named.class
        ? own.toList()
        : Stream.concat(own, Plugins.all(takes.orNameOf()).stream().map(Named::configName))
            .toList();
  }

  private static Limits of(Constraint takes, String noun, List<String> names) {
    return new Limits(
        takes.what().isEmpty() ? noun : takes.what(),
        Math.max(takes.atLeast(), takes.above()),
        Double.isInfinite(takes.above()),
        Math.min(takes.atMost(), takes.below()),
        Double.isInfinite(takes.below()),
        takes.orZero(),
        takes.oneOf().isEmpty() ? names : named(takes),
        takes.matching(),
        new Words(
            takes.synonyms().isEmpty() ? List.of() : List.of(takes.synonyms().split("\\|")),
            takes.anyCase(),
            takes.remark()));
  }

  boolean admit(double number) {
    return (orZero && number == 0)
        || ((lowIn ? number >= low : number > low) && (highIn ? number <= high : number < high));
  }

  /**
   * The allowed text that a text stands for, or empty if it is not allowed. Names may be written in
   * upper or lower case, or as one of their synonyms.
   */
  Optional<String> read(String text) {
    if (names.isEmpty()) {
      return matching.isEmpty() || text.matches(matching)
          ? Optional.of(text)
          : Optional.of(text.toLowerCase(Locale.ROOT))
              .filter(lower -> words.anyCase() && lower.matches(matching));
    }
    return oneOf(names, text).or(() -> words.synonym(text).filter(names::contains));
  }

  /** The name that equals a text, apart from upper and lower case. */
  static Optional<String> oneOf(List<String> names, String text) {
    return names.contains(text)
        ? Optional.of(text)
        : names.stream().filter(name -> name.equalsIgnoreCase(text)).findFirst();
  }

  /** What is added to the refusal of a text: a semicolon and a sentence, or nothing. */
  String remark(String text) {
    int colon = words.remark().indexOf(": ");
    return colon > 0
            && List.of(words.remark().substring(0, colon).split("\\|"))
                .contains(text.toLowerCase(Locale.ROOT))
        ? "; " + words.remark().substring(colon + 2)
        : "";
  }

  /** These limits, narrowed to the range of a type of whole numbers. */
  Limits within(Class<?> type) {
    return type == int.class
        ? new Limits(
            noun,
            low,
            lowIn,
            Math.min(high, Integer.MAX_VALUE),
            highIn,
            orZero,
            names,
            matching,
            words)
        : new Limits(
            noun + " of 64 bits", low, lowIn, high, highIn, orZero, names, matching, words);
  }

  /** {@code a, b or c}. */
  static String either(List<String> names) {
    int last = names.size() - 1;
    String but = String.join(", ", names.subList(0, Math.max(last, 0)));
    return but.isEmpty() ? String.join("", names) : but + " or " + names.get(last);
  }

  /** {@code a whole number, 1 or more}. */
  @Override
  public String toString() {
    if (!names.isEmpty()) {
      return noun.startsWith("a list") ? "a list of some of " + either(names) : either(names);
    }
    boolean lower = !Double.isInfinite(low);
    boolean upper = !Double.isInfinite(high);
    String range =
        lower && upper && lowIn && highIn
            ? " from " + SettingsRenderer.number(low) + " to " + SettingsRenderer.number(high)
            : (lower
                    ? (lowIn ? ", # or more" : " above #")
                        .replace("#", SettingsRenderer.number(low))
                    : "")
                + (upper
                    ? (highIn ? ", at most " : ", below ") + SettingsRenderer.number(high)
                    : "");
    return (orZero ? "0, or " : "") + noun + range;
  }
}
