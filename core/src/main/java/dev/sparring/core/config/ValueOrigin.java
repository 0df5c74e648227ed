package dev.sparring.core.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.TreeMap;

/** Describes a value of the configuration and the place where it is written, within one line. */
final class ValueOrigin {
  private static final int LONGEST = 60;

  private ValueOrigin() {}

  /** {@code " (line 3 of my.conf)"}, {@code " (--set)"}, or nothing. */
  static String of(ConfigValue value) {
    String place = value == null ? "" : find(value);
    return place.isEmpty() ? "" : " (" + place + ")";
  }

  /** {@code line 3 of my.conf}, or the file alone if the line is not known. */
  static String of(ConfigOrigin origin) {
    String file = origin.resource() != null ? origin.resource() : origin.filename();
    if (file != null) {
      String name = file.startsWith("./") ? file.substring(2) : file;
      return origin.lineNumber() > 0 ? "line " + origin.lineNumber() + " of " + name : name;
    }
    return oneLine(origin.description().replaceFirst(": \\d+(-\\d+)?$", ""));
  }

  /** A value as the user wrote it, as nearly as is known. */
  static String shown(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "a list";
      case NULL -> "null";
      case NUMBER -> ScalarReader.text(value).orElseThrow();
      case BOOLEAN -> String.valueOf(value.unwrapped());
      case STRING -> text((String) value.unwrapped());
    };
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /** The origin of a block: the first place in it that is not a default. */
  private static String find(ConfigValue value) {
    if (value instanceof ConfigObject object
        && value.origin().description().matches("(merge of|withValue).*")) {
      return new TreeMap<>(object)
          .values().stream()
              .filter(part -> part.origin().resource() == null)
              .map(ValueOrigin::find)
              .filter(place -> !place.isEmpty())
              .findFirst()
              .orElse("");
    }
    return of(value.origin());
  }

  private static String text(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?") ? shown : ConfigUtil.quoteString(shown);
  }
}
