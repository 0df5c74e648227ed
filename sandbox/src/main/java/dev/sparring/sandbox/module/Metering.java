package dev.sparring.sandbox.module;

import java.util.List;
import java.util.OptionalInt;

/**
 * Makes a module count what it does. A global holds the fuel that is left; each entry of a function
 * and each pass through a loop takes one unit, and the module traps when none is left. As every
 * cycle of control goes through one of the two, no program runs on without fuel, and the same
 * program on the same input takes the same fuel everywhere.
 */
public final class Metering {
  private Metering() {}

  /**
   * Adds the counting.
   *
   * @param stack the global that holds the stack pointer of the module's own stack, if it has one,
   *     which grows down
   * @return where the limits stand in the module made
   */
  public static Meters apply(ModuleBinary module, OptionalInt stack) {
    int fuel = module.addGlobal(Opcode.I64);
    int stackLimit = module.addGlobal(Opcode.I32);
    byte[] count = counting(fuel);
    byte[] entry = stack.isEmpty() ? count : withStack(count, stack.getAsInt(), stackLimit);
    List<FunctionBody> bodies = module.bodies();
    for (int i = 0; i < bodies.size(); i++) {
      bodies.set(i, metered(bodies.get(i), entry, count));
    }
    return new Meters(fuel, stack, stackLimit);
  }

  /** fuel = fuel - 1; trap when that is zero. */
  private static byte[] counting(int fuel) {
    ByteWriter out = new ByteWriter();
    out.u8(Opcode.GLOBAL_GET).u32(fuel).u8(Opcode.I64_CONST).s64(1).u8(Opcode.I64_SUB);
    out.u8(Opcode.GLOBAL_SET).u32(fuel).u8(Opcode.GLOBAL_GET).u32(fuel).u8(Opcode.I64_EQZ);
    return trapIf(out).toArray();
  }

  /** The same, and trap when the stack pointer is below its limit. */
  private static byte[] withStack(byte[] count, int stack, int limit) {
    ByteWriter out = new ByteWriter().bytes(count);
    out.u8(Opcode.GLOBAL_GET).u32(stack).u8(Opcode.GLOBAL_GET).u32(limit).u8(Opcode.I32_LT_S);
    return trapIf(out).toArray();
  }

  private static ByteWriter trapIf(ByteWriter out) {
    return out.u8(Opcode.IF).u8(Opcode.VOID).u8(Opcode.UNREACHABLE).u8(Opcode.END);
  }

  private static FunctionBody metered(FunctionBody body, byte[] entry, byte[] loop) {
    byte[] code = body.code();
    ByteWriter out = new ByteWriter().bytes(entry);
    ByteReader in = new ByteReader(code);
    int written = 0;
    while (in.more()) {
      int opcode = in.u8();
      Opcode.skipImmediates(opcode, in);
      if (opcode == Opcode.LOOP) {
        out.bytes(code, written, in.position()).bytes(loop);
        written = in.position();
      }
    }
    return new FunctionBody(body.locals(), out.bytes(code, written, code.length).toArray());
  }
}
