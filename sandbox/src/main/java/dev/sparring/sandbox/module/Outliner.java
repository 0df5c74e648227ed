package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves parts of one function out of it. */
final class Outliner {
  private static final int MOST_LOCALS = 60;

  /** A part with more ways out is a switch, which is quick where it stands. */
  private static final int MOST_EXITS = 12;

  private final ModuleBinary module;
  private final ScratchGlobals scratch;
  private final FunctionType function;
  private final List<Byte> locals;
  private final int exitLocal;

  /**
   * @param locals types of the function's parameters and locals
   * @param exitLocal an i32 local of the function that nothing else uses
   */
  Outliner(
      ModuleBinary module,
      ScratchGlobals scratch,
      FunctionType function,
      List<Byte> locals,
      int exitLocal) {
    this.module = module;
    this.scratch = scratch;
    this.function = function;
    this.locals = locals;
    this.exitLocal = exitLocal;
  }

  /** By how much a node changes the height of the operand stack. */
  int effect(Node node) {
    if (node instanceof Node.Block block) {
      return (block.type() == Opcode.VOID ? 0 : 1) - (block.opcode() == Opcode.IF ? 1 : 0);
    }
    Node.Plain plain = (Node.Plain) node;
    return switch (plain.opcode()) {
      case Opcode.CALL -> effect(module.typeOf(plain.index()));
      case Opcode.CALL_INDIRECT -> effect(module.type(plain.index())) - 1;
      default -> Opcode.pushes(plain.opcode()) - Opcode.pops(plain.opcode());
    };
  }

  private static int effect(FunctionType type) {
    return type.results().size() - type.parameters().size();
  }

  /**
   * Moves a part into a function of its own and writes what calls it.
   *
   * @param labels types of the labels around the part, the innermost last
   * @return whether the part can be moved; if not, nothing is written
   */
  boolean moveOut(List<Node> part, List<Integer> labels, List<Node> out) {
    Optional<Part> found = part(part, labels);
    if (found.isEmpty()) {
      return false;
    }
    Part moved = found.get();
    int made = module.add(type(moved), body(part, moved));
    moved.used().forEach(local -> out.add(Node.plain(Opcode.LOCAL_GET, local)));
    out.add(Node.plain(Opcode.CALL, made));
    if (moved.leaves()) {
      out.add(Node.plain(Opcode.LOCAL_SET, exitLocal));
    }
    List<Integer> changed = List.copyOf(moved.changed());
    for (int i = 0; i < changed.size(); i++) {
      out.add(Node.plain(Opcode.GLOBAL_GET, scratchFor(changed, i)));
      out.add(Node.plain(Opcode.LOCAL_SET, changed.get(i)));
    }
    leave(moved, out);
    if (Opcode.endsBlock(part.get(part.size() - 1).opcode())) {
      out.add(Node.plain(Opcode.UNREACHABLE));
    }
    return true;
  }

  boolean canMove(List<Node> statement, List<Integer> labels) {
    return part(statement, labels).isPresent();
  }

  private Optional<Part> part(List<Node> part, List<Integer> labels) {
    return Part.of(part, labels, function, exitLocal)
        .filter(found -> found.used().size() <= MOST_LOCALS && found.wrappers() <= MOST_EXITS);
  }

  /** After the call: goes where the part wanted to go. */
  private void leave(Part moved, List<Node> out) {
    if (moved.returns() && !function.results().isEmpty()) {
      out.add(Node.plain(Opcode.LOCAL_GET, exitLocal));
      out.add(Node.plain(new ByteWriter().u8(Opcode.I32_CONST).s64(moved.returnExit())));
      out.add(Node.plain(Opcode.I32_EQ));
      List<Node> then = new ArrayList<>();
      then.add(Node.plain(Opcode.GLOBAL_GET, returned()));
      then.add(Node.plain(Opcode.RETURN));
      out.add(Node.Block.of(Opcode.IF, Opcode.VOID, then, null));
    }
    if (!moved.exits().isEmpty()) {
      ByteWriter table = new ByteWriter().u8(Opcode.BR_TABLE).u32(1 + moved.exits().size());
      table.u32(0);
      moved.exits().forEach(label -> table.u32(label + 1));
      List<Node> choice = new ArrayList<>();
      choice.add(Node.plain(Opcode.LOCAL_GET, exitLocal));
      choice.add(Node.plain(table.u32(0)));
      out.add(Node.Block.of(Opcode.BLOCK, Opcode.VOID, choice, null));
    }
  }

  private FunctionType type(Part moved) {
    return new FunctionType(
        moved.used().stream().map(locals::get).toList(),
        moved.leaves() ? List.of(Opcode.I32) : List.of());
  }

  private FunctionBody body(List<Node> part, Part moved) {
    ByteWriter out = new ByteWriter();
    int wrappers = moved.wrappers();
    for (int i = 0; i < wrappers; i++) {
      out.u8(Opcode.BLOCK).u8(Opcode.VOID);
    }
    int returnTo =
        moved.returns() && !function.results().isEmpty() ? returned() : MovedCode.NO_RESULT;
    new MovedCode(moved, exitLocal, returnTo, out).write(part);
    for (int exit = 0; exit <= wrappers; exit++) {
      handBack(moved, out);
      if (moved.leaves()) {
        out.u8(Opcode.I32_CONST).s64(exit);
      }
      if (exit < wrappers) {
        out.u8(Opcode.RETURN).u8(Opcode.END);
      }
    }
    return new FunctionBody(List.of(Opcode.I32), out.u8(Opcode.END).toArray());
  }

  private void handBack(Part moved, ByteWriter out) {
    List<Integer> changed = List.copyOf(moved.changed());
    for (int i = 0; i < changed.size(); i++) {
      int parameter = moved.used().indexOf(changed.get(i));
      out.u8(Opcode.LOCAL_GET).u32(parameter);
      out.u8(Opcode.GLOBAL_SET).u32(scratchFor(changed, i));
    }
  }

  /** Where the i-th of the changed locals is handed back; number 0 of a type is for results. */
  private int scratchFor(List<Integer> changed, int i) {
    byte type = locals.get(changed.get(i));
    long before = changed.subList(0, i).stream().filter(l -> locals.get(l) == type).count();
    return scratch.get(type, 1 + (int) before);
  }

  private int returned() {
    return scratch.get(function.results().get(0), 0);
  }
}
