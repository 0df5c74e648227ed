package dev.sparring.cli.bench;

import dev.sparring.core.RandomStream;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a piece of work is timed: on what model, how it is held, and how often it is done.
 *
 * @param model a Hugging Face directory
 * @param dtype {@code fp32} or {@code bf16}
 * @param device {@code cpu}, {@code cuda} or {@code cuda:1}
 * @param threads inside an operator
 * @param lora rank of the adapter that learns; 0 lets all weights learn
 * @param checkpointing whether activations are computed again on the way back
 * @param repeat how often, after one or, of small work, some that are not counted
 */
public record BenchmarkRunner(
    Path model,
    String dtype,
    String device,
    int threads,
    int lora,
    boolean checkpointing,
    int repeat) {
  /** Java compiles what is called often, on the same cores: small work is done so often before. */
  private static final int WARM_UP = 20;

  /** Large work takes its time elsewhere: no longer than this. */
  private static final long WARM_UP_NANOS = 6_000_000_000L;

  /** A piece of work, ready to be done again and again. */
  interface Work extends AutoCloseable {
    void run();

    @Override
    void close();
  }

  /**
   * Refuses lengths beyond the context of the model: they would fail, or be cut short and counted
   * whole.
   *
   * @param prompt tokens of the longest prompt
   * @param tokens that are to follow it
   * @param options what to give less with
   */
  void requireMemory(int prompt, int tokens, String options) {
    int positions = ModelSpec.read(model).positions();
    long wanted = prompt + (long) tokens;
    if (wanted > positions) {
      throw new RunException(
          String.format(
                  Locale.ROOT,
                  "a prompt of %d tokens and %d after it make %d, and the model takes %d",
                  prompt,
                  tokens,
                  wanted,
                  positions)
              + " (max_position_embeddings); lower "
              + options);
    }
  }

  /** Seconds of each counted repetition, after some that are not counted. */
  double[] seconds(Work work) {
    long begun = System.nanoTime();
    for (int i = 0; i == 0 || (i < WARM_UP && System.nanoTime() - begun < WARM_UP_NANOS); i++) {
      work.run();
    }
    double[] seconds = new double[repeat];
    for (int i = 0; i < repeat; i++) {
      long start = System.nanoTime();
      work.run();
      seconds[i] = Math.rint((System.nanoTime() - start) / 1e5) / 1e4;
    }
    return seconds;
  }

  /** What it asks of a configuration. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("policy.dtype", dtype);
    settings.put("policy.device", device);
    settings.put("policy.threads", Integer.toString(threads));
    settings.put("learn.recompute", Boolean.toString(checkpointing));
    settings.put("policy.adapter.use", lora > 0 ? "shared" : "none");
    settings.put("policy.adapter.rank", Integer.toString(Math.max(1, lora)));
    settings.put("policy.adapter.alpha", Long.toString(2L * Math.max(1, lora)));
    return settings;
  }

  /** What every result begins with. */
  Map<String, Object> head(String what) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("what", what);
    result.put("dtype", dtype);
    result.put("device", device);
    return result;
  }

  /** Tokens a second of the median. */
  double rate(double[] seconds, long tokens) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    double median = (sorted[(repeat - 1) / 2] + sorted[repeat / 2]) / 2;
    return Math.rint(10 * tokens / median) / 10;
  }

  /** Random tokens: {@code count} sequences of one length. */
  static List<int[]> ids(LanguageModel model, int count, int length) {
    int vocabulary = Math.min(model.spec().vocabulary(), 40_000);
    int from = vocabulary > 1000 ? 100 : 3;
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomStream random = RandomStream.of(0).child(i);
      all.add(
          IntStream.range(0, length).map(n -> from + random.below(n, vocabulary - from)).toArray());
    }
    return all;
  }

  /**
   * GiB, where the system tells it, else 0: of the CPU's memory the most that this process had, of
   * a GPU's what is taken in all. The engine gives nothing back there, so that is the most, too.
   */
  double peak() {
    if (!device.equals("cpu")) {
      return Math.rint(Tensors.taken(device) / 1073741.824) / 1000;
    }
    Path status = Path.of("/proc/self/status");
    try {
      for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
        if (line.startsWith("VmHWM:")) {
          return Math.rint(Long.parseLong(line.replaceAll("\\D", "")) / 1048.576) / 1000;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
