package dev.sparring.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables for a terminal, and the figures in them. */
final class Tables {
  private static final int WIDEST = 200;

  private Tables() {}

  /**
   * A table without lines.
   *
   * @param header one text a column; one that begins with {@code <} is set to the left
   */
  static String of(List<String> header, List<String[]> rows) {
    List<com.github.freva.asciitable.ColumnData<String[]>> columns = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      int at = i;
      boolean left = header.get(i).startsWith("<");
      HorizontalAlign align = left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns.add(
          new Column()
              .header(left ? header.get(i).substring(1) : header.get(i))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(WIDEST, OverflowBehaviour.ELLIPSIS_RIGHT)
              .with(row -> row[at]));
    }
    return AsciiTable.getTable(AsciiTable.NO_BORDERS, rows, columns)
        .lines()
        .map(String::stripTrailing)
        .collect(java.util.stream.Collectors.joining(System.lineSeparator()));
  }

  /** {@code 12.3 %}; nothing where nothing was measured. */
  static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "";
  }

  /** Three significant digits or so; {@code –} where nothing was measured. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(
        Locale.ROOT, size < 1e-3 || size >= 1e6 ? "%.1e" : size < 100 ? "%.3f" : "%.1f", value);
  }

  /** A model's text in one line: what can't be seen is written as an escape. */
  static String line(String text, int widest) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.codePointCount(0, shown.length()) <= widest
        ? shown.toString()
        : shown.substring(0, shown.offsetByCodePoints(0, widest - 1)) + "…";
  }
}
