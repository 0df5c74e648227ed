package dev.sparring.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** What stands on the left of an assignment. */
sealed interface AssignmentTarget {
  void assign(RenderContext context, Frame frame, Object value);

  /** The assigned value, which a loop with a test passes on. Several names give a tuple. */
  Object packed(Frame frame);

  void forEachName(Consumer<String> visitor);

  void forEachNamespace(Consumer<String> visitor);

  /** Fails unless all attributes belong to namespaces. */
  default void checkNamespaces(Frame frame) {
    forEachNamespace(
        name -> {
          if (!(frame.load(name) instanceof Namespace)) {
            throw new TemplateRuntimeException("cannot assign attribute on non-namespace object");
          }
        });
  }

  record Name(String name) implements AssignmentTarget {
    @Override
    public void assign(RenderContext context, Frame frame, Object value) {
      frame.store(name, value);
    }

    @Override
    public Object packed(Frame frame) {
      return frame.raw(name);
    }

    @Override
    public void forEachName(Consumer<String> visitor) {
      visitor.accept(name);
    }

    @Override
    public void forEachNamespace(Consumer<String> visitor) {}
  }

  /** {@code namespace.attribute}, the only assignment that reaches out of a scope. */
  record Attribute(String namespace, String attribute) implements AssignmentTarget {
    @Override
    public void assign(RenderContext context, Frame frame, Object value) {
      checkNamespaces(frame);
      ((Namespace) frame.load(namespace)).set(attribute, value);
    }

    @Override
    public Object packed(Frame frame) {
      throw new IllegalStateException("a loop has no attributes as targets");
    }

    @Override
    public void forEachName(Consumer<String> visitor) {}

    @Override
    public void forEachNamespace(Consumer<String> visitor) {
      visitor.accept(namespace);
    }
  }

  record Several(List<AssignmentTarget> targets) implements AssignmentTarget {
    @Override
    public void assign(RenderContext context, Frame frame, Object value) {
      Iterator<Object> given = Iterables.iterator(context, value);
      List<Object> values = new ArrayList<>();
      while (values.size() <= targets.size() && given.hasNext()) {
        values.add(given.next());
      }
      if (values.size() != targets.size()) {
        String count = values.size() > targets.size() ? "more" : "only " + values.size();
        throw new TemplateRuntimeException(
            "cannot unpack " + count + " values into " + targets.size() + " names");
      }
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(context, frame, values.get(i));
      }
    }

    @Override
    public Object packed(Frame frame) {
      return new Tuple(targets.stream().map(target -> target.packed(frame)).toList());
    }

    @Override
    public void forEachName(Consumer<String> visitor) {
      targets.forEach(target -> target.forEachName(visitor));
    }

    @Override
    public void forEachNamespace(Consumer<String> visitor) {
      targets.forEach(target -> target.forEachNamespace(visitor));
    }
  }
}
