package dev.sparring.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that travel with a piece of work.
 *
 * @param source the weights to work with, for a worker that has others
 * @param reads what the work reads, in the order in which the item names it
 * @param output ticket for what the work writes; empty when it writes nothing
 * @param written name of the file that the work writes; empty when it writes a directory
 * @param answer ticket for a result that is too long for a message
 */
public record WorkFiles(
    Optional<Readable> source,
    List<Readable> reads,
    Optional<String> output,
    Optional<String> written,
    String answer) {

  /**
   * A file or a directory that can be fetched.
   *
   * @param ticket that stands for the directory
   * @param names of its files
   * @param directory whether it is a directory; else there is one name
   */
  public record Readable(String ticket, List<String> names, boolean directory) {
    public Readable {
      names = List.copyOf(names);
    }
  }

  /** The folder of a piece within another: named after its id, whatever that holds. */
  static Path folder(Path within, String piece) {
    return within.resolve(piece.replaceAll("[^A-Za-z0-9_-]", "_"));
  }

  public WorkFiles {
    reads = List.copyOf(reads);
  }
}
