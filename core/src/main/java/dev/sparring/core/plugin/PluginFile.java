package dev.sparring.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jar or folder that a plug-in was loaded from.
 *
 * @param name of the file, without its folder
 * @param sha256 of a jar's bytes; of a folder, of the sums and names of the files in it
 */
public record PluginFile(String name, String sha256) {

  static PluginFile of(Path file) {
    try {
      return new PluginFile(
          file.getFileName().toString(), Files.isDirectory(file) ? folder(file) : sum(file));
    } catch (IOException e) {
      throw new PluginException("can't read the plug-in " + file + ": " + e.getMessage(), e);
    }
  }

  /** As {@code sha256sum} would print the files, in the order of their names. */
  private static String folder(Path folder) throws IOException {
    MessageDigest digest = digest();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        String line = sum(file) + "  " + folder.relativize(file) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sum(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
