package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that loads a model says the same of one that can't be used. */
class BadModelsTest {
  private static final List<String> CHAT =
      List.of("{\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}],\"id\":1}");
  private static final List<String> SCORED =
      List.of("{\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}],\"completion\":\"4\"}");

  @TempDir private Path folder;

  private void refused(Path model, String line) {
    Path runs = folder.resolve("runs");
    String name = model.toString();
    List<Cli.Result> all =
        List.of(
            Cli.train(runs, "--set=policy.model=" + model),
            Cli.sparring("eval", name, "--problems=5", "--samples=2"),
            Cli.given(SCORED, "score", name),
            Cli.given(CHAT, "generate", name));
    for (Cli.Result said : all) {
      assertThat(said.complaint()).startsWith("sparring: ").contains(line);
      assertThat(said.code()).isEqualTo(Main.MISTAKE);
    }
    assertThat(runs).doesNotExist();
  }

  private Path template(String source) throws IOException {
    Path model = Cli.model(folder);
    Cli.edit(model.resolve("tokenizer_config.json"), config -> config.remove("chat_template"));
    Files.writeString(model.resolve("chat_template.jinja"), source);
    return model;
  }

  @Test
  void a_missing_shard() throws IOException {
    Path model = Cli.golden("qwen2-tiny", folder);
    Files.delete(model.resolve("model-00004-of-00007.safetensors"));
    refused(model, "lacks the shard model-00004-of-00007.safetensors");
  }

  @Test
  void a_tensor_of_another_shape() throws IOException {
    Path model = Cli.model(folder);
    Cli.edit(model.resolve("config.json"), config -> config.put("intermediate_size", 8));
    refused(model, "; config.json says [8, 128]");
  }

  @Test
  void a_weight_that_is_no_number() throws IOException {
    Path model = Cli.model(folder);
    Path file = model.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong(0));
    JsonNode names = Json.MAPPER.readTree(Arrays.copyOfRange(bytes.array(), 8, 8 + header));
    int offset = names.path("model.norm.weight").path("data_offsets").path(0).asInt();
    bytes.putInt(8 + header + offset, -1); // not a number in fp32, and twice in bf16 and fp16
    Files.write(file, bytes.array());
    refused(model, "tensor model.norm.weight holds a number that is not finite");
  }

  @Test
  void a_tokenizer_larger_than_the_embedding() throws IOException {
    Path model = Cli.model(folder);
    Cli.edit(model.resolve("config.json"), config -> config.put("vocab_size", 20));
    refused(
        model,
        "the id 24; the embedding has 20 rows, for ids up to 19 (vocab_size in config.json)");
  }

  @Test
  void a_template_that_throws() throws IOException {
    refused(template("{{ raise_exception('no system role') }}"), "chat template: no system role");
  }

  @Test
  void a_template_that_does_not_end() throws IOException {
    refused(
        template("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"),
        "the template did not finish within 10000000 steps");
  }

  @Test
  void a_template_that_grows_without_bound() throws IOException {
    refused(
        template(
            "{% set n = namespace(t='0123456789abcdef') %}"
                + "{% for i in range(99) %}{% set n.t = n.t + n.t %}{% endfor %}{{ n.t }}"),
        "the template makes a text or list longer than 8388608");
  }
}
