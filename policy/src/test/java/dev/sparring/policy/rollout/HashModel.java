package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.testkit.FakeVllm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A model of which token follows which, in place of a language model: probabilities are a function
 * of the adapter's number and of the token before, the same in the program and on the server.
 */
final class HashModel implements VllmBackend.Weights, FakeVllm.Model {
  static final int END = 2;
  private static final int FIRST = 5;
  private static final int LAST = 20;

  private volatile long number = 1;

  /** The adapter changes, as after an update. */
  void change() {
    number++;
  }

  long number() {
    return number;
  }

  @Override
  public Set<String> names() {
    return Set.of("");
  }

  @Override
  public void write(String name, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("adapter_config.json"), Long.toString(number));
  }

  @Override
  public float[] logprobs(String name, Completion completion) {
    float[] logprobs = new float[completion.ids().length];
    int before = completion.prompt()[completion.prompt().length - 1];
    for (int i = 0; i < logprobs.length; i++) {
      logprobs[i] = logprob(number, before, completion.ids()[i], 1);
      before = completion.ids()[i];
    }
    return logprobs;
  }

  @Override
  public FakeVllm.Drawn draw(Path adapter, FakeVllm.Request request) {
    long served = served(adapter);
    RandomStream random = RandomStream.of(request.seed());
    int[] ids = new int[request.maxTokens()];
    float[] logprobs = new float[ids.length];
    int before = request.prompt()[request.prompt().length - 1];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = pick(served, before, random.uniform(i), request.temperature());
      logprobs[i] = logprob(served, before, ids[i], request.temperature());
      before = ids[i];
      if (ids[i] == END) {
        return new FakeVllm.Drawn(
            java.util.Arrays.copyOf(ids, i + 1), java.util.Arrays.copyOf(logprobs, i + 1), true);
      }
    }
    return new FakeVllm.Drawn(ids, logprobs, false);
  }

  private static long served(Path adapter) {
    try {
      return Long.parseLong(Files.readString(adapter.resolve("adapter_config.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int pick(long number, int before, double uniform, double temperature) {
    double sum = 0;
    for (int id = FIRST; id <= LAST; id++) {
      sum += StrictMath.exp(logprob(number, before, id, temperature));
      if (uniform < sum) {
        return id;
      }
    }
    return END;
  }

  private static float logprob(long number, int before, int id, double temperature) {
    double all = score(number, before, END, temperature);
    for (int other = FIRST; other <= LAST; other++) {
      all += score(number, before, other, temperature);
    }
    return (float) StrictMath.log(score(number, before, id, temperature) / all);
  }

  private static double score(long number, int before, int id, double temperature) {
    double logit = 3 * RandomStream.of(number).child(before).uniform(id);
    return StrictMath.exp(logit / Math.max(temperature, 1e-3));
  }
}
