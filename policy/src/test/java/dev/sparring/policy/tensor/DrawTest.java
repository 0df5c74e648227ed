package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.RandomStream;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawing a token: inverse CDF, in one level for small vocabularies and in two for large ones. */
class DrawTest {
  private static final double[] PLAIN = {1, 1, 0};
  private static final float LAST = 1 - 0x1p-24f;
  private static final float NEVER = Float.NEGATIVE_INFINITY;
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final Decoder decoder =
      LanguageModel.decoder(scope, Tiny.spec(Family.LLAMA, true), DataType.FLOAT32);
  private final RandomStream random = RandomStream.of(17);

  @AfterEach
  void close() {
    scope.close();
  }

  private record Drawn(int[] tokens, float[] logprobs) {}

  /** Draws from one distribution, once for every uniform number. */
  private Drawn draw(float[] logits, float[] uniforms, double[] sampling, int topK) {
    float[] rows = new float[logits.length * uniforms.length];
    for (int i = 0; i < uniforms.length; i++) {
      System.arraycopy(logits, 0, rows, i * logits.length, logits.length);
    }
    try (Tensors step = scope.scope()) {
      PtNDArray[] drawn =
          decoder.draw(
              step,
              step.floats(rows, uniforms.length, logits.length),
              step.floats(uniforms),
              sampling,
              topK);
      int[] tokens = Arrays.stream(drawn[0].toLongArray()).mapToInt(Math::toIntExact).toArray();
      return new Drawn(tokens, drawn[1].toFloatArray());
    }
  }

  private float[] logits(int vocabulary, double spread) {
    float[] logits = new float[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      logits[i] = (float) (spread * random.child(vocabulary).uniform(i));
    }
    return logits;
  }

  private float[] uniforms(int count) {
    float[] uniforms = new float[count];
    for (int i = 0; i < count; i++) {
      uniforms[i] = (random.child("uniform").bits(i) >>> 40) * 0x1p-24f;
    }
    uniforms[0] = 0;
    uniforms[1] = LAST;
    return uniforms;
  }

  private static double[] softmax(float[] logits, double temperature) {
    double top = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElseThrow();
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp((logits[i] - top) / temperature);
    }
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 25, 2048, 2049, 3000, 4096, 9999})
  void aTokenIsWhereTheCumulatedProbabilityPassesTheUniformNumber(int vocabulary) {
    float[] logits = logits(vocabulary, 12);
    for (int i = 0; i < vocabulary - 1; i += 3) {
      logits[i] = NEVER;
    }
    double[] p = softmax(logits, 1);
    double[] cumulated = p.clone();
    Arrays.parallelPrefix(cumulated, Double::sum);
    float[] uniforms = uniforms(200);
    Drawn drawn = draw(logits, uniforms, PLAIN, 0);
    for (int i = 0; i < uniforms.length; i++) {
      int token = drawn.tokens[i];
      assertThat(p[token]).as("probability").isPositive();
      assertThat((double) uniforms[i])
          .isBetween(cumulated[token] - p[token] - 2e-6, cumulated[token] + 2e-6);
      assertThat(drawn.logprobs[i]).isCloseTo((float) Math.log(p[token]), within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 2048, 2100, 5000})
  void aTokenOfProbabilityZeroIsNeverDrawn(int vocabulary) {
    for (int only : new int[] {0, 1, vocabulary / 2, vocabulary - 1}) {
      float[] logits = new float[vocabulary];
      Arrays.fill(logits, NEVER);
      logits[only] = -3;
      Drawn drawn = draw(logits, new float[] {0, 0.5f, LAST}, PLAIN, 0);
      assertThat(drawn.tokens).containsOnly(only);
      assertThat(drawn.logprobs).containsOnly(0f);
    }
    // a block of tokens so improbable that they vanish beside the first
    float[] logits = new float[vocabulary];
    Arrays.fill(logits, -200);
    logits[3] = 0;
    assertThat(draw(logits, uniforms(50), PLAIN, 0).tokens).containsOnly(3);
  }

  @Test
  void zeroTemperatureTakesTheFirstOfTheMostProbable() {
    for (int vocabulary : new int[] {9, 3000}) {
      float[] logits = logits(vocabulary, 5);
      logits[vocabulary - 2] = 7;
      Drawn drawn = draw(logits, uniforms(5), new double[] {0, 1, 0}, 0);
      assertThat(drawn.tokens).containsOnly(vocabulary - 2);
      float expected = (float) Math.log(softmax(logits, 1)[vocabulary - 2]);
      assertThat(drawn.logprobs[0]).isCloseTo(expected, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 2500})
  void topKTopPAndMinPAllowTheTokensThatTheyPromise(int vocabulary) {
    float[] logits = logits(vocabulary, 9);
    double[] p = softmax(logits, 0.8);
    List<Integer> order = new ArrayList<>(IntStream.range(0, vocabulary).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> -p[i]));

    assertAllowed(logits, new double[] {0.8, 1, 0}, 4, order.subList(0, 4), p);

    double best = p[order.get(0)];
    List<Integer> probable = order.stream().filter(i -> p[i] >= 0.3 * best).toList();
    assertAllowed(logits, new double[] {0.8, 1, 0.3}, 0, probable, p);

    List<Integer> nucleus = new ArrayList<>();
    double reached = 0;
    for (int i = 0; reached < 0.4; i++) {
      nucleus.add(order.get(i));
      reached += p[order.get(i)];
    }
    assertAllowed(logits, new double[] {0.8, 0.4, 0}, 0, nucleus, p);
    assertAllowed(logits, new double[] {0.8, 1e-9, 0}, 0, order.subList(0, 1), p);
    assertAllowed(logits, new double[] {0.8, 1, 1}, 0, order.subList(0, 1), p);
    assertAllowed(logits, new double[] {0.8, 1, 0}, 1, order.subList(0, 1), p);
    assertAllowed(logits, new double[] {0.8, 1, 0}, vocabulary, order, null);
  }

  /** All allowed tokens, and no others, are drawn; each by its share of what is allowed. */
  private void assertAllowed(
      float[] logits, double[] sampling, int topK, List<Integer> allowed, double[] p) {
    float[] uniforms = new float[500];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = (i + 0.5f) / uniforms.length;
    }
    Drawn drawn = draw(logits, uniforms, sampling, topK);
    TreeSet<Integer> seen = new TreeSet<>();
    for (int i = 0; i < uniforms.length; i++) {
      assertThat(allowed).contains(drawn.tokens[i]);
      seen.add(drawn.tokens[i]);
      if (p != null) { // the log-probability is that of the unrestricted distribution
        float expected = (float) Math.log(p[drawn.tokens[i]]);
        assertThat(drawn.logprobs[i]).isCloseTo(expected, within(1e-4f));
      }
    }
    if (p != null) {
      double total = allowed.stream().mapToDouble(i -> p[i]).sum();
      long certain = allowed.stream().filter(i -> p[i] / total > 2.0 / uniforms.length).count();
      assertThat((long) seen.size()).isGreaterThanOrEqualTo(certain);
    }
  }
}
