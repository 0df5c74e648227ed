package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** A statement tree whose nodes run themselves. */
sealed interface Statement
    permits Statement.Plain, ForLoop, CaptureStatement, MacroStatement, ScopeStatement {
  /** Where to go on after a statement. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  int line();

  /** Runs this node alone; callers use {@link #run}, which counts the step and places errors. */
  Flow execute(RenderContext context, Frame frame);

  /** Adds the names that this statement uses in the scope around it. */
  void collect(SymbolCollector names);

  /** Finds the symbols of the scopes inside of this statement, and checks its expressions. */
  void resolve(Resolver resolver);

  /** Visits all names inside. */
  void walk(NameWalk names);

  default Flow run(RenderContext context, Frame frame) {
    try {
      context.budget().enter();
      try {
        context.budget().spend(1);
        return execute(context, frame);
      } finally {
        context.budget().leave();
      }
    } catch (TemplateRuntimeException failure) {
      throw TemplateException.at(line(), failure.getMessage());
    }
  }

  /** Statements one after the other, in the frame they are given. */
  record Body(List<Statement> statements) {
    static final Body EMPTY = new Body(List.of());

    Flow run(RenderContext context, Frame frame) {
      for (Statement statement : statements) {
        Flow flow = statement.run(context, frame);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    }
  }

  /** Statements without a scope of their own. */
  sealed interface Plain extends Statement {}

  record Text(int line, String text) implements Plain {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      context.write(text);
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {}

    @Override
    public void resolve(Resolver resolver) {}

    @Override
    public void walk(NameWalk names) {}
  }

  /**
   * Writes the value of an expression; {@code constant} is its text where that is known already.
   */
  record Print(int line, Expression expression, String constant, AutoescapeMode mode)
      implements Plain {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      if (constant != null) {
        context.write(constant);
        return Flow.NEXT;
      }
      Object value = expression.value(context, frame);
      context.write(
          mode.isOn(context)
              ? Markup.escape(context, value).text()
              : PythonRepr.text(context, value));
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      names.loads(expression);
    }

    @Override
    public void resolve(Resolver resolver) {
      if (constant == null) {
        resolver.expression(expression);
      }
    }

    @Override
    public void walk(NameWalk names) {
      names.expression(expression);
    }
  }

  record If(int line, List<Branch> branches, Body otherwise) implements Plain {
    record Branch(Expression test, Body body) {}

    @Override
    public Flow execute(RenderContext context, Frame frame) {
      for (Branch branch : branches) {
        if (PythonTypes.isTrue(branch.test().value(context, frame))) {
          return branch.body().run(context, frame);
        }
      }
      return otherwise.run(context, frame);
    }

    /**
     * Jinja takes all the {@code elif} together for one branch, inside of which each is a condition
     * of its own.
     */
    @Override
    public void collect(SymbolCollector names) {
      names.loads(branches.get(0).test());
      List<Statement> others = new ArrayList<>();
      for (Branch branch : branches.subList(1, branches.size())) {
        others.add(new If(line, List.of(branch), Body.EMPTY));
      }
      names.branches(List.of(branches.get(0).body(), new Body(others), otherwise));
    }

    @Override
    public void resolve(Resolver resolver) {
      Resolver soft = resolver.softly();
      for (Branch branch : branches) {
        soft.expression(branch.test());
        soft.body(branch.body());
      }
      soft.body(otherwise);
    }

    @Override
    public void walk(NameWalk names) {
      for (Branch branch : branches) {
        names.expression(branch.test());
        names.body(branch.body());
      }
      names.body(otherwise);
    }
  }

  record Jump(int line, Flow flow) implements Plain {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      return flow;
    }

    @Override
    public void collect(SymbolCollector names) {}

    @Override
    public void resolve(Resolver resolver) {}

    @Override
    public void walk(NameWalk names) {}
  }

  record Assign(int line, AssignmentTarget target, Expression value) implements Plain {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      target.checkNamespaces(frame);
      target.assign(context, frame, value.value(context, frame));
      target.forEachName(frame::export);
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      names.loads(value);
      target.forEachNamespace(names::load);
      target.forEachName(names::store);
    }

    @Override
    public void resolve(Resolver resolver) {
      resolver.expression(value);
    }

    @Override
    public void walk(NameWalk names) {
      target.forEachName(names::assign);
      names.expression(value);
    }
  }

  /**
   * A tag that takes another template, which a chat template never has: it fails when it is
   * reached.
   *
   * @param names what the tag would define
   * @param lenient whether an empty list of templates is nothing, as with {@code ignore missing}
   */
  record OtherTemplate(
      int line, String tag, Expression template, List<String> names, boolean lenient)
      implements Plain {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      Object value = template.value(context, frame);
      if (lenient && value instanceof List<?> list && list.isEmpty()) {
        return Flow.NEXT;
      }
      throw new TemplateRuntimeException(
          "the tag '" + tag + "' needs other templates, of which a chat template has none");
    }

    @Override
    public void collect(SymbolCollector collector) {
      collector.loads(template);
      names.forEach(collector::store);
    }

    @Override
    public void resolve(Resolver resolver) {
      resolver.expression(template);
    }

    @Override
    public void walk(NameWalk walk) {
      walk.expression(template);
    }
  }
}
