package dev.sparring.core.config;

/**
 * How the actors of a run log.
 *
 * @param format of the lines in {@code logs}
 */
public record LoggingSettings(Format format) {
  /** How a line is written. */
  public enum Format {
    /** For people. */
    TEXT,
    /** An object of JSON. */
    JSON
  }
}
