package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A macro, with the frame in which it was defined. Calling it returns what its body writes. */
final class Macro implements TemplateFunction, TemplateObject {
  private static final String CALLER = "caller";
  private static final String KWARGS = "kwargs";
  private static final String VARARGS = "varargs";
  static final Set<String> SPECIAL = Set.of(CALLER, KWARGS, VARARGS);

  /** A parameter; {@code fallback} is {@code null} where there is no default. */
  record Parameter(String name, Expression fallback) {}

  /**
   * The macro as written.
   *
   * @param name {@code null} for the body of a call block
   * @param read those of {@code caller}, {@code kwargs} and {@code varargs} that the body reads
   */
  record Definition(
      String name, List<Parameter> parameters, Statement.Body body, Set<String> read, Scope scope) {

    boolean takes(String special) {
      return read.contains(special) && !hasParameter(special);
    }

    private boolean hasParameter(String parameter) {
      return parameters.stream().anyMatch(p -> p.name().equals(parameter));
    }

    void resolve(Resolver resolver) {
      Symbols inner = scope.openFunction(resolver.symbols(), new FunctionScope());
      parameters.forEach(parameter -> inner.parameter(parameter.name()));
      for (Parameter parameter : parameters) {
        if (parameter.fallback() != null) {
          parameter.fallback().forEachVariable(inner::load);
        }
      }
      SymbolCollector.collect(inner, body);
      SPECIAL.stream().filter(this::takes).forEach(inner::parameter);
      parameters.forEach(parameter -> resolver.in(inner).expression(parameter.fallback()));
      resolver.in(inner).body(body);
    }

    void walk(NameWalk names) {
      parameters.forEach(parameter -> names.parameter(parameter.name()));
      parameters.forEach(parameter -> names.expression(parameter.fallback()));
      names.body(body);
    }
  }

  private final Definition definition;
  private final Frame closure;

  Macro(Definition definition, Frame closure) {
    this.definition = definition;
    this.closure = closure;
  }

  @Override
  public String name() {
    return definition.name() == null ? CALLER : definition.name();
  }

  @Override
  public Object attribute(String attribute) {
    List<String> names = definition.parameters().stream().map(Parameter::name).toList();
    return switch (attribute) {
      case "name" -> definition.name();
      case "arguments" -> new Tuple(names);
      case "catch_kwargs" -> definition.takes(KWARGS);
      case "catch_varargs" -> definition.takes(VARARGS);
      case CALLER -> definition.read().contains(CALLER);
      case "explicit_caller" -> names.contains(CALLER);
      default -> Missing.MISSING;
    };
  }

  @Override
  public Object call(RenderContext context, Arguments arguments) {
    Frame frame = closure.call(definition.scope());
    Map<String, Object> rest = new LinkedHashMap<>(arguments.named());
    List<Object> given = arguments.positional();
    List<Parameter> parameters = definition.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i).name();
      boolean positional = i < given.size();
      if (positional || rest.containsKey(parameter)) {
        frame.store(parameter, positional ? given.get(i) : rest.remove(parameter));
      }
    }
    bindSpecial(frame, rest);
    bindRest(frame, given, parameters.size());
    for (Parameter parameter : parameters) {
      if (frame.raw(parameter.name()) == Missing.MISSING) {
        frame.store(parameter.name(), fallback(context, frame, parameter));
      }
    }
    String text = context.capture(() -> definition.body().run(context, frame));
    return Markup.when(context.autoescape(), text);
  }

  private void bindSpecial(Frame frame, Map<String, Object> rest) {
    if (definition.takes(CALLER)) {
      Object caller = rest.remove(CALLER);
      frame.store(CALLER, caller == null ? new Undefined("No caller defined") : caller);
    }
    if (definition.takes(KWARGS)) {
      frame.store(KWARGS, Dict.of(rest));
    } else if (!rest.isEmpty()) {
      String unknown = rest.keySet().iterator().next();
      throw new TemplateRuntimeException(
          "the macro '" + name() + "' has no argument '" + unknown + "'");
    }
  }

  private void bindRest(Frame frame, List<Object> given, int expected) {
    if (definition.takes(VARARGS)) {
      int used = Math.min(expected, given.size());
      frame.store(VARARGS, new Tuple(new ArrayList<>(given.subList(used, given.size()))));
    } else if (given.size() > expected) {
      throw new TemplateRuntimeException(
          "the macro '" + name() + "' takes " + expected + " arguments, got " + given.size());
    }
  }

  private static Object fallback(RenderContext context, Frame frame, Parameter parameter) {
    return parameter.fallback() == null
        ? new Undefined("parameter '" + parameter.name() + "' was not provided")
        : parameter.fallback().value(context, frame);
  }

  @Override
  public String toString() {
    return definition.name() == null ? "<Macro anonymous>" : "<Macro '" + definition.name() + "'>";
  }
}
