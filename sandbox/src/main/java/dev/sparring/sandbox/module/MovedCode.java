package dev.sparring.sandbox.module;

import java.util.List;

/** Writes the code of a moved part with its locals and labels renumbered. */
final class MovedCode {
  static final int NO_RESULT = -1;

  private final Part part;
  private final int exitLocal;
  private final int returnTo;
  private final ByteWriter out;

  /**
   * @param returnTo the global that takes the result of the function that the part is from
   */
  MovedCode(Part part, int exitLocal, int returnTo, ByteWriter out) {
    this.part = part;
    this.exitLocal = exitLocal;
    this.returnTo = returnTo;
    this.out = out;
  }

  void write(List<Node> nodes) {
    write(nodes, 0);
  }

  private void write(List<Node> nodes, int depth) {
    for (Node node : nodes) {
      if (node instanceof Node.Block block) {
        out.u8(block.opcode()).u8(block.type());
        write(block.first(), depth + 1);
        if (block.second() != null) {
          out.u8(Opcode.ELSE);
          write(block.second(), depth + 1);
        }
        out.u8(Opcode.END);
      } else if (node instanceof Node.Plain plain) {
        write(plain, depth);
      }
    }
  }

  private void write(Node.Plain plain, int depth) {
    switch (plain.opcode()) {
      case Opcode.LOCAL_GET, Opcode.LOCAL_SET, Opcode.LOCAL_TEE ->
          out.u8(plain.opcode()).u32(local(plain.index()));
      case Opcode.BR -> branch(plain.index(), depth);
      case Opcode.BR_IF -> out.u8(Opcode.BR_IF).u32(label(plain.index(), depth));
      case Opcode.BR_TABLE -> {
        List<Integer> targets = Part.targets(plain);
        out.u8(Opcode.BR_TABLE).u32(targets.size() - 1);
        targets.forEach(target -> out.u32(label(target, depth)));
      }
      case Opcode.RETURN -> leaveFunction(depth);
      default -> out.bytes(plain.code(), plain.start(), plain.end());
    }
  }

  private int local(int index) {
    return index == exitLocal ? part.used().size() : part.used().indexOf(index);
  }

  private void branch(int target, int depth) {
    int outside = target - depth;
    if (outside >= 0 && !part.exits().contains(outside)) {
      leaveFunction(depth);
    } else {
      out.u8(Opcode.BR).u32(label(target, depth));
    }
  }

  private void leaveFunction(int depth) {
    if (returnTo == NO_RESULT) {
      int last = part.exits().size() - 1;
      out.u8(Opcode.BR).u32(depth + last);
    } else {
      out.u8(Opcode.GLOBAL_SET).u32(returnTo);
      out.u8(Opcode.BR).u32(depth + part.returnExit() - 1);
    }
  }

  private int label(int target, int depth) {
    int outside = target - depth;
    return outside < 0 ? target : depth + part.exits().indexOf(outside);
  }
}
