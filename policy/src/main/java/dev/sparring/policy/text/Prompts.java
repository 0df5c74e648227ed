package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.ModelConfigFiles;
import dev.sparring.template.ChatTemplate;
import dev.sparring.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chat messages as the text that the model was taught to continue. */
public final class Prompts {
  private static final String DEFAULT = "default";

  private final Optional<ChatTemplate> template;
  private final Optional<String> supplied;
  private final Map<String, Object> names;
  private final Path origin;
  private final String absent;

  /**
   * A chat template as text.
   *
   * @param origin where it is from, for errors
   * @param text empty where there is none
   * @param absent what is said to somebody who needs one
   */
  private record Source(Path origin, Optional<String> text, String absent) {}

  private Prompts(Source source, boolean supplied, Map<String, Object> names) {
    this.names = names;
    this.supplied = source.text().filter(text -> supplied);
    this.origin = source.origin();
    this.absent = source.absent();
    try {
      this.template = source.text().map(ChatTemplate::parse);
    } catch (TemplateException e) {
      throw mistake(e);
    }
  }

  /** Reads a model's own template; see {@link #load(Path, Optional)}. */
  public static Prompts load(Path directory) {
    return load(directory, Optional.empty());
  }

  /**
   * Reads the template: {@code file}, or else the model's own, from {@code chat_template.jinja} or
   * from {@code tokenizer_config.json}. Of several named ones it is the one that transformers takes
   * for a chat without tools, {@code default}. A model need not have any; {@link #render} does.
   *
   * @param file a template that goes before the model's own
   */
  public static Prompts load(Path directory, Optional<Path> file) {
    TokenizerConfig config = TokenizerConfig.read(directory);
    Path own = directory.resolve(ModelConfigFiles.CHAT_TEMPLATE);
    Source source =
        file.or(() -> Optional.of(own).filter(Files::isRegularFile))
            .map(found -> read(found, found.equals(own) ? directory : found))
            .orElseGet(() -> source(directory, config.json().path("chat_template")));
    return new Prompts(source, file.isPresent(), SpecialTokens.of(config).templateNames());
  }

  private static Source read(Path file, Path origin) {
    try {
      return new Source(origin, Optional.of(Files.readString(file)), "");
    } catch (IOException e) {
      throw new CheckpointException(
          "can't read the chat template "
              + file
              + (Files.exists(file) ? ": " + e.getMessage() : ": there is no such file"),
          e);
    }
  }

  private static Source source(Path directory, JsonNode template) {
    if (template.isTextual()) {
      return new Source(directory, Optional.of(template.asText()), "");
    }
    List<String> others = new ArrayList<>();
    for (JsonNode named : template) {
      if (named.path("name").asText().equals(DEFAULT)) {
        return new Source(directory, Optional.of(named.path("template").asText()), "");
      }
      others.add(named.path("name").asText());
    }
    String absent =
        others.isEmpty()
            ? " has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json)"
            : " has no chat template named " + DEFAULT + "; it has " + String.join(", ", others);
    return new Source(
        directory,
        Optional.empty(),
        directory + absent + "; policy.chat-template=FILE supplies one");
  }

  /** The text of a template that the model does not have itself. */
  public Optional<String> supplied() {
    return supplied;
  }

  /**
   * The prompt text, up to where the assistant begins.
   *
   * @throws CheckpointException when there is no template, or it fails
   */
  public String render(List<ChatMessage> messages) {
    Map<String, Object> context = new HashMap<>(names);
    context.put("messages", messages.stream().map(Prompts::message).toList());
    context.put("add_generation_prompt", true);
    // transformers passes both in any case, and templates ask whether they are none
    context.put("tools", null);
    context.put("documents", null);
    try {
      return template.orElseThrow(() -> new CheckpointException(absent)).render(context);
    } catch (TemplateException e) {
      throw mistake(e);
    }
  }

  /** A template that prints a message shows its keys in this order. */
  private static Map<String, Object> message(ChatMessage message) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("role", message.role());
    keys.put("content", message.content());
    return keys;
  }

  private CheckpointException mistake(TemplateException e) {
    return new CheckpointException(origin + ": chat template: " + e.getMessage(), e);
  }
}
