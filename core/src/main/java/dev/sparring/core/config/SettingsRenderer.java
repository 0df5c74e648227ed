package dev.sparring.core.config;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes settings as text.
 *
 * @param tree sorted by key: a text for each value, a map for each block
 */
record SettingsRenderer(SortedMap<String, Object> tree) {

  static SettingsRenderer of(Settings settings) {
    return new SettingsRenderer(block(settings));
  }

  /** The settings as HOCON under the root, indented by two spaces a level. */
  String hocon() {
    StringBuilder out = new StringBuilder();
    append(out, "", Settings.ROOT, tree);
    return out.toString();
  }

  /** The text of every value, by its path. */
  SortedMap<String, String> leaves() {
    SortedMap<String, String> leaves = new TreeMap<>();
    collect(leaves, "", tree);
    return leaves;
  }

  /** The shortest decimal that reads back as the same number: {@code 3e-4}, {@code 0.25}. */
  static String number(double number) {
    BigDecimal exact = new BigDecimal(number);
    BigDecimal shortest = exact;
    for (int digits = 17; digits >= 1; digits--) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() != number) {
        break;
      }
      shortest = rounded;
    }
    BigDecimal bare = shortest.stripTrailingZeros();
    int exponent = bare.precision() - bare.scale() - 1;
    if (bare.signum() == 0 || (exponent >= -2 && exponent < 16)) {
      return bare.toPlainString();
    }
    return bare.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  private static SortedMap<String, Object> block(Record settings) {
    SortedMap<String, Object> block = new TreeMap<>();
    for (SettingKey key : SettingKey.of(settings.getClass())) {
      block.put(key.name(), part(read(settings, key.component())));
    }
    return block;
  }

  private static Object part(Object value) {
    if (value instanceof Record settings) {
      return block(settings);
    } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
      return entries(list);
    } else if (value instanceof Map<?, ?> texts) {
      SortedMap<String, Object> block = new TreeMap<>();
      texts.forEach((name, text) -> block.put((String) name, text(text)));
      return block;
    }
    return text(value);
  }

  private static Object read(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static SortedMap<String, Object> entries(List<?> list) {
    SortedMap<String, Object> entries = new TreeMap<>();
    for (Object entry : list) {
      SortedMap<String, Object> block = block((Record) entry);
      String quoted = (String) block.remove("name");
      entries.put(quoted.substring(1, quoted.length() - 1), block);
    }
    return entries;
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return ConfigUtil.quoteString(text);
    } else if (value instanceof Enum<?> constant) {
      return ConfigUtil.quoteString(SettingKey.hyphened(constant.name()));
    } else if (value instanceof List<?> list) {
      return list.stream().map(SettingsRenderer::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof OptionalDouble number) {
      return number.isPresent() ? number(number.getAsDouble()) : "null";
    }
    return value instanceof Double number ? number(number) : value.toString();
  }

  private static void append(StringBuilder out, String indent, String name, Object part) {
    if (part instanceof Map<?, ?> block) {
      out.append(indent).append(name).append(" {\n");
      block.forEach((key, value) -> append(out, indent + "  ", (String) key, value));
      out.append(indent).append("}\n");
    } else {
      out.append(indent).append(name).append(" = ").append(part).append('\n');
    }
  }

  private static void collect(SortedMap<String, String> leaves, String path, Object part) {
    if (part instanceof Map<?, ?> block) {
      block.forEach((key, value) -> collect(leaves, SettingKey.join(path, (String) key), value));
    } else {
      leaves.put(path, (String) part);
    }
  }
}
