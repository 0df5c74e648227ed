package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** A file of which nothing may be believed. */
class SafetensorsProperties {
  private static final Map<String, long[]> SHAPES =
      Map.of("a", new long[] {3}, "model.b", new long[] {2, 5}, "c", new long[] {4, 1, 2});
  private static final List<String> NAMES = List.of("a", "model.b", "c");
  private static final byte[] WHOLE = write();
  private static final Path FILE = temporary();

  private static Path temporary() {
    try {
      return Files.createTempFile("damaged", ".safetensors");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(FILE);
  }

  private static byte[] write() {
    SafetensorsWriter writer = new SafetensorsWriter();
    int key = 0;
    for (String name : NAMES) {
      int elements = 1;
      for (long dimension : SHAPES.get(name)) {
        elements *= (int) dimension;
      }
      ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        bytes.putFloat(++key);
      }
      writer.add(name, "F32", SHAPES.get(name), bytes::flip);
    }
    try {
      Path file = Files.createTempFile("whole", ".safetensors");
      writer.write(file);
      byte[] all = Files.readAllBytes(file);
      Files.delete(file);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int header() {
    return Math.toIntExact(ByteBuffer.wrap(WHOLE).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /** Either the reader refuses, in one line that names the file, or it reads what was written. */
  private static void assertRefusedOrRight(byte[] content) throws IOException {
    Files.write(FILE, content);
    try {
      Safetensors read = Safetensors.file(FILE);
      float expected = 0;
      for (String name : NAMES) {
        ByteBuffer bytes = read.require(FILE.getParent(), name, SHAPES.get(name)).bytes();
        while (bytes.hasRemaining()) {
          assertThat(bytes.getFloat()).isEqualTo(++expected);
        }
      }
    } catch (CheckpointException e) {
      assertThat(e.getMessage()).contains(FILE.getParent().toString());
      assertThat(e.getMessage().lines()).hasSize(1);
    }
  }

  /**
   * One byte of the header, its length included, is another one.
   *
   * @param at where
   * @param becomes what
   */
  record Flip(int at, int becomes) {}

  @Provide
  Arbitrary<Flip> flips() {
    return Arbitraries.integers()
        .between(0, 8 + header() - 1)
        .flatMap(
            at ->
                Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.of("0123456789-[]{},:\"FBIe. ".chars().boxed().toList()))
                    .map(becomes -> new Flip(at, becomes)));
  }

  @Property(tries = 3000)
  void aDamagedHeaderIsRefusedOrReadRight(@ForAll("flips") Flip flip) throws IOException {
    byte[] content = WHOLE.clone();
    content[flip.at] = (byte) flip.becomes;
    assertRefusedOrRight(content);
  }

  @Property(tries = 1500)
  void aHeaderDamagedInSeveralPlacesIsRefusedOrReadRight(
      @ForAll @Size(min = 2, max = 4) List<@From("flips") Flip> flips) throws IOException {
    byte[] content = WHOLE.clone();
    flips.forEach(flip -> content[flip.at] = (byte) flip.becomes);
    assertRefusedOrRight(content);
  }

  @Property(tries = 500)
  void aTruncatedFileIsRefused(@ForAll("lengths") int length) throws IOException {
    Files.write(FILE, Arrays.copyOf(WHOLE, length));
    assertThatThrownBy(() -> Safetensors.file(FILE)).isInstanceOf(CheckpointException.class);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, WHOLE.length - 1);
  }

  private static void assertHeaderRefused(String header, String line) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(text.length).put(text);
    Files.write(FILE, all.array());
    assertThatThrownBy(() -> Safetensors.file(FILE))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(FILE + line);
  }

  @Example
  void hostileHeadersAreRefused() throws IOException {
    String t = "{\"t\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
    assertHeaderRefused(
        t.formatted("[-2,-2]", "[0,16]"),
        " has a damaged header: tensor t has -2 for a whole number, 0 or more");
    assertHeaderRefused(
        t.formatted("[4]", "[-16,0]"),
        " has a damaged header: tensor t has -16 for a whole number, 0 or more");
    assertHeaderRefused(
        t.formatted("[4294967296,4294967296]", "[0,0]"),
        ": tensor t F32[4294967296, 4294967296] does not fit its 0 bytes");
    assertHeaderRefused(
        t.formatted("[4]", "[9223372036854775800,9223372036854775807]"),
        " is truncated: tensor t ends at byte 9223372036854775905, the file at 114");
    assertHeaderRefused(
        t.formatted("[4]", "[0,99999999999999999999]"),
        " has a damaged header: tensor t has 99999999999999999999 for a whole number, 0 or more");
    assertHeaderRefused(
        t.formatted("[4.0]", "[0,16]"),
        " has a damaged header: tensor t has 4.0 for a whole number, 0 or more");
    assertHeaderRefused(
        t.formatted("[4]", "[16,0]"), ": tensor t F32[4] does not fit its -16 bytes");
    assertHeaderRefused(
        t.formatted("[2]", "[8,16]"),
        " has a damaged header: its tensors overlap or leave a gap at byte 63");
    assertHeaderRefused(
        t.formatted("[2]", "[0,8]"),
        " has a damaged header: its tensors end at byte 70, the file at 78");
    assertHeaderRefused(
        "{\"t\":7}", " has a damaged header: tensor t has no dtype, shape and data_offsets");
    assertHeaderRefused("[1]", " has a damaged header: it is no JSON object");
    assertHeaderRefused("     ", " has a damaged header: it is no JSON object");
  }

  @Example
  void aDeeplyNestedHeaderIsRefused() throws IOException {
    byte[] text = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(FILE, all.putLong(text.length).put(text).array());
    assertThatThrownBy(() -> Safetensors.file(FILE)).isInstanceOf(CheckpointException.class);
  }
}
