package dev.sparring.core.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads single values: numbers, texts, names of constants, lists of texts. */
final class ScalarReader {
  private ScalarReader() {}

  /** The value for a setting, or empty if the setting may not hold it. */
  static Optional<?> read(SettingKey key, ConfigValue value) {
    Class<?> type = key.type();
    Limits limits = key.limits();
    if (type == List.class) {
      return texts(value)
          .map(texts -> texts.stream().map(limits::read).toList())
          .filter(texts -> texts.stream().allMatch(Optional::isPresent))
          .map(texts -> texts.stream().map(Optional::orElseThrow).toList());
    }
    Optional<String> text = text(value);
    if (type == boolean.class) {
      return text.map(ScalarReader::truth);
    } else if (type.isEnum()) {
      return text.flatMap(name -> constant(type, name));
    } else if (type == String.class) {
      return text.flatMap(limits::read);
    }
    Optional<BigDecimal> number =
        text.map(ScalarReader::number).filter(parsed -> limits.admit(parsed.doubleValue()));
    if (type == int.class || type == long.class) {
      return number.flatMap(parsed -> whole(type, parsed));
    }
    Optional<Double> real = number.map(BigDecimal::doubleValue).filter(Double::isFinite);
    return type == double.class ? real : real.map(OptionalDouble::of);
  }

  private static Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> null;
    };
  }

  /** A finite number. */
  static Optional<Double> real(String text) {
    return Optional.ofNullable(number(text)).map(BigDecimal::doubleValue).filter(Double::isFinite);
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Optional<?> whole(Class<?> type, BigDecimal number) {
    try {
      return Optional.of(
          type == int.class ? (Object) number.intValueExact() : (Object) number.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Describes what a setting may hold, to follow the refusal of {@code given}. */
  static String takes(SettingKey key, ConfigValue given) {
    boolean whole = key.type() == int.class || key.type() == long.class;
    boolean large =
        text(given)
            .map(ScalarReader::number)
            .filter(number -> number.doubleValue() >= Integer.MAX_VALUE)
            .isPresent();
    String remark = text(given).map(key.limits()::remark).orElse("");
    return (whole && large ? key.limits().within(key.type()) : key.limits()) + remark;
  }

  private static Optional<?> constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> SettingKey.hyphened(constant.toString()).equalsIgnoreCase(name))
        .findFirst();
  }

  /** A scalar as it was written, {@code 3e-4} and not {@code 3.0E-4}. */
  static Optional<String> text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN ->
          Optional.of(ConfigFactory.empty().withValue("it", value).getString("it"));
      default -> Optional.empty();
    };
  }

  private static Optional<List<String>> texts(ConfigValue value) {
    if (!(value instanceof ConfigList list)) {
      return Optional.empty();
    }
    List<String> texts = list.stream().flatMap(entry -> text(entry).stream()).toList();
    return Optional.of(texts)
        .filter(all -> all.size() == list.size() && all.stream().noneMatch(String::isEmpty));
  }
}
