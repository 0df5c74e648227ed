package dev.sparring.policy.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sums that the hub names files by: sha256 of large ones, git's blob id of small ones. */
final class Checksum {
  private Checksum() {}

  /** Whether a file has the sum that its ETag is; an ETag of another kind says nothing. */
  static boolean matches(Path file, String etag) throws IOException {
    if (etag.matches("[0-9a-f]{64}")) {
      return etag.equals(hex(file, digest("SHA-256")));
    }
    if (etag.matches("[0-9a-f]{40}")) {
      MessageDigest git = digest("SHA-1");
      git.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
      return etag.equals(hex(file, git));
    }
    return true;
  }

  static String sha256(Path file) throws IOException {
    return hex(file, digest("SHA-256"));
  }

  private static String hex(Path file, MessageDigest digest) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
