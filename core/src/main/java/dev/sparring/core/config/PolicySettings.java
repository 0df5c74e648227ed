package dev.sparring.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The language model and the hardware that it runs on.
 *
 * @param model {@code bundled}, a Hugging Face directory, or a model on the hub as {@code
 *     Owner/Name[@revision]}
 * @param chatTemplate a file with a chat template that replaces the model's own; empty for none.
 *     The constructor makes the path absolute, so that a resumed run finds it from any working
 *     directory
 * @param hub where models come from that are not directories
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param devices one for each worker in the trainer's process; empty for one worker on {@code
 *     device}
 * @param threads inside an operator on the CPU. The constructor replaces 0 by the number of
 *     processors, because a run's bits depend on it
 * @param dtype type of the weights in memory, {@code fp32} or {@code bf16}
 * @param compute type of the arithmetic: {@code fp32}, {@code bf16}, or {@code auto}
 * @param adapter whether all weights are trained, or a LoRA adapter
 * @param decode the fixed shape of decoding
 * @param context most tokens of prompt and completion together; 0 is the model's own limit
 * @param rollout who writes completions in training
 */
public record PolicySettings(
    @Constraint(matching = ".+", what = "bundled, a model directory or Owner/Name of the hub")
        String model,
    @Constraint(matching = "[^\\x00]*", what = "a file with a chat template, or nothing")
        String chatTemplate,
    Hub hub,
    @Constraint(matching = "cpu|cuda(:[0-9]{1,3})?", anyCase = true, what = "cpu, cuda or cuda:N")
        String device,
    @Constraint(
            matching = "cpu|cuda(:[0-9]{1,3})?",
            anyCase = true,
            what = "a list of cpu, cuda or cuda:N")
        List<String> devices,
    @Constraint(atLeast = 0, atMost = PolicySettings.MOST_THREADS) int threads,
    @Constraint(
            oneOf = "fp32|bf16",
            synonyms = PolicySettings.DTYPES,
            remark = PolicySettings.NO_FP16)
        String dtype,
    @Constraint(
            oneOf = "auto|fp32|bf16",
            synonyms = PolicySettings.DTYPES,
            remark = PolicySettings.NO_FP16)
        String compute,
    Adapter adapter,
    Decode decode,
    @Constraint(atLeast = 0) int context,
    RolloutSettings rollout) {

  /** Most threads that a run may ask for. */
  public static final int MOST_THREADS = 1024;

  /** PyTorch's and Hugging Face's names of types, each with the name here. */
  static final String DTYPES =
      "float32=fp32|float=fp32|torch.float32=fp32|bfloat16=bf16|torch.bfloat16=bf16";

  static final String NO_FP16 =
      "fp16|float16|half|torch.float16: fp16 is a type for `sparring export` alone; bf16 takes as"
          + " little memory";

  public PolicySettings {
    chatTemplate =
        chatTemplate.isEmpty() ? "" : Path.of(chatTemplate).toAbsolutePath().normalize().toString();
    threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** These settings with another model. */
  PolicySettings withModel(String other) {
    return new PolicySettings(
        other,
        chatTemplate,
        hub,
        device,
        devices,
        threads,
        dtype,
        compute,
        adapter,
        decode,
        context,
        rollout);
  }

  PolicySettings withDevice(String other) {
    return new PolicySettings(
        model,
        chatTemplate,
        hub,
        other,
        List.of(),
        threads,
        dtype,
        compute,
        adapter,
        decode,
        context,
        rollout);
  }

  /** The devices of the workers in the trainer's process; the first one is the learner's. */
  public List<String> workerDevices() {
    return devices.isEmpty() ? List.of(device) : devices;
  }

  /** The file that {@link #chatTemplate} names, if it names one. */
  public Optional<Path> chatTemplateFile() {
    return chatTemplate.isEmpty() ? Optional.empty() : Optional.of(Path.of(chatTemplate));
  }

  /**
   * The model hub.
   *
   * @param endpoint its URL; the environment variable {@code HF_ENDPOINT} overrides it
   */
  public record Hub(
      @Constraint(matching = "https?://.+", what = "an address, http or https") String endpoint) {}

  /**
   * LoRA (arXiv 2106.09685): small matrices that are trained in place of the weights.
   *
   * @param use whether there is no adapter, one for all roles, or one for each role
   * @param rank r, the inner size of the matrices
   * @param alpha the adapter's product is multiplied by alpha / r
   * @param targets names of the linear maps of a layer that have an adapter
   */
  public record Adapter(
      Use use,
      @Constraint(atLeast = 1) int rank,
      @Constraint(above = 0) double alpha,
      @Constraint(oneOf = "q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj")
          List<String> targets) {

    /** Which roles have an adapter. */
    public enum Use {
      /** No role: all weights are trained. */
      NONE,
      /** All roles share one. */
      SHARED,
      /** Each role has one of its own. */
      PER_ROLE
    }
  }

  /**
   * The shape of decoding. It is the same throughout a run, so that a completion does not depend on
   * which others are decoded with it.
   *
   * @param slots sequences that are decoded side by side
   * @param chunk tokens after which the sampler checks which sequences have ended
   */
  public record Decode(@Constraint(atLeast = 1) int slots, @Constraint(atLeast = 1) int chunk) {}
}
