package dev.sparring.policy.hub;

/** Follows downloads. */
public interface DownloadListener {
  /**
   * A file has come this far; called when it begins, every so often, and when it is whole.
   *
   * @param bytes that are here
   * @param size in bytes
   */
  default void downloading(String file, long bytes, long size) {}

  /** Something that a person should know, in one line. */
  default void note(String line) {}
}
