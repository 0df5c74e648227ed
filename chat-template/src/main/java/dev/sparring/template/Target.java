package dev.sparring.template;

import java.util.List;

/** What stands on the left of an assignment. */
sealed interface Target {
  void assign(Run run, Scope scope, Object value);

  record Name(String name) implements Target {
    @Override
    public void assign(Run run, Scope scope, Object value) {
      scope.set(name, value);
    }
  }

  /** {@code namespace.attribute}, the only assignment that reaches out of a scope. */
  record Attribute(String namespace, String attribute) implements Target {
    @Override
    public void assign(Run run, Scope scope, Object value) {
      Object owner = scope.find(namespace);
      if (owner instanceof Undefined undefined) {
        throw undefined.failure();
      }
      if (!(owner instanceof Namespace attributes)) {
        throw new Failure("'" + namespace + "' is no namespace, so it takes no attributes");
      }
      attributes.set(attribute, value);
    }
  }

  record Several(List<Target> targets) implements Target {
    @Override
    public void assign(Run run, Scope scope, Object value) {
      List<Object> values = Sequences.elements(run, value);
      if (values.size() != targets.size()) {
        throw new Failure(
            "cannot unpack " + values.size() + " values into " + targets.size() + " names");
      }
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(run, scope, values.get(i));
      }
    }
  }
}
