package dev.sparring.template;

import java.util.Map;

/** The variable {@code self}: renders the blocks of the template again. */
final class TemplateReference {
  private final RenderContext context;
  private final TemplateVariables variables;
  private final Map<String, ScopeStatement.Block> blocks;

  TemplateReference(
      RenderContext context,
      TemplateVariables variables,
      Map<String, ScopeStatement.Block> blocks) {
    this.context = context;
    this.variables = variables;
    this.blocks = blocks;
  }

  /** A function that renders the block, or {@link Missing#MISSING} when there is none. */
  Object block(String name) {
    ScopeStatement.Block block = blocks.get(name);
    return block == null ? Missing.MISSING : new BlockReference(block);
  }

  /** One block, to be called. */
  private final class BlockReference implements TemplateFunction, TemplateObject {
    private final ScopeStatement.Block block;

    private BlockReference(ScopeStatement.Block block) {
      this.block = block;
    }

    @Override
    public String name() {
      return block.name();
    }

    @Override
    public Object call(RenderContext caller, Arguments arguments) {
      arguments.bind();
      String text = context.capture(() -> block.render(context, variables));
      return Markup.when(context.autoescape(), text);
    }

    @Override
    public Object attribute(String attribute) {
      return switch (attribute) {
        case "name" -> name();
        case "super" -> new Undefined("there is no parent block called '" + name() + "'.");
        default -> Missing.MISSING;
      };
    }
  }
}
