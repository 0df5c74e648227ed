package dev.sparring.orchestrator;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.tensor.GradientThreads;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much memory the tensors of a run take, in bytes, from the model's shape alone. */
public final class MemoryEstimate {
  private static final int FLOAT = 4;
  private static final int LENGTH_STEP = 16;

  private MemoryEstimate() {}

  /**
   * Bytes by what they hold, in the order in which they come.
   *
   * @param longest prompt and completion together, tokens
   */
  public static Map<String, Long> of(ModelSpec spec, Settings settings, int longest) {
    PolicySettings policy = settings.policy();
    boolean half = policy.dtype().equals("bf16");
    long element = half ? 2 : FLOAT;
    long computed = half && !policy.compute().equals("fp32") ? 2 : FLOAT;
    long weights = spec.parameters() * element;
    boolean all = policy.adapter().use() == PolicySettings.Adapter.Use.NONE;
    long trained = all ? spec.parameters() : adapters(spec, settings);
    long tokens = Math.max(settings.learn().microBatchTokens(), longest);
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("weights", weights);
    bytes.put("reference policy", all ? weights : 0);
    bytes.put("adapters", all ? 0 : trained * FLOAT);
    int shards = GradientThreads.count(spec.parameters(), policy.device(), policy.threads());
    bytes.put("gradients", shards * trained * (all ? element : FLOAT));
    bytes.put("optimizer moments", trained * ((all ? element : FLOAT) + FLOAT));
    bytes.put("fp32 masters' low halves", all && half ? trained * element : 0);
    boolean copied = policy.device().equals("cpu") || computed != element; // a GPU packs nothing
    bytes.put("weights packed for sampling", copied ? spec.parameters() * computed : 0);
    long kept = settings.learn().recompute() ? spec.layers() * spec.hidden() : activations(spec);
    bytes.put("activations of a micro-batch", tokens * kept * computed);
    bytes.put("logits", 3 * FLOAT * logits(spec, tokens));
    bytes.put("key/value cache", cache(spec, settings, longest) * computed);
    return bytes;
  }

  /** What backward needs of a token, elements: see {@code layer} in program/layer.py. */
  private static long activations(ModelSpec spec) {
    long attention = 3L * spec.querySize() + 4L * spec.keyValueSize();
    return spec.layers() * (2L * spec.hidden() + attention + 2L * spec.inner());
  }

  /** Numbers of all adapters. */
  private static long adapters(ModelSpec spec, Settings settings) {
    PolicySettings.Adapter adapter = settings.policy().adapter();
    long sides = 0;
    for (String target : adapter.targets()) {
      sides +=
          switch (target) {
            case "q_proj", "o_proj" -> spec.hidden() + spec.querySize();
            case "k_proj", "v_proj" -> spec.hidden() + spec.keyValueSize();
            default -> spec.hidden() + spec.inner();
          };
    }
    int many = adapter.use() == PolicySettings.Adapter.Use.PER_ROLE ? settings.roles().size() : 1;
    return many * spec.layers() * sides * adapter.rank();
  }

  private static long logits(ModelSpec spec, long tokens) {
    return Math.min(tokens, Learner.chunk(spec.vocabulary())) * spec.vocabulary();
  }

  private static long cache(ModelSpec spec, Settings settings, int longest) {
    long capacity = (longest + LENGTH_STEP - 1L) / LENGTH_STEP * LENGTH_STEP;
    return 2L * spec.layers() * settings.policy().decode().slots() * capacity * spec.keyValueSize();
  }
}
