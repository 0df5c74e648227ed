package dev.sparring.cli.bench;

import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.checkpoint.TensorTypes;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Completions that no token ends, so that every repetition writes as much. */
final class DecodeBenchmark implements BenchmarkRunner.Work {
  private static final int CHUNK = 8;

  private final Tensors scope;
  private final LanguageModel model;
  private final Sampler sampler;
  private final int[] prompt;
  private final List<RandomStream> streams;
  private final int tokens;
  private final TensorList packed;

  DecodeBenchmark(BenchmarkRunner bench, RandomTokens shape) {
    bench.requireMemory(shape.prompt(), shape.tokens(), "--prompt or --tokens");
    scope = Tensors.on(bench.device(), bench.threads());
    model = LanguageModel.load(scope, bench.model(), TensorTypes.named(bench.dtype()));
    sampler = new Sampler(scope, endless(model), shape.batch(), CHUNK, 0);
    prompt = BenchmarkRunner.ids(model, 1, shape.prompt()).get(0);
    streams = IntStream.range(0, shape.batch()).mapToObj(RandomStream::of).toList();
    tokens = shape.tokens();
    packed = model.decoder().pack(scope, model.weights().list(), shape.batch());
  }

  private static LanguageModel endless(LanguageModel m) {
    return new LanguageModel(
        m.directory(), m.spec(), m.weights(), m.decoder(), m.tokenizer(), m.prompts(), Set.of());
  }

  @Override
  public void run() {
    Weights weights = new Weights(packed, TensorList.none(), 1);
    sampler.complete(
        weights, List.of(prompt), List.of(streams), Sampling.plain(1, tokens), () -> false);
  }

  @Override
  public void close() {
    packed.close();
    model.close();
    scope.close();
  }
}
