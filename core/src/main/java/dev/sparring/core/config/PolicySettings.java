package dev.sparring.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The language model and what it runs on.
 *
 * @param model {@code bundled}, a Hugging Face directory, or a model on the hub as {@code
 *     Owner/Name[@revision]}
 * @param chatTemplate a file whose chat template goes before the model's own; empty for none; made
 *     absolute on construction, so that a run finds it from any working directory
 * @param hub where models that are no directory come from
 * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param devices of the workers in the trainer's process, one each; empty is {@code device} alone
 * @param threads for tensor arithmetic; 0 becomes the number of processors on construction, so that
 *     a run keeps the count its bits depend on
 * @param dtype what weights are held in, {@code fp32} or {@code bf16}
 * @param compute what numbers are computed in: {@code fp32}, {@code bf16}, or {@code auto}
 * @param adapter whether all weights are trained, or a LoRA adapter over them
 * @param decode the fixed shape of decoding
 * @param context tokens of prompt and completion; 0 is the model's own limit
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
    @Constraint(atLeast = 0) int context) {

  /** Threads that a run may ask for: more than any machine it was tried on has processors. */
  public static final int MOST_THREADS = 1024;

  /** What PyTorch and Hugging Face call the types, and what they are called here. */
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

  /** The same with another model. */
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
        context);
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
        context);
  }

  /** The device of each worker in the trainer's process; the first one is the learner's. */
  public List<String> workerDevices() {
    return devices.isEmpty() ? List.of(device) : devices;
  }

  /** The file that {@link #chatTemplate} names. */
  public Optional<Path> chatTemplateFile() {
    return chatTemplate.isEmpty() ? Optional.empty() : Optional.of(Path.of(chatTemplate));
  }

  /**
   * The hub.
   *
   * @param endpoint its address; the environment variable {@code HF_ENDPOINT} goes over it
   */
  public record Hub(
      @Constraint(matching = "https?://.+", what = "an address, http or https") String endpoint) {}

  /**
   * LoRA (arXiv 2106.09685): small matrices beside the weights that are trained in their place.
   *
   * @param use whether there is none, one for all roles, or one for each
   * @param rank r
   * @param alpha the adapter's part is multiplied with alpha / r
   * @param targets names of the linear maps of a layer that are adapted
   */
  public record Adapter(
      Use use,
      @Constraint(atLeast = 1) int rank,
      @Constraint(above = 0) double alpha,
      @Constraint(oneOf = "q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj")
          List<String> targets) {

    /** Who has an adapter. */
    public enum Use {
      /** Nobody: all weights are trained. */
      NONE,
      /** All roles have the same. */
      SHARED,
      /** Each role has its own. */
      PER_ROLE
    }
  }

  /**
   * The shape of decoding, always the same, so that a completion does not depend on its neighbours.
   *
   * @param slots sequences side by side
   * @param chunk tokens between two looks at which sequences are done
   */
  public record Decode(@Constraint(atLeast = 1) int slots, @Constraint(atLeast = 1) int chunk) {}
}
