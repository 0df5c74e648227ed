package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call as written: positional ones, named ones, and at most one sequence and one
 * dict that are spread, with a star and two stars.
 */
record ArgumentList(
    List<Expression> positional,
    Map<String, Expression> named,
    Expression spread,
    Expression spreadNamed) {
  static final ArgumentList NONE = new ArgumentList(List.of(), Map.of(), null, null);

  List<Expression> expressions() {
    List<Expression> all = new ArrayList<>(positional);
    all.addAll(named.values());
    if (spread != null) {
      all.add(spread);
    }
    if (spreadNamed != null) {
      all.add(spreadNamed);
    }
    return all;
  }

  Arguments compute(RenderContext context, Frame frame, String callee) {
    return compute(context, frame, callee, null);
  }

  /** As above; {@code caller} is passed by that name unless it is {@code null}. */
  Arguments compute(RenderContext context, Frame frame, String callee, Macro caller) {
    List<Object> values = Expression.values(positional, context, frame);
    Map<String, Object> byName = new LinkedHashMap<>();
    named.forEach((name, value) -> byName.put(name, value.value(context, frame)));
    if (caller != null) {
      byName.put("caller", caller);
    }
    if (spread != null) {
      values.addAll(Iterables.elements(context, spread.value(context, frame)));
      context.budget().checkElements(values.size());
    }
    if (spreadNamed != null) {
      spread(spreadNamed.value(context, frame), byName);
    }
    return new Arguments(callee, values, byName);
  }

  private static void spread(Object source, Map<String, Object> byName) {
    Undefined.refuse(source);
    if (!(source instanceof Dict dict)) {
      throw PythonTypes.wrongType("'**'", "a dict", source);
    }
    for (Object item : dict.items()) {
      Tuple entry = (Tuple) item;
      if (!Markup.isText(entry.get(0))) {
        throw PythonTypes.wrongType("'**'", "a dict of texts", entry.get(0));
      }
      String name = Markup.text(entry.get(0));
      if (byName.containsKey(name)) {
        throw new TemplateRuntimeException("the argument '" + name + "' comes twice");
      }
      byName.put(name, entry.get(1));
    }
  }
}
