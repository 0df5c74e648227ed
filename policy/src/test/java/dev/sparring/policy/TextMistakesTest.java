package dev.sparring.policy;

import static dev.sparring.policy.Refusals.assertRefused;
import static dev.sparring.policy.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.text.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers, chat templates and end tokens that can't be used. */
class TextMistakesTest {
  private static final List<ChatMessage> CHAT = List.of(ChatMessage.user("1"));

  @TempDir Path folder;

  private Path model(String golden) {
    return Tiny.copy(Tiny.GOLDEN.resolve(golden), folder.resolve("model"));
  }

  private Path configured(Consumer<ObjectNode> change) {
    Path directory = model("llama-tiny");
    Tiny.edit(directory.resolve("config.json"), change);
    return directory;
  }

  @Test
  void aMissingTokenizer() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("tokenizer.json"));
    assertRefused(directory, "DIR has no tokenizer.json");
  }

  @Test
  void aBrokenTokenizer() throws IOException {
    Path directory = model("llama-tiny");
    Files.writeString(directory.resolve("tokenizer.json"), "{\"model\":{\"type\":\"BPE\"}}");
    assertThat(refusal(directory))
        .startsWith(directory.resolve("tokenizer.json") + " can't be read: ")
        .hasLineCount(1);
  }

  @Test
  void aTokenizerLargerThanTheEmbedding() {
    assertRefused(
        configured(c -> c.put("vocab_size", 300)),
        "DIR/tokenizer.json gives ids up to 319; config.json has a vocab_size of 300");
  }

  @Test
  void noChatTemplate() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("chat_template.jinja"));
    assertRefused(
        directory,
        "DIR has no chat template (chat_template.jinja, or chat_template in"
            + " tokenizer_config.json)");
  }

  private Path named(String... names) throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("chat_template.jinja"));
    Tiny.edit(
        directory.resolve("tokenizer_config.json"),
        c -> {
          ArrayNode templates = c.putArray("chat_template");
          for (String name : names) {
            templates.addObject().put("name", name).put("template", "as " + name);
          }
        });
    return directory;
  }

  @Test
  void ofNamedChatTemplatesTheOneForChatsWithoutToolsIsTaken() throws IOException {
    assertThat(Prompts.load(named("tool_use", "default", "rag")).render(CHAT))
        .isEqualTo("as default");
  }

  @Test
  void namedChatTemplatesWithoutTheOneForChats() throws IOException {
    assertRefused(
        named("tool_use", "rag"), "DIR has no chat template named default; it has tool_use, rag");
  }

  @Test
  void aChatTemplateInAFileGoesBeforeThatOfTheTokenizer() throws IOException {
    Path directory = named("default");
    Files.writeString(directory.resolve("chat_template.jinja"), "as a file");
    assertThat(Prompts.load(directory).render(CHAT)).isEqualTo("as a file");
  }

  @Test
  void aChatTemplateThatDoesNotParse() throws IOException {
    Path directory = model("llama-tiny");
    Files.writeString(directory.resolve("chat_template.jinja"), "{% for %}");
    assertThat(refusal(directory)).startsWith(directory + ": chat template: ").hasLineCount(1);
  }

  @Test
  void aChatTemplateThatThrows() throws IOException {
    Path directory = model("llama-tiny");
    Files.writeString(
        directory.resolve("chat_template.jinja"), "{{ raise_exception('no system role') }}");
    Prompts prompts = Prompts.load(directory);
    assertThatThrownBy(() -> prompts.render(CHAT))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(directory + ": chat template: ")
        .hasMessageContaining("no system role");
  }

  @Test
  void noEndToken() {
    Path directory = configured(c -> c.remove("eos_token_id"));
    Tiny.edit(directory.resolve("generation_config.json"), c -> c.remove("eos_token_id"));
    assertRefused(directory, "DIR names no eos_token_id, so no completion would end");
  }
}
