package dev.sparring.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/**
 * A chat template of a Hugging Face checkpoint: it turns a conversation into the text the model was
 * trained to continue.
 *
 * <p>Rendering is meant to agree to the character with what transformers makes of the same
 * template, because a model notices a missing newline:
 *
 * <pre>{@code
 * ChatTemplate template = ChatTemplate.parse(source);
 * String prompt =
 *     template.render(
 *         Map.of(
 *             "messages", List.of(Map.of("role", "user", "content", "What is 2 + 3?")),
 *             "add_generation_prompt", true));
 * }</pre>
 *
 * <p>A template is immutable and may be rendered by several threads at once.
 */
public final class ChatTemplate {
  private final ParsedTemplate template;

  private ChatTemplate(ParsedTemplate template) {
    this.template = template;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException when the syntax is wrong, or a tag, filter or test is unknown
   */
  public static ChatTemplate parse(String source) {
    return new ChatTemplate(StatementParser.parse(source));
  }

  /**
   * Renders the template.
   *
   * @param variables what the template may name: {@code messages}, {@code add_generation_prompt},
   *     {@code tools}, {@code bos_token} and so on. Values are maps, collections, texts, numbers,
   *     booleans and {@code null}. A map prints in its own order, so a message should be a {@code
   *     LinkedHashMap}.
   * @throws TemplateException when the template fails, raises an exception of its own, or does not
   *     come to an end within bounds of time and size
   */
  public String render(Map<String, Object> variables) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    return render(variables, new RenderContext(Budget.standard(), clock));
  }

  String render(Map<String, Object> variables, RenderContext context) {
    Map<String, Object> all = Globals.all();
    ContextValues values = new ContextValues(context);
    try {
      variables.forEach((name, value) -> all.put(name, values.of(value)));
    } catch (TemplateRuntimeException failure) {
      throw new TemplateException(failure.getMessage());
    }
    template.render(context, new TemplateVariables(all));
    return context.output();
  }
}
