package dev.sparring.policy.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.Completion;
import dev.sparring.core.Completion.Finish;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How completions begin and end. */
class SamplerTest {
  private static final int[] PROMPT = {1, 3, 4};
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private LanguageModel model = LanguageModel.load(scope, Tiny.BUNDLED, DataType.FLOAT32);

  @AfterEach
  void close() {
    model.close();
    scope.close();
  }

  /** The model without end tokens. */
  private LanguageModel endless() {
    return new LanguageModel(
        model.directory(),
        model.spec(),
        model.weights(),
        model.decoder(),
        model.tokenizer(),
        model.prompts(),
        Set.of());
  }

  private static List<RandomStream> streams(int count) {
    List<RandomStream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(RandomStream.of(8).child(i));
    }
    return streams;
  }

  private List<Completion> complete(
      LanguageModel writer, int context, int[] prompt, int samples, Sampling sampling) {
    return new Sampler(scope, writer, 4, 3, context)
        .complete(
            Tiny.packed(scope, model),
            List.of(prompt),
            List.of(streams(samples)),
            sampling,
            () -> false)
        .get(0);
  }

  @Test
  void anEndTokenEndsACompletionAndIsItsLastIdButNotInItsText() {
    int ended = 0;
    for (Completion c : complete(model, 0, PROMPT, 30, Sampling.plain(1, 45))) {
      int last = c.ids()[c.ids().length - 1];
      boolean stopped = model.stopIds().contains(last);
      assertThat(c.finish()).isEqualTo(stopped ? Finish.STOP : Finish.LENGTH);
      assertThat(Arrays.stream(c.ids()).limit(c.ids().length - 1))
          .doesNotContainAnyElementsOf(model.stopIds());
      int[] before = Arrays.copyOf(c.ids(), c.ids().length - (stopped ? 1 : 0));
      assertThat(c.text()).isEqualTo(model.tokenizer().decode(before));
      assertThat(c.logprobs()).hasSameSizeAs(c.ids());
      ended += stopped ? 1 : 0;
    }
    assertThat(ended).isPositive();
  }

  @Test
  void aStopTextEndsACompletionAndIsNotInItsText() {
    Sampling free = Sampling.plain(1, 24);
    int stopped = 0;
    List<Completion> whole = complete(endless(), 0, PROMPT, 7, free);
    for (int i = 0; i < whole.size(); i++) {
      String text = whole.get(i).text();
      String stop = text.length() > 6 ? text.substring(4, 6) : "never";
      Completion cut =
          complete(endless(), 0, PROMPT, 7, new Sampling(1, 0, 1, 0, 24, List.of("?", stop)))
              .get(i);
      int first = text.indexOf(stop);
      assertThat(cut.text()).isEqualTo(first < 0 ? text : text.substring(0, first));
      assertThat(cut.finish()).isEqualTo(first < 0 ? Finish.LENGTH : Finish.STOP);
      assertThat(whole.get(i).ids()).startsWith(cut.ids());
      assertThat(whole.get(i).logprobs()).startsWith(cut.logprobs());
      stopped += first < 0 ? 0 : 1;
    }
    assertThat(stopped).isPositive();
  }

  @Test
  void theLimitTruncates() {
    for (int limit : new int[] {1, 2, 3, 4, 20}) {
      for (Completion c : complete(endless(), 0, PROMPT, 5, Sampling.plain(1, limit))) {
        assertThat(c.ids()).hasSize(limit);
        assertThat(c.truncated()).isTrue();
      }
    }
  }

  @Test
  void aPromptOfOneTokenIsCompleted() {
    List<Completion> alone = complete(model, 0, new int[] {1}, 6, Sampling.plain(1, 10));
    assertThat(alone).hasSize(6).allSatisfy(c -> assertThat(c.ids()).isNotEmpty());
  }

  @Test
  void aPromptThatJustFitsTheContextGetsOneToken() {
    int[] prompt = new int[12];
    Arrays.fill(prompt, 9);
    assertThat(complete(endless(), 13, prompt, 2, Sampling.plain(1, 10)))
        .allSatisfy(c -> assertThat(c.ids()).hasSize(1));
    assertThat(complete(endless(), 17, prompt, 2, Sampling.plain(1, 10)))
        .allSatisfy(c -> assertThat(c.ids()).hasSize(5));
  }

  @Test
  void aContextThatIsNoRoundNumberIsFilledToItsEnd(@TempDir Path folder) {
    Path directory = Tiny.copy(Tiny.BUNDLED, folder.resolve("model"));
    Tiny.edit(
        directory.resolve("config.json"), config -> config.put("max_position_embeddings", 37));
    List<Completion> expected = complete(endless(), 37, PROMPT, 5, Sampling.plain(1, 100));
    model.close();
    model = LanguageModel.load(scope, directory, DataType.FLOAT32);
    List<Completion> filled = complete(endless(), 0, PROMPT, 5, Sampling.plain(1, 100));
    for (int i = 0; i < 5; i++) {
      assertThat(filled.get(i).ids()).hasSize(34).isEqualTo(expected.get(i).ids());
    }
  }

  @Test
  void nothingIsWrittenForNoPrompt() {
    Sampler sampler = new Sampler(scope, model, 4, 3, 0);
    assertThat(
            sampler.complete(
                Tiny.packed(scope, model), List.of(), List.of(), Sampling.plain(1, 5), () -> false))
        .isEmpty();
    assertThat(
            sampler.complete(
                Tiny.packed(scope, model),
                List.of(PROMPT, PROMPT),
                List.of(List.of(), streams(1)),
                Sampling.plain(1, 5),
                () -> false))
        .satisfiesExactly(none -> assertThat(none).isEmpty(), one -> assertThat(one).hasSize(1));
  }

  @Test
  void moreSamplesThanSlotsAreWrittenAfterOneAnother() {
    assertThat(complete(model, 0, PROMPT, 23, Sampling.plain(1, 9))).hasSize(23);
  }

  @Test
  void cancellingGivesUpBetweenChunksAndFreesTheCaches() {
    Weights weights = Tiny.packed(scope, model);
    int before = scope.count();
    AtomicInteger looks = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new Sampler(scope, model, 4, 3, 0)
                    .complete(
                        weights,
                        List.of(PROMPT),
                        List.of(streams(50)),
                        Sampling.plain(1, 30),
                        () -> looks.incrementAndGet() > 2))
        .isInstanceOfSatisfying(Cancelled.class, c -> assertThat(c.changed()).isFalse());
    assertThat(looks).hasValue(3);
    assertThat(scope.count()).isEqualTo(before);
  }
}
