package dev.sparring.sandbox.wasm;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The state of a module at one moment: each run begins there.
 *
 * @param memory whole pages of 64 KB
 * @param globals values of all globals in the order of their indices, floats as their bits
 * @param meters where the limits stand among them
 * @param run index of the function that runs a command; see {@link Interpreter#run}
 */
record Snapshot(byte[] memory, long[] globals, Meters meters, int run) {
  /** Where the limits stand among the globals. */
  record Meters(int fuel, int stack, int stackLimit) {}

  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
      out.writeInt(memory.length);
      out.writeInt(globals.length);
      for (long global : globals) {
        out.writeLong(global);
      }
      out.writeInt(meters.fuel());
      out.writeInt(meters.stack());
      out.writeInt(meters.stackLimit());
      out.writeInt(run);
      out.write(memory);
    }
  }

  static Snapshot read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
      byte[] memory = new byte[in.readInt()];
      long[] globals = new long[in.readInt()];
      for (int i = 0; i < globals.length; i++) {
        globals[i] = in.readLong();
      }
      Meters meters = new Meters(in.readInt(), in.readInt(), in.readInt());
      int run = in.readInt();
      in.readFully(memory);
      return new Snapshot(memory, globals, meters, run);
    }
  }
}
