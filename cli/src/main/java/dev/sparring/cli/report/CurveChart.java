package dev.sparring.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of one metric as an SVG element, with a curve for each run. Rounds without a measurement
 * are left out, and the points around them are joined.
 *
 * @param metric its key
 * @param share whether values are shares, whose axis goes from 0 to 1
 * @param curves one for each run, in the order of the runs; a run without measurements has no
 *     points
 */
record CurveChart(String metric, boolean share, List<List<Point>> curves) {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 150;
  private static final int LEFT = 52;
  private static final int RIGHT = 8;
  private static final int TOP = 8;
  private static final int BOTTOM = 20;

  /** Points of a curve, at most; of more, groups of consecutive ones are averaged. */
  private static final int MOST_POINTS = 300;

  /** Curves with so few points have a dot on each. */
  private static final int FEW_POINTS = 30;

  /**
   * A measurement.
   *
   * @param round 0 is before the first round
   * @param value finite
   */
  record Point(double round, double value) {}

  /** Whether any run has a measurement. */
  boolean hasPoints() {
    return curves.stream().anyMatch(curve -> !curve.isEmpty());
  }

  /** Averages groups of consecutive points, so that no more than a few hundred are left. */
  static List<Point> thinned(List<Point> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      List<Point> group =
          points.subList(
              (int) ((long) i * points.size() / MOST_POINTS),
              (int) ((long) (i + 1) * points.size() / MOST_POINTS));
      thinned.add(
          new Point(
              group.stream().mapToDouble(Point::round).average().orElseThrow(),
              group.stream().mapToDouble(Point::value).average().orElseThrow()));
    }
    return thinned;
  }

  /** Adds the chart. */
  void write(Html html, List<String> names) {
    List<List<Point>> shown = curves.stream().map(CurveChart::thinned).toList();
    Axes axes = axes(shown);
    html.raw("<figure class=\"chart\"><figcaption>").text(metric).raw("</figcaption>");
    html.raw(format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT));
    html.text(metric + ": " + spoken(names)).raw("\">");
    grid(html, axes);
    for (int i = 0; i < shown.size(); i++) {
      curve(html, axes, shown.get(i), "c" + (i % ReportPage.COLOURS + 1));
    }
    html.raw("</svg></figure>");
  }

  /** The first and the last value of each curve, for those who do not see it. */
  private String spoken(List<String> names) {
    List<String> spoken = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      List<Point> curve = curves.get(i);
      spoken.add(
          names.get(i)
              + (curve.isEmpty()
                  ? " not measured"
                  : " from "
                      + label(curve.get(0).value())
                      + " to "
                      + label(curve.get(curve.size() - 1).value())));
    }
    return String.join(", ", spoken);
  }

  private record Axes(double first, double last, double least, double most) {
    double x(double round) {
      double share = last > first ? (round - first) / (last - first) : 0.5;
      return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (value - least) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }
  }

  private Axes axes(List<List<Point>> shown) {
    var rounds = shown.stream().flatMap(List::stream).mapToDouble(Point::round).summaryStatistics();
    var values = shown.stream().flatMap(List::stream).mapToDouble(Point::value).summaryStatistics();
    double least = share ? Math.min(0, values.getMin()) : values.getMin();
    double most = share ? Math.max(1, values.getMax()) : values.getMax();
    double margin = most > least ? 0 : Math.max(Math.abs(most) / 2, 0.5);
    return new Axes(rounds.getMin(), rounds.getMax(), least - margin, most + margin);
  }

  private static void grid(Html html, Axes axes) {
    for (int i = 0; i <= 2; i++) {
      double value = axes.least() + i * (axes.most() - axes.least()) / 2;
      double y = axes.y(value);
      html.raw(format("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT));
      html.raw(format("<text class=\"end\" x=\"%d\" y=\"%.1f\">", LEFT - 6, y + 4));
      html.text(label(value)).raw("</text>");
    }
    html.raw(format("<text x=\"%d\" y=\"%d\">", LEFT, HEIGHT - 4));
    html.text(label(axes.first())).raw("</text>");
    html.raw(format("<text class=\"end\" x=\"%d\" y=\"%d\">", WIDTH - RIGHT, HEIGHT - 4));
    html.text("round " + label(axes.last())).raw("</text>");
  }

  private static void curve(Html html, Axes axes, List<Point> points, String style) {
    if (points.isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? 'M' : 'L');
      path.append(format("%.1f %.1f", axes.x(point.round()), axes.y(point.value())));
    }
    html.raw("<path class=\"curve " + style + "\" d=\"" + path + "\"/>");
    if (points.size() <= FEW_POINTS) {
      for (Point point : points) {
        html.raw(
            format(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>",
                style, axes.x(point.round()), axes.y(point.value())));
      }
    }
  }

  /** Three significant digits. */
  private static String label(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return format("%.0f", value);
    }
    return size < 1e-3 || size >= 1e6
        ? format("%.1e", value)
        : format(size < 10 ? "%.3f" : "%.1f", value).replaceFirst("\\.?0+$", "");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
