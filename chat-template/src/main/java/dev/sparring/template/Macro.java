package dev.sparring.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A macro, with the scope in which it was defined. Calling it returns what its body writes. */
record Macro(Definition definition, Scope closure) implements Invocable {
  private static final String CALLER = "caller";

  /** A parameter; without a default its absence leaves it undefined. */
  record Parameter(String name, Expression fallback) {}

  /** The macro as written; {@code mentioned} are the names its body uses. */
  record Definition(
      String name, List<Parameter> parameters, Statement.Block body, Set<String> mentioned) {
    boolean takes(String special) {
      return mentioned.contains(special)
          && parameters.stream().noneMatch(parameter -> parameter.name().equals(special));
    }
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public Object call(Run run, Arguments arguments) {
    Scope scope = new Scope(closure);
    bindPositional(scope, arguments);
    bindNamed(run, scope, arguments);
    return run.capture(() -> definition.body().run(run, scope));
  }

  private void bindPositional(Scope scope, Arguments arguments) {
    List<Object> given = arguments.positional();
    int expected = definition.parameters().size();
    for (int i = 0; i < Math.min(expected, given.size()); i++) {
      scope.set(definition.parameters().get(i).name(), given.get(i));
    }
    if (definition.takes("varargs")) {
      int used = Math.min(expected, given.size());
      scope.set("varargs", new Tuple(given.subList(used, given.size())));
    } else if (given.size() > expected) {
      throw new Failure(
          "the macro '" + name() + "' takes " + expected + " arguments, got " + given.size());
    }
  }

  private void bindNamed(Run run, Scope scope, Arguments arguments) {
    Map<String, Object> rest = new LinkedHashMap<>(arguments.named());
    List<Parameter> parameters = definition.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      boolean positional = i < arguments.positional().size();
      if (rest.containsKey(parameter.name())) {
        if (positional) {
          throw new Failure(
              "the macro '" + name() + "' gets the argument '" + parameter.name() + "' twice");
        }
        scope.set(parameter.name(), rest.remove(parameter.name()));
      } else if (!positional) {
        scope.set(parameter.name(), fallback(run, scope, parameter));
      }
    }
    bindSpecial(scope, rest);
  }

  private static Object fallback(Run run, Scope scope, Parameter parameter) {
    return parameter.fallback() == null
        ? new Undefined("parameter '" + parameter.name() + "' was not provided")
        : parameter.fallback().value(run, scope);
  }

  private void bindSpecial(Scope scope, Map<String, Object> rest) {
    if (definition.takes(CALLER)) {
      Object caller = rest.remove(CALLER);
      scope.set(CALLER, caller == null ? new Undefined("No caller defined") : caller);
    }
    if (definition.takes("kwargs")) {
      scope.set("kwargs", rest);
    } else if (!rest.isEmpty()) {
      String unknown = rest.keySet().iterator().next();
      throw new Failure("the macro '" + name() + "' has no argument '" + unknown + "'");
    }
  }
}
