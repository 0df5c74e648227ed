package dev.sparring.core.config;

/**
 * Which tools are told a run's metrics, besides {@code metrics.jsonl}. An empty address is off.
 *
 * @param names whose names metrics have there besides their own
 * @param tensorboard whether event files are written into the run's folder
 * @param prometheus address on which metrics can be scraped
 * @param mlflow address of a tracking server
 * @param opentelemetry address of a collector that takes OTLP over HTTP
 */
public record MetricsSettings(
    Names names,
    boolean tensorboard,
    @Constraint(
            matching = "|(\\[[0-9a-fA-F:.]+\\]|[^\\s:/@]+):[0-9]{1,5}",
            what = "HOST:PORT, or nothing")
        String prometheus,
    @Constraint(matching = MetricsSettings.URL, what = MetricsSettings.URL_IN_WORDS) String mlflow,
    @Constraint(matching = MetricsSettings.URL, what = MetricsSettings.URL_IN_WORDS)
        String opentelemetry) {
  static final String URL = "|https?://[^\\s/@?#]+(/[^\\s@?#]*)?";
  static final String URL_IN_WORDS =
      "an http or https URL without a password (docs/exports.md says where that goes), or nothing";

  /** Whose names. */
  public enum Names {
    /** Those of {@code metrics.jsonl} alone. */
    OWN,
    /** Those of TRL, too. */
    TRL,
    /** Those of verl, too. */
    VERL
  }
}
