package dev.sparring.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Which files other hosts may read and write at the moment. A ticket is a random name that stands
 * for one file or directory; nothing can be read or written without one, and one that is revoked is
 * worth nothing. Used from many threads.
 */
final class Tickets {
  /** A file within a directory of a ticket: parts of letters, digits, dot, hyphen, underscore. */
  private static final Pattern NAME =
      Pattern.compile("(?!\\.)[\\w.-]{1,128}(/(?!\\.)[\\w.-]{1,128}){0,3}");

  private static final int MOST_FILES = 10_000;

  private record Ticket(
      Path root, boolean writable, Optional<String> only, long most, Set<String> written) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  /** Lets somebody read a file, or the files of a directory. */
  String forReading(Path path) {
    return add(new Ticket(path, false, Optional.empty(), 0, Set.of()));
  }

  /**
   * Lets somebody write files into a directory.
   *
   * @param only the one name that may be written; empty for any
   * @param most bytes of one file
   */
  String forWriting(Path directory, Optional<String> only, long most) {
    return add(new Ticket(directory, true, only, most, ConcurrentHashMap.newKeySet()));
  }

  private String add(Ticket ticket) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String name = HexFormat.of().formatHex(bytes);
    tickets.put(name, ticket);
    return name;
  }

  /** Makes a ticket worthless. */
  void revoke(String ticket) {
    tickets.remove(ticket);
  }

  /** The file that a ticket and a name stand for; empty when they stand for none that is there. */
  Optional<Path> readable(String ticket, String name) {
    Ticket found = tickets.get(ticket);
    if (found == null || found.writable() || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(found.root().resolve(name)).filter(Files::isRegularFile);
  }

  /**
   * Writes a file, under its name once it is whole.
   *
   * @return false when ticket and name stand for nothing that may be written
   * @throws IOException when it is damaged or too long, or the disk refuses it
   */
  boolean write(String ticket, String name, InputStream content) throws IOException {
    Ticket found = tickets.get(ticket);
    if (found == null
        || !found.writable()
        || !NAME.matcher(name).matches()
        || !found.only().map(name::equals).orElse(true)
        || found.written().size() >= MOST_FILES) {
      return false;
    }
    Path place = found.root().resolve(name);
    Files.createDirectories(place.getParent());
    Path part = place.resolveSibling("." + place.getFileName() + "." + ticket);
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        ChunkStream.receive(content, out, found.most());
      }
      synchronized (this) {
        if (!tickets.containsKey(ticket)) {
          return false;
        }
        Files.move(
            part, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        found.written().add(name);
      }
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Names of the files that were written with a ticket, and revokes it: nothing comes after. */
  Set<String> close(String ticket) {
    synchronized (this) {
      Ticket found = tickets.remove(ticket);
      return found == null ? Set.of() : new TreeSet<>(found.written());
    }
  }

  /** Tickets that are worth something. */
  int count() {
    return tickets.size();
  }

  /** Names of a directory's files, with those of its folders; or the name of a file. */
  static List<String> names(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path.getFileName().toString());
    }
    try (var files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    }
  }
}
