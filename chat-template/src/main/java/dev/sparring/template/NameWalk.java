package dev.sparring.template;

import java.util.HashSet;
import java.util.Set;

/**
 * Walks over the names of a body, at any depth, in the order in which Jinja's own tree has them. It
 * finds out which names are read before they are set: Jinja gives a macro {@code varargs}, and a
 * loop its {@code loop}, by such a walk.
 */
final class NameWalk {
  private final Set<String> open;
  private final Set<String> read = new HashSet<>();
  private final boolean intoBlocks;
  private boolean assigned;
  private boolean scopedBlock;

  private NameWalk(Set<String> names, boolean intoBlocks) {
    this.open = new HashSet<>(names);
    this.intoBlocks = intoBlocks;
  }

  /** The names among {@code names} that {@code body} reads before it sets them. */
  static Set<String> read(Statement.Body body, Set<String> names) {
    NameWalk walk = new NameWalk(names, false);
    walk.body(body);
    return walk.read;
  }

  /** Whether a {@code set} or {@code for} inside of {@code statement} assigns to {@code name}. */
  static boolean assigns(Statement statement, String name) {
    NameWalk walk = new NameWalk(Set.of(name), true);
    statement.walk(walk);
    return walk.assigned;
  }

  /** Whether there is a block inside of {@code statement} that sees the variables around it. */
  static boolean hasScopedBlock(Statement statement) {
    NameWalk walk = new NameWalk(Set.of(), true);
    statement.walk(walk);
    return walk.scopedBlock;
  }

  void block(boolean scoped, Statement.Body body) {
    scopedBlock |= scoped;
    if (intoBlocks) {
      body(body);
    }
  }

  void body(Statement.Body body) {
    body.statements().forEach(statement -> statement.walk(this));
  }

  void expression(Expression expression) {
    if (expression != null) {
      expression.forEachVariable(this::load);
    }
  }

  private void load(String name) {
    if (open.contains(name)) {
      read.add(name);
    }
  }

  /** A name that {@code set} or {@code for} assigns to. */
  void assign(String name) {
    assigned |= intoBlocks && open.contains(name);
    parameter(name);
  }

  /** A name that {@code with} or a macro passes. */
  void parameter(String name) {
    if (!intoBlocks) {
      open.remove(name);
    }
  }
}
