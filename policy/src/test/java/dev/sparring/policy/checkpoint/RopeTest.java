package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.Tiny;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RopeTest {
  @Test
  void newerFilesHaveBaseAndScalingInOneBlock(@TempDir Path folder) {
    Path older = Tiny.GOLDEN.resolve("llama-tiny");
    Path newer = Tiny.copy(older, folder.resolve("model"));
    Tiny.edit(
        newer.resolve("config.json"),
        config -> {
          ObjectNode scaling = (ObjectNode) config.remove("rope_scaling");
          config.set("rope_parameters", scaling.set("rope_theta", config.remove("rope_theta")));
        });
    assertThat(ModelSpec.read(newer).rope().frequencies())
        .isEqualTo(ModelSpec.read(older).rope().frequencies());
  }
}
