package dev.sparring.sandbox.child;

import dev.sparring.sandbox.SandboxLimits;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One run of a program on one input.
 *
 * @param cpuMillis CPU time; for the backend that counts no instructions
 */
public record RunRequest(
    byte[] program,
    byte[] input,
    long instructions,
    int cpuMillis,
    int memoryMegabytes,
    int outputBytes) {
  public static RunRequest of(byte[] program, byte[] input, SandboxLimits limits) {
    return new RunRequest(
        program,
        input,
        limits.instructions(),
        (int) Math.min(limits.cpu().toMillis(), Integer.MAX_VALUE),
        limits.memoryMegabytes(),
        limits.outputBytes());
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(instructions);
      out.writeInt(cpuMillis);
      out.writeInt(memoryMegabytes);
      out.writeInt(outputBytes);
      out.writeInt(program.length);
      out.write(program);
      out.writeInt(input.length);
      out.write(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static RunRequest decode(DataInputStream in) throws IOException {
    long instructions = in.readLong();
    int cpu = in.readInt();
    int memory = in.readInt();
    int output = in.readInt();
    byte[] program = in.readNBytes(in.readInt());
    byte[] input = in.readNBytes(in.readInt());
    return new RunRequest(program, input, instructions, cpu, memory, output);
  }

  /**
   * What the interpreter reads: length of the program in eight hexadecimal digits, program, input.
   */
  public byte[] standardInput() {
    byte[] length =
        String.format(java.util.Locale.ROOT, "%08x", program.length)
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] all = new byte[length.length + program.length + input.length];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(program, 0, all, length.length, program.length);
    System.arraycopy(input, 0, all, length.length + program.length, input.length);
    return all;
  }
}
