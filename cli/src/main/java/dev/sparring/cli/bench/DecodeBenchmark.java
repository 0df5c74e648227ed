package dev.sparring.cli.bench;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.AdapterSpec;
import dev.sparring.policy.checkpoint.TensorTypes;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Completions that no token ends, so that every repetition writes as much. */
final class DecodeBenchmark implements BenchmarkRunner.Work {
  private static final int CHUNK = 8;

  private final Tensors scope;
  private final LanguageModel model;
  private final Optional<Adapter> adapter;
  private final Sampler sampler;
  private final int[] prompt;
  private final List<RandomStream> streams;
  private final int tokens;
  private final TensorList packed;

  DecodeBenchmark(BenchmarkRunner bench, RandomTokens shape, Map<String, String> overrides) {
    bench.requireMemory(shape.prompt(), shape.tokens(), "--prompt or --tokens");
    Map<String, String> all = bench.settings();
    all.putAll(overrides);
    PolicySettings policy = Settings.load(Optional.empty(), all).policy();
    scope = Tensors.on(policy.device(), policy.threads());
    DataType type = TensorTypes.named(policy.dtype());
    DataType compute = policy.compute().equals("auto") ? type : TensorTypes.named(policy.compute());
    model = LanguageModel.load(scope, bench.model(), Optional.empty(), type, compute);
    adapter =
        bench.lora() == 0 ? Optional.empty() : Optional.of(adapter(policy.adapter(), scope, model));
    sampler = new Sampler(scope, endless(model), shape.batch(), CHUNK, 0);
    prompt = BenchmarkRunner.ids(model, 1, shape.prompt()).get(0);
    streams = IntStream.range(0, shape.batch()).mapToObj(RandomStream::of).toList();
    tokens = shape.tokens();
    packed = model.decoder().pack(scope, model.weights().list(), shape.batch());
  }

  /** A fresh one: what its numbers are makes no difference to the time. */
  private static Adapter adapter(
      PolicySettings.Adapter settings, Tensors scope, LanguageModel model) {
    AdapterSpec spec = AdapterSpec.of(settings.rank(), settings.alpha(), settings.targets());
    return Adapter.fresh(scope, model.spec(), spec, RandomStream.of(0));
  }

  private static LanguageModel endless(LanguageModel m) {
    return new LanguageModel(
        m.directory(), m.spec(), m.weights(), m.decoder(), m.tokenizer(), m.prompts(), Set.of());
  }

  @Override
  public void run() {
    Weights own = model.weights().with(adapter);
    Weights weights = new Weights(packed, own.adapter(), own.scale());
    sampler.complete(
        weights, List.of(prompt), List.of(streams), Sampling.plain(1, tokens), () -> false);
  }

  @Override
  public void close() {
    packed.close();
    adapter.ifPresent(Adapter::close);
    model.close();
    scope.close();
  }
}
