package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random code with all that splitting has to keep: blocks in blocks, loops that count down,
 * branches and tables to labels of any distance, returns from any depth, locals, memory and
 * globals.
 */
final class RandomCode {
  static final int PARAMETERS = 3;
  static final int LOCALS = 7;
  private static final int VARIABLES = PARAMETERS + LOCALS;

  private final Random random;
  private final ByteWriter out = new ByteWriter();
  private final List<Boolean> loops = new ArrayList<>();
  private int counters;

  private RandomCode(long seed) {
    this.random = new Random(seed);
  }

  /** Code of a function of {@link #PARAMETERS} and {@link #LOCALS}, without its end. */
  static byte[] of(long seed) {
    RandomCode code = new RandomCode(seed);
    code.statements(12 + code.random.nextInt(10), 0);
    code.expression(2);
    return code.out.toArray();
  }

  private void statements(int count, int depth) {
    for (int i = 0; i < count; i++) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    switch (random.nextInt(depth < 5 ? 10 : 6)) {
      case 0, 1, 2 -> {
        expression(3);
        out.u8(0x21).u32(variable());
      }
      case 3 -> {
        out.u8(0x41).s64(4 * random.nextInt(50));
        expression(2);
        out.u8(0x36).u32(2).u32(0);
      }
      case 4 -> {
        expression(1);
        out.u8(0x24).u32(0);
      }
      case 5 -> leave();
      case 6 -> block(0x02, depth);
      case 7 -> {
        expression(2);
        block(0x04, depth);
      }
      case 8 -> loop(depth);
      default -> table(depth);
    }
  }

  private void block(int opcode, int depth) {
    out.u8(opcode).u8(0x40);
    loops.add(false);
    statements(1 + random.nextInt(4), depth + 1);
    if (opcode == 0x04 && random.nextBoolean()) {
      out.u8(0x05);
      statements(1 + random.nextInt(3), depth + 1);
    }
    loops.remove(loops.size() - 1);
    out.u8(0x0B);
  }

  /** A loop that runs at most four times, by a counter in memory that nothing else touches. */
  private void loop(int depth) {
    int counter = 1024 + 4 * counters++;
    out.u8(0x03).u8(0x40);
    loops.add(true);
    out.u8(0x41).s64(counter).u8(0x41).s64(counter).u8(0x28).u32(2).u32(0);
    out.u8(0x41).s64(1).u8(0x6A).u8(0x36).u32(2).u32(0);
    statements(1 + random.nextInt(3), depth + 1);
    out.u8(0x41).s64(counter).u8(0x28).u32(2).u32(0).u8(0x41).s64(4).u8(0x48).u8(0x0D).u32(0);
    loops.remove(loops.size() - 1);
    out.u8(0x0B);
  }

  /** Blocks around a table of branches to them, as a switch is compiled. */
  private void table(int depth) {
    int cases = 2 + random.nextInt(3);
    for (int i = 0; i < cases; i++) {
      out.u8(0x02).u8(0x40);
      loops.add(false);
    }
    out.u8(0x20).u32(variable()).u8(0x41).s64(7).u8(0x71).u8(0x0E).u32(cases - 1);
    for (int i = 0; i < cases; i++) {
      out.u32(i);
    }
    for (int i = 0; i < cases; i++) {
      loops.remove(loops.size() - 1);
      out.u8(0x0B);
      statements(1 + random.nextInt(2), depth + 2);
    }
  }

  /** A branch under a condition, or the end of the function under one. */
  private void leave() {
    expression(1);
    if (random.nextInt(8) == 0) {
      out.u8(0x04).u8(0x40);
      expression(1);
      out.u8(0x0F).u8(0x0B);
      return;
    }
    List<Integer> forward = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      if (!loops.get(loops.size() - 1 - i)) {
        forward.add(i);
      }
    }
    if (forward.isEmpty()) {
      out.u8(0x1A);
    } else {
      out.u8(0x0D).u32(forward.get(random.nextInt(forward.size())));
    }
  }

  private void expression(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      switch (random.nextInt(4)) {
        case 0 -> out.u8(0x41).s64(random.nextInt(100) - 50);
        case 1 -> out.u8(0x41).s64(4 * random.nextInt(50)).u8(0x28).u32(2).u32(0);
        case 2 -> out.u8(0x23).u32(0);
        default -> out.u8(0x20).u32(variable());
      }
      return;
    }
    expression(depth - 1);
    if (random.nextInt(4) == 0) {
      out.u8(0x22).u32(variable());
    }
    expression(depth - 1);
    out.u8(List.of(0x6A, 0x6B, 0x6C, 0x71, 0x73, 0x46, 0x48).get(random.nextInt(7)));
  }

  private int variable() {
    return random.nextInt(VARIABLES);
  }
}
