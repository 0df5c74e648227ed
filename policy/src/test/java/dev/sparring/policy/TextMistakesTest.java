package dev.sparring.policy;

import static dev.sparring.policy.Refusals.assertRefused;
import static dev.sparring.policy.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.text.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        "DIR/tokenizer.json gives \" is\" the id 319; the embedding has 300 rows, for ids up to 299"
            + " (vocab_size in config.json)");
  }

  /** Rows and ids are as many, but the numbers have a gap. */
  @Test
  void anIdTooHighIsNamedWithHowManyRowsThereAre() {
    Path directory = model("llama-tiny");
    Tiny.edit(
        directory.resolve("tokenizer.json"),
        c -> ((ObjectNode) c.path("model").path("vocab")).put("\u0120is", 320));
    assertRefused(
        directory,
        "DIR/tokenizer.json gives \" is\" the id 320; the embedding has 320 rows, for ids up to 319"
            + " (vocab_size in config.json)");
  }

  @Test
  void anAddedTokenBeyondTheEmbeddingIsRefusedWhereATextHasIt() {
    Path directory = model("llama-tiny");
    Tiny.edit(directory.resolve("tokenizer_config.json"), c -> c.put("sep_token", "[SEP]"));
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        LanguageModel model = LanguageModel.load(scope, directory, DataType.FLOAT32)) {
      assertThat(model.ids(List.of(), "1 2")).isNotEmpty();
      assertThatThrownBy(() -> model.ids(List.of(), "1[SEP]2"))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(
              directory
                  + "/tokenizer.json gives \"[SEP]\" the id 320; the embedding has 320 rows, for ids"
                  + " up to 319 (vocab_size in config.json)");
    }
  }

  @Test
  void noChatTemplateIsSaidToWhoNeedsOneWithTheSettingThatSuppliesIt() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("chat_template.jinja"));
    assertThatThrownBy(() -> Prompts.load(directory).render(CHAT))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            directory
                + " has no chat template (chat_template.jinja, or chat_template in"
                + " tokenizer_config.json); policy.chat-template=FILE supplies one");
  }

  @Test
  void textsAndIdsNeedNeitherAChatTemplateNorATokenizerConfiguration() throws IOException {
    Path directory = model("llama-tiny");
    Files.delete(directory.resolve("chat_template.jinja"));
    Files.delete(directory.resolve("tokenizer_config.json"));
    Files.delete(directory.resolve("special_tokens_map.json"));
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        LanguageModel model = LanguageModel.load(scope, directory, DataType.FLOAT32);
        LanguageModel whole =
            LanguageModel.load(scope, Tiny.GOLDEN.resolve("llama-tiny"), DataType.FLOAT32)) {
      assertThat(model.ids(List.of(), "2 + 2"))
          .isEqualTo(whole.ids(List.of(), "2 + 2"))
          .isNotEmpty();
    }
  }

  @Test
  void aTemplateThatIsSuppliedGoesBeforeTheModelsOwnAndIntoWhatIsSaved() throws IOException {
    Path file = Files.writeString(folder.resolve("own.jinja"), "{{ messages }}");
    Path saved = folder.resolve("saved");
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1);
        LanguageModel model =
            LanguageModel.load(
                scope,
                model("llama-tiny"),
                Optional.of(file),
                DataType.FLOAT32,
                DataType.FLOAT32)) {
      Files.delete(file);
      assertThat(model.prompts().render(CHAT)).isEqualTo("[{'role': 'user', 'content': '1'}]");
      model.save(saved);
    }
    assertThat(Prompts.load(saved).render(CHAT)).isEqualTo("[{'role': 'user', 'content': '1'}]");
  }

  @Test
  void aTemplateFileThatIsNotThere() {
    Path file = folder.resolve("none.jinja");
    assertThatThrownBy(() -> Prompts.load(model("llama-tiny"), Optional.of(file)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("can't read the chat template " + file + ": there is no such file");
  }

  @Test
  void toolsAndDocumentsAreNoneWhereThereAreNone() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("own.jinja"),
            "{{ tools is none }} {{ documents is none }} {{ tools == none }} {{ tools is defined }}");
    assertThat(Prompts.load(model("llama-tiny"), Optional.of(file)).render(CHAT))
        .isEqualTo("True True True True");
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
    Path directory = named("tool_use", "rag");
    assertThatThrownBy(() -> Prompts.load(directory).render(CHAT))
        .hasMessage(
            directory
                + " has no chat template named default; it has tool_use, rag;"
                + " policy.chat-template=FILE supplies one");
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
