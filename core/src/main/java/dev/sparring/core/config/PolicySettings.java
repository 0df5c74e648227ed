package dev.sparring.core.config;

/**
 * The language model and what it runs on.
 *
 * @param model {@code bundled}, a Hugging Face directory, or a model on the hub as {@code
 *     Owner/Name[@revision]}
 * @param hub where models that are no directory come from
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param threads for tensor arithmetic; 0 becomes the number of processors on construction, so that
 *     a run keeps the count its bits depend on
 * @param dtype {@code fp32} or {@code bf16}
 * @param decode the fixed shape of decoding
 * @param context tokens of prompt and completion; 0 is the model's own limit
 */
public record PolicySettings(
    @Takes(matching = ".+", what = "bundled, a model directory or Owner/Name of the hub")
        String model,
    Hub hub,
    @Takes(matching = "cpu|cuda(:[0-9]{1,3})?", what = "cpu, cuda or cuda:N") String device,
    @Takes(atLeast = 0) int threads,
    @Takes(oneOf = "fp32|bf16") String dtype,
    Decode decode,
    @Takes(atLeast = 0) int context) {

  public PolicySettings {
    threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** The same with another model. */
  PolicySettings withModel(String other) {
    return new PolicySettings(other, hub, device, threads, dtype, decode, context);
  }

  /**
   * The hub.
   *
   * @param endpoint its address; the environment variable {@code HF_ENDPOINT} goes over it
   */
  public record Hub(
      @Takes(matching = "https?://.+", what = "an address, http or https") String endpoint) {}

  /**
   * The shape of decoding, always the same, so that a completion does not depend on its neighbours.
   *
   * @param slots sequences side by side
   * @param chunk tokens between two looks at which sequences are done
   */
  public record Decode(@Takes(atLeast = 1) int slots, @Takes(atLeast = 1) int chunk) {}
}
