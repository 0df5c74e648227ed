package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a part of a function uses of it.
 *
 * @param used locals, in order
 * @param changed those of them that it sets, in order
 * @param exits labels outside that it may leave for, counted from the part outwards, in order
 * @param returns whether it may end the function with a result
 */
record Part(List<Integer> used, List<Integer> changed, List<Integer> exits, boolean returns) {

  /** Looks a part through; empty when it cannot be moved. */
  static Optional<Part> of(
      List<Node> part, List<Integer> labels, FunctionType function, int exitLocal) {
    Scan scan = new Scan(labels, function, exitLocal);
    scan.walk(part, 0);
    return scan.movable
        ? Optional.of(
            new Part(
                List.copyOf(scan.used),
                List.copyOf(scan.changed),
                List.copyOf(scan.exits),
                scan.returns))
        : Optional.empty();
  }

  boolean leaves() {
    return wrappers() > 0;
  }

  /** Blocks around the code, one for each way to leave it. */
  int wrappers() {
    return exits.size() + (returns ? 1 : 0);
  }

  /** The number that is returned for the end of the function. */
  int returnExit() {
    return exits.size() + 1;
  }

  private static final class Scan {
    private final TreeSet<Integer> used = new TreeSet<>();
    private final TreeSet<Integer> changed = new TreeSet<>();
    private final TreeSet<Integer> exits = new TreeSet<>();
    private final List<Integer> labels;
    private final boolean voidFunction;
    private final int exitLocal;
    private boolean returns;
    private boolean movable = true;

    Scan(List<Integer> labels, FunctionType function, int exitLocal) {
      this.labels = labels;
      this.voidFunction = function.results().isEmpty();
      this.exitLocal = exitLocal;
      movable = function.results().size() <= 1;
    }

    void walk(List<Node> nodes, int depth) {
      for (Node node : nodes) {
        if (node instanceof Node.Block block) {
          walk(block.first(), depth + 1);
          if (block.second() != null) {
            walk(block.second(), depth + 1);
          }
        } else if (node instanceof Node.Plain plain) {
          look(plain, depth);
        }
      }
    }

    private void look(Node.Plain plain, int depth) {
      switch (plain.opcode()) {
        case Opcode.LOCAL_GET -> use(plain.index());
        case Opcode.LOCAL_SET, Opcode.LOCAL_TEE -> {
          use(plain.index());
          if (plain.index() != exitLocal) {
            changed.add(plain.index());
          }
        }
        case Opcode.BR -> leave(plain.index() - depth, true);
        case Opcode.BR_IF -> leave(plain.index() - depth, false);
        case Opcode.BR_TABLE -> targets(plain).forEach(label -> leave(label - depth, false));
        case Opcode.RETURN -> leave(labels.size(), true);
        default -> {}
      }
    }

    private void use(int local) {
      if (local != exitLocal) {
        used.add(local);
      }
    }

    /** Notes a branch to the label that is so many outside of the part. */
    private void leave(int label, boolean always) {
      if (label < 0) {
        return;
      }
      if (label == labels.size()) {
        if (voidFunction) {
          exits.add(label);
        } else {
          returns = true;
          movable &= always;
        }
      } else {
        exits.add(label);
        movable &= labels.get(labels.size() - 1 - label) == Opcode.VOID;
      }
    }
  }

  static List<Integer> targets(Node.Plain table) {
    ByteReader in = new ByteReader(table.code(), table.start() + 1, table.end());
    List<Integer> targets = new ArrayList<>();
    for (int count = in.u32(); count >= 0; count--) {
      targets.add(in.u32());
    }
    return targets;
  }
}
