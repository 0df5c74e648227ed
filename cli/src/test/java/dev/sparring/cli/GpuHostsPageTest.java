package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.MemoryEstimate;
import dev.sparring.policy.checkpoint.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sizes in {@code docs/gpu-hosts.md} are those that {@code validate} estimates. */
class GpuHostsPageTest {
  private static final double GIBIBYTE = 1 << 30;

  /** What is left to CUDA, the allocator's gaps and whatever else the estimate leaves out. */
  private static final double USABLE = 0.9;

  private static final int LONGEST = 1024;

  /** Published shapes, and published parameters in billions to check them with. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape("SmolLM2-135M-Instruct", "Llama", 49152, 576, 1536, 30, 9, 3, 64, true, .135),
          new Shape("Qwen2.5-0.5B-Instruct", "Qwen2", 151936, 896, 4864, 24, 14, 2, 64, true, .49),
          new Shape(
              "Qwen2.5-1.5B-Instruct", "Qwen2", 151936, 1536, 8960, 28, 12, 2, 128, true, 1.54),
          new Shape(
              "Qwen2.5-3B-Instruct", "Qwen2", 151936, 2048, 11008, 36, 16, 2, 128, true, 3.09),
          new Shape("Qwen3-4B", "Qwen3", 151936, 2560, 9728, 36, 32, 8, 128, true, 4.02),
          new Shape(
              "Qwen2.5-7B-Instruct", "Qwen2", 152064, 3584, 18944, 28, 28, 4, 128, false, 7.61),
          new Shape(
              "Llama-3.1-8B-Instruct", "Llama", 128256, 4096, 14336, 32, 32, 8, 128, false, 8.03),
          new Shape("Qwen3-8B", "Qwen3", 151936, 4096, 12288, 36, 32, 8, 128, false, 8.19));

  private static final List<Integer> GPUS = List.of(24, 40, 80);

  @TempDir private Path folder;

  private record Shape(
      String name,
      String family,
      int vocabulary,
      int hidden,
      int inner,
      int layers,
      int heads,
      int keyValueHeads,
      int headSize,
      boolean tied,
      double billions) {}

  /** Slots, and whether activations are computed again: the first that fits is taken. */
  private record Choice(int slots, boolean recompute) {
    static final List<Choice> ALL =
        List.of(
            new Choice(256, false),
            new Choice(128, false),
            new Choice(64, false),
            new Choice(64, true),
            new Choice(32, true),
            new Choice(16, true));

    @Override
    public String toString() {
      return recompute ? slots + ", recompute" : Integer.toString(slots);
    }
  }

  @Test
  void theTableOfSizesIsWhatIsEstimated() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| model | parameters |");
    for (String trained : List.of("LoRA 16", "all weights")) {
      GPUS.forEach(gpu -> table.append(" %s, %d GB |".formatted(trained, gpu)));
    }
    table.append("\n|---|---|").append("---|".repeat(2 * GPUS.size())).append('\n');
    for (Shape shape : SHAPES) {
      ModelSpec spec = spec(shape);
      table.append(
          String.format(Locale.ROOT, "| %s | %.2f B |", shape.name(), spec.parameters() / 1e9));
      for (boolean lora : List.of(true, false)) {
        for (int gpu : GPUS) {
          table.append(' ').append(choice(spec, lora, gpu)).append(" |");
        }
      }
      table.append('\n');
    }
    DocPage.of("gpu-hosts.md").assertGenerated("sizes", table.toString());
  }

  @Test
  void theShapesAreThoseOfModelsOfTheirSize() throws IOException {
    for (Shape shape : SHAPES) {
      assertThat(spec(shape).parameters() / 1e9)
          .as(shape.name())
          .isBetween(shape.billions() * .99, shape.billions() * 1.01);
    }
  }

  private String choice(ModelSpec spec, boolean lora, int gpu) {
    return Choice.ALL.stream()
        .filter(choice -> bytes(spec, lora, choice) <= USABLE * gpu * GIBIBYTE)
        .findFirst()
        .map(Choice::toString)
        .orElse("–");
  }

  private static long bytes(ModelSpec spec, boolean lora, Choice choice) {
    Settings settings =
        Settings.load(
            Optional.empty(),
            Map.of(
                "policy.device",
                "cuda",
                "policy.dtype",
                "bf16",
                "policy.adapter.use",
                lora ? "shared" : "none",
                "policy.decode.slots",
                Integer.toString(choice.slots()),
                "learn.micro-batch-tokens",
                "4096",
                "learn.recompute",
                Boolean.toString(choice.recompute())));
    return MemoryEstimate.of(spec, settings, LONGEST).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private ModelSpec spec(Shape shape) throws IOException {
    String config =
        String.format(
            Locale.ROOT,
            "{\"architectures\":[\"%sForCausalLM\"],\"vocab_size\":%d,\"hidden_size\":%d,"
                + "\"intermediate_size\":%d,\"num_hidden_layers\":%d,\"num_attention_heads\":%d,"
                + "\"num_key_value_heads\":%d,\"head_dim\":%d,\"tie_word_embeddings\":%b,"
                + "\"max_position_embeddings\":32768,\"torch_dtype\":\"bfloat16\"}",
            shape.family(),
            shape.vocabulary(),
            shape.hidden(),
            shape.inner(),
            shape.layers(),
            shape.heads(),
            shape.keyValueHeads(),
            shape.headSize(),
            shape.tied());
    Files.writeString(folder.resolve("config.json"), config);
    return ModelSpec.read(folder);
  }
}
