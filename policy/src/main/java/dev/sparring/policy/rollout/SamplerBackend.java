package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.Weights;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The program's own sampler.
 *
 * @param weights the packed weights of a name
 */
public record SamplerBackend(Sampler sampler, Function<String, Weights> weights)
    implements RolloutBackend {
  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, Logprobs.TEMPERED, false);
  }

  @Override
  public List<List<Completion>> complete(Request request, BooleanSupplier cancelled) {
    return sampler.complete(
        weights.apply(request.model()),
        request.prompts(),
        request.samples(),
        request.sampling(),
        cancelled);
  }

  @Override
  public void close() {}
}
