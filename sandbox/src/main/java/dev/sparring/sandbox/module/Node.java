package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;

/** Code as a tree: an instruction, or a block with what is in it. */
sealed interface Node {
  int opcode();

  /** Length in bytes. */
  int size();

  /** An instruction with its immediates, as a part of bytes. */
  record Plain(int opcode, byte[] code, int start, int end) implements Node {
    @Override
    public int size() {
      return end - start;
    }

    /** The immediate, where it is one index. */
    int index() {
      return new ByteReader(code, start + 1, end).u32();
    }
  }

  /**
   * A {@code block}, {@code loop} or {@code if}.
   *
   * @param type its result, {@link Opcode#VOID} for none
   * @param second what follows {@code else}; null without one
   */
  record Block(int opcode, int type, List<Node> first, List<Node> second, int size)
      implements Node {
    static Block of(int opcode, int type, List<Node> first, List<Node> second) {
      int size = 3 + Node.size(first) + (second == null ? 0 : 1 + Node.size(second));
      return new Block(opcode, type, first, second, size);
    }
  }

  static int size(List<Node> nodes) {
    return nodes.stream().mapToInt(Node::size).sum();
  }

  /** The instructions of a function without its last {@code end}. */
  static List<Node> parse(byte[] code) {
    ByteReader in = new ByteReader(code);
    List<Node> nodes = new ArrayList<>();
    if (parse(code, in, nodes) != Opcode.END || in.more()) {
      throw new ModuleException("a function ends in the middle of a block");
    }
    return nodes;
  }

  /** Reads up to the {@code end} or {@code else} of a block and tells which it was. */
  private static int parse(byte[] code, ByteReader in, List<Node> into) {
    while (true) {
      int start = in.position();
      int opcode = in.u8();
      Opcode.skipImmediates(opcode, in);
      switch (opcode) {
        case Opcode.END, Opcode.ELSE -> {
          return opcode;
        }
        case Opcode.BLOCK, Opcode.LOOP, Opcode.IF -> {
          int type = code[start + 1] & 0xFF;
          List<Node> first = new ArrayList<>();
          List<Node> second = null;
          if (parse(code, in, first) == Opcode.ELSE) {
            second = new ArrayList<>();
            parse(code, in, second);
          }
          into.add(Block.of(opcode, type, first, second));
        }
        default -> into.add(new Plain(opcode, code, start, in.position()));
      }
    }
  }

  static void write(List<Node> nodes, ByteWriter out) {
    for (Node node : nodes) {
      if (node instanceof Plain plain) {
        out.bytes(plain.code(), plain.start(), plain.end());
      } else if (node instanceof Block block) {
        out.u8(block.opcode()).u8(block.type());
        write(block.first(), out);
        if (block.second() != null) {
          out.u8(Opcode.ELSE);
          write(block.second(), out);
        }
        out.u8(Opcode.END);
      }
    }
  }

  /** An instruction made of these bytes. */
  static Plain plain(ByteWriter written) {
    byte[] bytes = written.toArray();
    return new Plain(bytes[0] & 0xFF, bytes, 0, bytes.length);
  }

  static Plain plain(int opcode, int index) {
    return plain(new ByteWriter().u8(opcode).u32(index));
  }

  static Plain plain(int opcode) {
    return plain(new ByteWriter().u8(opcode));
  }
}
