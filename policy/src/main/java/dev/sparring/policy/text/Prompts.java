package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.template.ChatTemplate;
import dev.sparring.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chat messages as the text that the model was taught to continue. */
public final class Prompts {
  private static final String DEFAULT = "default";

  private final ChatTemplate template;
  private final Map<String, Object> names;
  private final Path directory;

  private Prompts(ChatTemplate template, Map<String, Object> names, Path directory) {
    this.template = template;
    this.names = names;
    this.directory = directory;
  }

  /**
   * Reads the template, from {@code chat_template.jinja} or else from {@code
   * tokenizer_config.json}. Of several named ones it is the one that transformers takes for a chat
   * without tools, {@code default}.
   */
  public static Prompts load(Path directory) {
    JsonNode config = Json.read(directory.resolve("tokenizer_config.json"));
    String source = source(directory, config);
    Map<String, Object> names = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
      JsonNode token = config.path(name);
      if (token.isTextual() || token.has("content")) {
        names.put(name, token.isTextual() ? token.asText() : token.path("content").asText());
      }
    }
    try {
      return new Prompts(ChatTemplate.parse(source), names, directory);
    } catch (TemplateException e) {
      throw new CheckpointException(directory + ": chat template: " + e.getMessage(), e);
    }
  }

  private static String source(Path directory, JsonNode config) {
    Path file = directory.resolve("chat_template.jinja");
    if (Files.isRegularFile(file)) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CheckpointException("can't read " + file + ": " + e.getMessage(), e);
      }
    }
    JsonNode template = config.path("chat_template");
    if (template.isTextual()) {
      return template.asText();
    }
    List<String> others = new ArrayList<>();
    for (JsonNode named : template) {
      if (named.path("name").asText().equals(DEFAULT)) {
        return named.path("template").asText();
      }
      others.add(named.path("name").asText());
    }
    throw new CheckpointException(
        directory
            + (others.isEmpty()
                ? " has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json)"
                : " has no chat template named "
                    + DEFAULT
                    + "; it has "
                    + String.join(", ", others)));
  }

  /** The prompt text, up to where the assistant begins. */
  public String render(List<ChatMessage> messages) {
    Map<String, Object> context = new HashMap<>(names);
    context.put(
        "messages",
        messages.stream()
            .map(m -> Map.<String, Object>of("role", m.role(), "content", m.content()))
            .toList());
    context.put("add_generation_prompt", true);
    try {
      return template.render(context);
    } catch (TemplateException e) {
      throw new CheckpointException(directory + ": chat template: " + e.getMessage(), e);
    }
  }
}
