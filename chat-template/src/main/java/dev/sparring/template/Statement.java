package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A statement tree whose nodes run themselves. */
sealed interface Statement {
  /** Where to go on after a statement. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  int line();

  /** Runs this node alone; callers use {@link #run}, which counts the step and places errors. */
  Flow execute(Run run, Scope scope);

  default Flow run(Run run, Scope scope) {
    try {
      run.budget().enter();
      try {
        run.budget().spend(1);
        return execute(run, scope);
      } finally {
        run.budget().leave();
      }
    } catch (Failure failure) {
      throw TemplateException.at(line(), failure.getMessage());
    }
  }

  /** Statements one after the other, in the scope they are given. */
  record Block(List<Statement> statements) {
    static final Block EMPTY = new Block(List.of());

    Flow run(Run run, Scope scope) {
      for (Statement statement : statements) {
        Flow flow = statement.run(run, scope);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    }

    String capture(Run run, Scope scope) {
      return run.capture(() -> run(run, scope));
    }
  }

  record Text(int line, String text) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      run.write(text);
      return Flow.NEXT;
    }
  }

  record Print(int line, Expression expression) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      run.write(Printer.text(run, expression.value(run, scope)));
      return Flow.NEXT;
    }
  }

  record If(int line, List<Branch> branches, Block otherwise) implements Statement {
    record Branch(Expression test, Block body) {}

    @Override
    public Flow execute(Run run, Scope scope) {
      for (Branch branch : branches) {
        if (Values.isTrue(branch.test().value(run, scope))) {
          return branch.body().run(run, scope);
        }
      }
      return otherwise.run(run, scope);
    }
  }

  record For(
      int line, Target target, Expression iterable, Expression test, Block body, Block otherwise)
      implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      List<Object> items = Sequences.elements(run, iterable.value(run, scope));
      if (test != null) {
        items = selected(run, scope, items);
      }
      Loop loop = new Loop(items);
      for (int i = 0; i < items.size(); i++) {
        run.budget().spend(1);
        loop.moveTo(i);
        Scope inner = new Scope(scope);
        inner.set("loop", loop);
        target.assign(run, inner, items.get(i));
        if (body.run(run, inner) == Flow.BREAK) {
          break;
        }
      }
      return items.isEmpty() ? otherwise.run(run, new Scope(scope)) : Flow.NEXT;
    }

    private List<Object> selected(Run run, Scope scope, List<Object> items) {
      List<Object> selected = new ArrayList<>();
      for (Object item : items) {
        Scope inner = new Scope(scope);
        target.assign(run, inner, item);
        if (Values.isTrue(test.value(run, inner))) {
          selected.add(item);
        }
      }
      return selected;
    }
  }

  record Jump(int line, Flow flow) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      return flow;
    }
  }

  record Assign(int line, Target target, Expression value) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      target.assign(run, scope, value.value(run, scope));
      return Flow.NEXT;
    }
  }

  /**
   * A body whose text is captured, passed through {@code filters} (which find it under {@link
   * #BODY}), and assigned to {@code target}, or written when there is none.
   */
  record Captured(int line, Target target, Expression filters, Block body) implements Statement {
    /** No name a template can spell. */
    static final String BODY = " body";

    @Override
    public Flow execute(Run run, Scope scope) {
      Scope inner = new Scope(scope);
      inner.set(BODY, body.capture(run, inner));
      Object value = filters.value(run, inner);
      if (target == null) {
        run.write(Printer.text(run, value));
      } else {
        target.assign(run, scope, value);
      }
      return Flow.NEXT;
    }
  }

  record With(int line, List<Assign> assignments, Block body) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      Scope inner = new Scope(scope);
      for (Assign assignment : assignments) {
        assignment.target().assign(run, inner, assignment.value().value(run, scope));
      }
      return body.run(run, inner);
    }
  }

  /** Marks what the assistant generated; transformers masks by it, here it only groups. */
  record Generation(int line, Block body) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      return body.run(run, new Scope(scope));
    }
  }

  record DefineMacro(int line, Macro.Definition definition) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      scope.set(definition.name(), new Macro(definition, scope));
      return Flow.NEXT;
    }
  }

  /** Calls a macro and hands it the body, as a macro named {@code caller}. */
  record CallBlock(int line, Expression.Call call, Macro.Definition body) implements Statement {
    @Override
    public Flow execute(Run run, Scope scope) {
      Macro caller = new Macro(body, scope);
      CallArguments written = call.arguments();
      Map<String, Expression> named = new LinkedHashMap<>(written.named());
      named.put("caller", new Expression.Literal(line, caller));
      CallArguments arguments = new CallArguments(written.positional(), named, written.spread());
      Object text = new Expression.Call(line, call.callee(), arguments).value(run, scope);
      run.write(Printer.text(run, text));
      return Flow.NEXT;
    }
  }
}
