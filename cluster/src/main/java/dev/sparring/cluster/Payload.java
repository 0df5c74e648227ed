package dev.sparring.cluster;

import java.util.Optional;

/**
 * A {@link WorkOrder} or a result as CBOR: within the message where it is short, else in a file
 * that is transferred on its own.
 *
 * @param bytes the CBOR; empty when it is in a file
 * @param ticket of the file, for one who reads it
 */
public record Payload(byte[] bytes, Optional<String> ticket) {
  /** The most that is sent within a message. */
  static final int LONGEST = 24 * 1024;

  /** The name of the file. */
  static final String FILE = "payload.cbor";

  static Payload within(byte[] bytes) {
    return new Payload(bytes, Optional.empty());
  }

  static Payload file(String ticket) {
    return new Payload(new byte[0], Optional.of(ticket));
  }
}
