package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves parts of long functions into functions of their own. The JVM takes no method above 64 KB
 * and compiles long ones badly or not at all; the evaluation loop of CPython is one of them.
 *
 * <p>What is moved is a run of whole statements of one block: the operand stack is as high before
 * it as after it. Locals that it uses become parameters, those that it changes come back in
 * globals, and where it would leave for a label outside, it returns the number of that label. What
 * a function computes does not change.
 */
public final class FunctionSplitter {
  /**
   * Lengths in bytes.
   *
   * @param function functions up to this length stay as they are
   * @param shortest a part is not shorter
   * @param longest a part is not longer
   */
  record Lengths(int function, int shortest, int longest) {}

  private static final Lengths JVM = new Lengths(8000, 300, 3500);

  private final ModuleBinary module;
  private final ScratchGlobals scratch;
  private final Lengths lengths;

  private FunctionSplitter(ModuleBinary module, Lengths lengths) {
    this.module = module;
    this.lengths = lengths;
    this.scratch = new ScratchGlobals(module);
  }

  /** Splits the long functions of a module. */
  public static void apply(ModuleBinary module) {
    apply(module, JVM);
  }

  static void apply(ModuleBinary module, Lengths lengths) {
    FunctionSplitter splitter = new FunctionSplitter(module, lengths);
    int count = module.bodies().size();
    for (int i = 0; i < count; i++) {
      FunctionBody body = module.bodies().get(i);
      if (body.code().length > lengths.function()) {
        FunctionType type = module.typeOf(module.importedFunctions() + i);
        module.bodies().set(i, splitter.split(type, body));
      }
    }
  }

  private FunctionBody split(FunctionType type, FunctionBody body) {
    List<Byte> locals = new ArrayList<>(type.parameters());
    locals.addAll(body.locals());
    int exit = locals.size();
    locals.add(Opcode.I32);
    Outliner outliner = new Outliner(module, scratch, type, locals, exit);
    List<Node> nodes = shorten(Node.parse(body.code()), List.of(), outliner);
    ByteWriter out = new ByteWriter();
    Node.write(nodes, out);
    return new FunctionBody(
        List.copyOf(locals.subList(type.parameters().size(), locals.size())),
        out.u8(Opcode.END).toArray());
  }

  /**
   * Moves what can be moved out of one block.
   *
   * @param labels types of the labels around it, the innermost last; {@link Opcode#VOID} for those
   *     that take no value
   */
  private List<Node> shorten(List<Node> nodes, List<Integer> labels, Outliner outliner) {
    List<Node> inner = nodes.stream().map(node -> inside(node, labels, outliner)).toList();
    List<Node> out = new ArrayList<>();
    List<Node> part = new ArrayList<>();
    List<Node> statement = new ArrayList<>();
    int height = 0;
    boolean dead = false;
    for (int i = 0; i < inner.size() && !dead; i++) {
      Node node = inner.get(i);
      statement.add(node);
      height += outliner.effect(node);
      dead = Opcode.endsBlock(node.opcode());
      if (height == 0 || dead) {
        boolean stays = !outliner.canMove(statement, labels);
        if (stays || Node.size(part) + Node.size(statement) > lengths.longest()) {
          flush(part, labels, outliner, out);
        }
        (stays ? out : part).addAll(statement);
        statement.clear();
      }
      if (dead) {
        flush(part, labels, outliner, out);
        out.addAll(inner.subList(i + 1, inner.size()));
      }
    }
    flush(part, labels, outliner, out);
    out.addAll(statement);
    return out;
  }

  private Node inside(Node node, List<Integer> labels, Outliner outliner) {
    if (!(node instanceof Node.Block block) || block.size() <= lengths.longest()) {
      return node;
    }
    List<Integer> around = new ArrayList<>(labels);
    around.add(block.opcode() == Opcode.LOOP ? Opcode.VOID : block.type());
    return Node.Block.of(
        block.opcode(),
        block.type(),
        shorten(block.first(), around, outliner),
        block.second() == null ? null : shorten(block.second(), around, outliner));
  }

  private void flush(List<Node> part, List<Integer> labels, Outliner outliner, List<Node> out) {
    int size = Node.size(part);
    if (size < lengths.shortest()
        || size > lengths.longest()
        || !outliner.moveOut(part, labels, out)) {
      out.addAll(part);
    }
    part.clear();
  }
}
