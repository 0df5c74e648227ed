package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.policy.rollout.CompletionAnswer.Asked;
import dev.sparring.policy.rollout.ServerFault.Kind;
import dev.sparring.policy.rollout.VllmBackend.Model;
import dev.sparring.policy.rollout.VllmBackend.Published;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Has a server load weights and write a few tokens with them, whose log-probabilities this program
 * computes as well. So the run learns at once of a server with another base model, with wrong
 * weights, or with the last ones under the new name.
 */
final class WeightProbe {
  private static final int SAMPLES = 4;
  private static final int TOKENS = 32;

  /** Below this change, in nats, the last adapter can't be told from the new one. */
  private static final double SAME = 1e-3;

  private final Model model;
  private final WeightLoader loader;

  WeightProbe(Model model, WeightLoader loader) {
    this.model = model;
    this.loader = loader;
  }

  /**
   * What a server wrote for a probe.
   *
   * @param name of the weights on the server
   */
  record Written(String name, List<CompletionAnswer> answers) {}

  /**
   * What a server wrote for its last probe, with this program's log-probabilities.
   *
   * @param weights number of the weights
   */
  record Seen(long weights, List<CompletionAnswer> answers, List<float[]> own) {}

  /** Has a server load weights, and write with them. */
  Written load(ServerState server, Published weights) throws ServerFault {
    String name = loader.load(server, weights);
    VllmServer http = server.server();
    requireContext(http.models());
    List<CompletionAnswer> answers = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      answers.add(http.complete(asked(name, i), model.stopIds()));
    }
    return new Written(name, answers);
  }

  private Asked asked(String name, int seed) {
    int limit = Math.min(TOKENS, model.context() - model.probe().length);
    return new Asked(
        name, model.probe(), limit, model.temperature(), seed, List.of(), model.vocabulary());
  }

  /**
   * Compares what a server wrote with this program's log-probabilities.
   *
   * @throws ServerFault when the server writes with other weights
   */
  Seen confirm(ServerState server, Published adapter, Written written) throws ServerFault {
    List<float[]> own = new ArrayList<>();
    double gap = 0;
    int tokens = 0;
    for (CompletionAnswer answer : written.answers()) {
      float[] scores = model.weights().logprobs(adapter.model(), completion(answer));
      own.add(scores);
      for (int i = 0; i < scores.length; i++) {
        gap += Math.abs(scores[i] - answer.logprobs()[i]);
      }
      tokens += scores.length;
    }
    if (model.gapLimit() > 0 && !(gap / tokens <= model.gapLimit())) {
      throw new ServerFault(
          Kind.BROKEN,
          String.format(
              Locale.ROOT,
              "log-probabilities of the adapter that it was given differ from this program's by"
                  + " %.4f nats a token, and learn.importance.gap-limit is %s; it must serve the"
                  + " run's model, with --logprobs-mode processed_logprobs",
              gap / tokens,
              model.gapLimit()));
    }
    requireNew(server, adapter, written);
    return new Seen(adapter.weights(), written.answers(), own);
  }

  /** Refuses a server that writes the very same as before, though the weights have changed. */
  private void requireNew(ServerState server, Published adapter, Written written)
      throws ServerFault {
    Seen last = server.lastProbe(adapter.model()).orElse(null);
    if (last == null || last.weights() == adapter.weights() || !same(last, written)) {
      return;
    }
    double change = 0;
    for (int i = 0; i < last.answers().size(); i++) {
      float[] now = model.weights().logprobs(adapter.model(), completion(last.answers().get(i)));
      for (int t = 0; t < now.length; t++) {
        change = Math.max(change, Math.abs(now[t] - last.own().get(i)[t]));
      }
    }
    if (change > SAME) {
      throw new ServerFault(Kind.BROKEN, "it serves the last adapter under the new one's name");
    }
  }

  private static boolean same(Seen last, Written now) {
    for (int i = 0; i < last.answers().size(); i++) {
      CompletionAnswer one = last.answers().get(i);
      CompletionAnswer other = now.answers().get(i);
      if (!Arrays.equals(one.ids(), other.ids())
          || !Arrays.equals(one.logprobs(), other.logprobs())) {
        return false;
      }
    }
    return true;
  }

  private Completion completion(CompletionAnswer answer) {
    return new Completion(
        model.probe(), answer.ids(), answer.logprobs(), "", Completion.Finish.LENGTH);
  }

  private void requireContext(VllmServer.Models models) throws ServerFault {
    if (models.context() != 0 && models.context() < model.context()) {
      throw new ServerFault(
          Kind.REFUSED,
          String.format(
              Locale.ROOT,
              "its context is %d tokens and the run's %d; start it with --max-model-len %d, or set"
                  + " policy.context = %d",
              models.context(),
              model.context(),
              model.context(),
              models.context()));
    }
  }
}
