package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.Tiny;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RopeTest {
  private static final Path LLAMA = Tiny.GOLDEN.resolve("llama-tiny");
  @TempDir Path folder;

  private ModelSpec configured(Consumer<ObjectNode> change) {
    Path model = Tiny.copy(LLAMA, folder.resolve("m" + System.identityHashCode(change)));
    Tiny.edit(model.resolve("config.json"), change);
    return ModelSpec.read(model);
  }

  @Test
  void newerFilesHaveBaseAndScalingInOneBlock() {
    ModelSpec newer =
        configured(
            config -> {
              ObjectNode scaling = (ObjectNode) config.remove("rope_scaling");
              config.set("rope_parameters", scaling.set("rope_theta", config.remove("rope_theta")));
            });
    assertThat(newer.rope().frequencies()).isEqualTo(ModelSpec.read(LLAMA).rope().frequencies());
  }

  /** {@code _compute_linear_scaling_rope_parameters} of transformers divides every frequency. */
  @Test
  void linearScalingSlowsEveryWaveByItsFactor() {
    float[] plain = configured(config -> config.remove("rope_scaling")).rope().frequencies();
    for (String type : new String[] {"type", "rope_type"}) {
      ModelSpec linear =
          configured(
              config -> config.putObject("rope_scaling").put(type, "linear").put("factor", 4));
      assertThat(linear.rope().frequencies()).hasSize(8);
      for (int i = 0; i < plain.length; i++) {
        assertThat(linear.rope().frequencies()[i]).isEqualTo(plain[i] / 4);
      }
    }
  }

  /**
   * {@code _compute_dynamic_ntk_parameters} of transformers changes the base beyond {@code
   * max_position_embeddings} only, and that is the context here.
   */
  @Test
  void dynamicScalingLeavesTheContextAsItIs() {
    ModelSpec plain = configured(config -> config.remove("rope_scaling"));
    ModelSpec dynamic =
        configured(
            config -> config.putObject("rope_scaling").put("type", "dynamic").put("factor", 2));
    assertThat(dynamic.rope().frequencies()).isEqualTo(plain.rope().frequencies());
    assertThat(dynamic.positions()).isEqualTo(256);
  }
}
