package dev.sparring.sandbox.child;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How one run ended.
 *
 * @param exitCode only for {@link Ending#EXITED}
 * @param units instructions (backend wasm) or microseconds of CPU (backend os) that it took
 * @param output standard output, data of the program
 * @param complaints standard error, data of the program
 */
public record RunReply(Ending ending, int exitCode, long units, byte[] output, byte[] complaints) {
  void write(DataOutputStream out) throws IOException {
    out.writeInt(1 + 4 + 8 + 4 + output.length + 4 + complaints.length);
    out.writeByte(ending.ordinal());
    out.writeInt(exitCode);
    out.writeLong(units);
    out.writeInt(output.length);
    out.write(output);
    out.writeInt(complaints.length);
    out.write(complaints);
    out.flush();
  }

  /**
   * Reads a reply out of what a child sent.
   *
   * @throws ChildException if these bytes are no reply
   */
  static RunReply decode(byte[] frame) throws ChildException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
      int ending = in.readUnsignedByte();
      if (ending >= Ending.values().length) {
        throw new ChildException(
            "a child of the sandbox answered with an unknown ending " + ending);
      }
      int exitCode = in.readInt();
      long units = in.readLong();
      byte[] output = part(in);
      byte[] complaints = part(in);
      if (in.read() >= 0) {
        throw new ChildException("a child of the sandbox answered with more than a reply");
      }
      return new RunReply(Ending.values()[ending], exitCode, units, output, complaints);
    } catch (ChildException e) {
      throw e;
    } catch (IOException e) {
      throw new ChildException("a child of the sandbox answered with less than a reply", e);
    }
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new ChildException("a child of the sandbox answered with a length of " + length);
    }
    return in.readNBytes(length);
  }
}
