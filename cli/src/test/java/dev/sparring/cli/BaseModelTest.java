package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model without a chat template, and one without a tokenizer configuration at all. */
class BaseModelTest {
  private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"12+30=\"}]}";
  private static final String SCORED = CHAT.replace("]}", "],\"completion\":\"42\"}");
  private static final String NEEDED =
      " has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json);"
          + " policy.chat-template=FILE supplies one";

  @TempDir Path folder;
  private Path model;
  private Path template;

  @BeforeEach
  void writeAModelWithoutATemplate() throws IOException {
    model = Cli.model(folder);
    String own = Json.read(model.resolve("tokenizer_config.json")).path("chat_template").asText();
    Cli.edit(model.resolve("tokenizer_config.json"), json -> json.remove("chat_template"));
    template = Files.writeString(folder.resolve("own.jinja"), own);
  }

  private static List<JsonNode> given(String line, String... arguments) throws IOException {
    return Cli.given(List.of(line), arguments).answers();
  }

  @Test
  void texts_and_ids_need_no_chat_template_and_no_tokenizer_configuration() throws IOException {
    JsonNode text = given("{\"text\":\"12+30=42\"}", "score", "bundled").get(0);
    String ids = "{\"ids\":" + text.path("ids") + "}";
    JsonNode written =
        given("{\"text\":\"12+30=\"}", "generate", "bundled", "--temperature=0").get(0);
    for (int i = 0; i < 2; i++) {
      assertThat(given("{\"text\":\"12+30=42\"}", "score", model.toString())).containsExactly(text);
      assertThat(given(ids, "score", model.toString())).containsExactly(text);
      assertThat(given("{\"text\":\"12+30=\"}", "generate", model.toString(), "--temperature=0"))
          .containsExactly(written);
      Files.deleteIfExists(model.resolve("tokenizer_config.json"));
    }
  }

  @Test
  void chats_and_training_are_refused_with_the_setting_that_supplies_one() {
    List<Cli.Result> all =
        List.of(
            Cli.given(List.of(SCORED), "score", model.toString()),
            Cli.given(List.of(CHAT), "generate", model.toString()),
            Cli.sparring("eval", model.toString(), "--problems=5", "--samples=2"),
            Cli.train(folder.resolve("runs"), "--set=policy.model=" + model));
    for (Cli.Result said : all) {
      assertThat(said.complaint()).startsWith("sparring: ").endsWith(model + NEEDED);
      assertThat(said.code()).isEqualTo(Main.MISTAKE);
    }
    assertThat(folder.resolve("runs")).doesNotExist();
    Cli.Result said = Cli.sparring("validate", "--set=policy.model=" + model);
    assertThat(said.complaint()).contains(model + NEEDED);
  }

  @Test
  void a_template_that_is_supplied_serves_chats() throws IOException {
    assertThat(given(SCORED, "score", model.toString(), "--set=policy.chat-template=" + template))
        .isEqualTo(given(SCORED, "score", "bundled"));
    Cli.Result none =
        Cli.given(List.of(CHAT), "score", model.toString(), "--set=policy.chat-template=nowhere");
    assertThat(none.complaint())
        .isEqualTo(
            "sparring: can't read the chat template "
                + Path.of("nowhere").toAbsolutePath()
                + ": there is no such file");
    assertThat(none.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void what_an_adapters_run_exports_has_the_template_that_it_was_trained_with() throws IOException {
    Path runs = folder.resolve("runs");
    Cli.Result trained =
        Cli.train(
            runs,
            "--name=own",
            "--set=policy.adapter.use=shared",
            "--set=policy.model=" + model,
            "--set=policy.chat-template=" + template);
    assertThat(trained.code()).isZero();
    String run = runs.resolve("own").toString();
    for (String merge : List.of("--merge", "--dtype=fp32")) {
      Path out = folder.resolve("out" + merge);
      assertThat(Cli.sparring("export", run, out.toString(), merge).code()).isZero();
      assertThat(out.resolve("chat_template.jinja")).hasSameTextualContentAs(template);
    }
  }

  @Test
  void a_run_trains_with_a_template_that_is_supplied_and_keeps_it() throws IOException {
    Path runs = folder.resolve("runs");
    Cli.Result trained =
        Cli.train(
            runs,
            "--name=own",
            "--set=policy.model=" + model,
            "--set=policy.chat-template=" + template);
    assertThat(trained.code()).isZero();
    Path run = runs.resolve("own");
    Path checkpoint = run.resolve("checkpoints").resolve("000002");
    assertThat(checkpoint.resolve("chat_template.jinja")).hasSameTextualContentAs(template);
    Files.delete(template);
    assertThat(given(CHAT, "generate", checkpoint.toString())).hasSize(1);
  }
}
