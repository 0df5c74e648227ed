package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.ModelSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much memory the tensors of a run take, in bytes, from the model's shape alone. */
public final class MemoryEstimate {
  /** Logits are made this many at a time (policy.learn.Learner), in fp32, three times over. */
  private static final long LOGITS = 1 << 23;

  private static final long LEAST_ROWS = 64;
  private static final int FLOAT = 4;
  private static final int LENGTH_STEP = 16;

  private MemoryEstimate() {}

  /**
   * Bytes by what they hold, in the order in which they come.
   *
   * @param longest prompt and completion together, tokens
   */
  public static Map<String, Long> of(ModelSpec spec, Settings settings, int longest) {
    long element = settings.policy().dtype().equals("fp32") ? FLOAT : 2;
    long weights = spec.parameters() * element;
    long tokens = Math.max(settings.learn().microBatchTokens(), longest);
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("weights", weights);
    bytes.put("reference policy", weights);
    bytes.put("gradients", weights);
    bytes.put("optimizer moments", 2 * weights);
    bytes.put("activations of a micro-batch", tokens * activations(spec) * element);
    bytes.put("logits", 3 * FLOAT * logits(spec, tokens));
    bytes.put("key/value cache", cache(spec, settings, longest) * element);
    return bytes;
  }

  /** What backward needs of a token, elements: see {@code layer} in program/decoder.py. */
  private static long activations(ModelSpec spec) {
    long attention = 3L * spec.querySize() + 3L * spec.keyValueSize();
    return spec.layers() * (4L * spec.hidden() + attention + 3L * spec.inner());
  }

  private static long logits(ModelSpec spec, long tokens) {
    long rows = Math.max(LEAST_ROWS, LOGITS / spec.vocabulary());
    return Math.min(tokens, rows) * spec.vocabulary();
  }

  private static long cache(ModelSpec spec, Settings settings, int longest) {
    long capacity = (longest + LENGTH_STEP - 1L) / LENGTH_STEP * LENGTH_STEP;
    return 2L * spec.layers() * settings.policy().decode().slots() * capacity * spec.keyValueSize();
  }
}
