package dev.sparring.sandbox.module;

/**
 * What the passes need to know about instructions: how long they are, and what they pop and push.
 */
final class Opcode {
  static final int UNREACHABLE = 0x00;
  static final int BLOCK = 0x02;
  static final int LOOP = 0x03;
  static final int IF = 0x04;
  static final int ELSE = 0x05;
  static final int END = 0x0B;
  static final int BR = 0x0C;
  static final int BR_IF = 0x0D;
  static final int BR_TABLE = 0x0E;
  static final int RETURN = 0x0F;
  static final int CALL = 0x10;
  static final int CALL_INDIRECT = 0x11;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int LOCAL_TEE = 0x22;
  static final int GLOBAL_GET = 0x23;
  static final int GLOBAL_SET = 0x24;
  static final int MEMORY_SIZE = 0x3F;
  static final int MEMORY_GROW = 0x40;
  static final int I32_CONST = 0x41;
  static final int I64_CONST = 0x42;
  static final int F32_CONST = 0x43;
  static final int F64_CONST = 0x44;
  static final int I64_EQZ = 0x50;
  static final int I64_SUB = 0x7D;
  static final int I32_LT_S = 0x48;
  static final int I32_EQ = 0x46;
  static final int VOID = 0x40;
  static final byte I32 = 0x7F;
  static final byte I64 = 0x7E;
  private static final int SATURATING = 0xFC;

  private Opcode() {}

  /**
   * Passes over one instruction whose opcode was read already. Block types of several values, bulk
   * memory, tables that change, SIMD, threads, exceptions and garbage collection are refused: the
   * first would escape metering, the others the reset between runs.
   */
  static void skipImmediates(int opcode, ByteReader in) {
    switch (opcode) {
      case BLOCK, LOOP, IF -> blockType(in.u8());
      case BR, BR_IF, CALL, LOCAL_GET, LOCAL_SET, LOCAL_TEE, GLOBAL_GET, GLOBAL_SET -> in.u32();
      case BR_TABLE -> {
        for (int count = in.u32(); count >= 0; count--) {
          in.u32();
        }
      }
      case CALL_INDIRECT -> {
        in.u32();
        in.u32();
      }
      case MEMORY_SIZE, MEMORY_GROW -> in.u8();
      case I32_CONST, I64_CONST -> in.skipLeb();
      case F32_CONST -> in.skip(4);
      case F64_CONST -> in.skip(8);
      case SATURATING -> {
        int which = in.u32();
        if (which > 7) {
          throw unsupported("0xFC " + which);
        }
      }
      default -> {
        if (opcode >= 0x28 && opcode <= 0x3E) {
          in.skipLeb();
          in.skipLeb();
        } else if (!plain(opcode)) {
          throw unsupported(String.format(java.util.Locale.ROOT, "0x%02X", opcode));
        }
      }
    }
  }

  private static boolean plain(int opcode) {
    return opcode <= 0x01
        || opcode == ELSE
        || opcode == END
        || opcode == RETURN
        || opcode == 0x1A
        || opcode == 0x1B
        || opcode >= 0x45 && opcode <= 0xC4;
  }

  private static void blockType(int type) {
    if (type != VOID && (type < 0x7C || type > 0x7F)) {
      throw unsupported("a block of type " + type);
    }
  }

  private static ModuleException unsupported(String what) {
    return new ModuleException("the module uses " + what + ", which the sandbox does not meter");
  }

  /** After it, nothing in the same block is reached. */
  static boolean endsBlock(int opcode) {
    return opcode == UNREACHABLE || opcode == BR || opcode == BR_TABLE || opcode == RETURN;
  }

  /** Values that an instruction without types of its own pops. */
  static int pops(int opcode) {
    if (opcode >= 0x28 && opcode <= 0x35 || opcode == MEMORY_GROW || opcode == SATURATING) {
      return 1;
    }
    if (opcode >= 0x36 && opcode <= 0x3E) {
      return 2;
    }
    if (opcode >= 0x45) {
      return unary(opcode) ? 1 : 2;
    }
    return switch (opcode) {
      case 0x1B -> 3;
      case IF, BR_IF, BR_TABLE, 0x1A, LOCAL_SET, LOCAL_TEE, GLOBAL_SET -> 1;
      default -> 0;
    };
  }

  /** Values that an instruction without types of its own pushes. */
  static int pushes(int opcode) {
    if (opcode >= 0x28 && opcode <= 0x35 || opcode >= MEMORY_SIZE) {
      return 1;
    }
    return switch (opcode) {
      case 0x1B, LOCAL_GET, LOCAL_TEE, GLOBAL_GET -> 1;
      default -> 0;
    };
  }

  private static boolean unary(int opcode) {
    return opcode == 0x45
        || opcode == I64_EQZ
        || opcode >= 0x67 && opcode <= 0x69
        || opcode >= 0x79 && opcode <= 0x7B
        || opcode >= 0x8B && opcode <= 0x91
        || opcode >= 0x99 && opcode <= 0x9F
        || opcode >= 0xA7;
  }
}
