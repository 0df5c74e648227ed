package dev.sparring.orchestrator.evaluation;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.task.SelfJudgement;
import dev.sparring.policy.Completions;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sure a policy is of answers when it is asked: P(yes) / (P(yes) + P(no)) of the reply's
 * beginning. Asked about one answer alone, models are far too sure of it.
 */
public final class SelfTrust {
  private static final int REASON_TOKENS = 80;

  private final Policy policy;

  /** Of a policy, which has to score at a temperature of 1. */
  public SelfTrust(Policy policy) {
    this.policy = policy;
  }

  /**
   * An answer to a problem.
   *
   * @param problem its text
   * @param answer canonical
   */
  public record Claim(String problem, String answer) {}

  /**
   * An answer to a problem beside others.
   *
   * @param problem its text
   * @param candidates answers to it
   * @param reasons one a candidate
   */
  public record Compared(String problem, List<String> candidates, List<String> reasons) {}

  /** P(yes) of each claim alone, in order; not a number for one that does not fit the context. */
  public List<Double> alone(List<Claim> claims) {
    return yes(claims.stream().map(c -> SelfJudgement.alone(c.problem(), c.answer())).toList());
  }

  /** P(yes) of each candidate with all candidates and their reasons in view, in order. */
  public List<List<Double>> compared(List<Compared> all) {
    List<List<ChatMessage>> prompts = new ArrayList<>();
    for (Compared one : all) {
      for (String answer : one.candidates()) {
        prompts.add(SelfJudgement.compared(one.problem(), one.candidates(), one.reasons(), answer));
      }
    }
    List<Double> flat = yes(prompts);
    List<List<Double>> by = new ArrayList<>();
    int from = 0;
    for (Compared one : all) {
      by.add(flat.subList(from, from + one.candidates().size()));
      from += one.candidates().size();
    }
    return by;
  }

  /** A reason for each claim, in order; empty for one that does not fit the context. */
  public List<String> reasons(List<Claim> claims) {
    List<RandomStream> once = List.of(RandomStream.of(0));
    List<Prompt> prompts =
        IntStream.range(0, claims.size())
            .mapToObj(
                i ->
                    new Prompt(
                        Integer.toString(i),
                        Role.SOLVER,
                        SelfJudgement.reason(claims.get(i).problem(), claims.get(i).answer()),
                        "",
                        once))
            .toList();
    Sampling greedy = Sampling.plain(0, REASON_TOKENS);
    return policy.complete(prompts, greedy, () -> false).stream()
        .map(Completions::completions)
        .map(written -> written.isEmpty() ? "" : written.get(0).text())
        .toList();
  }

  private List<Double> yes(List<List<ChatMessage>> prompts) {
    LanguageModel model = policy.model();
    int[] yes = model.tokenizer().encode(SelfJudgement.YES);
    int[] no = model.tokenizer().encode(SelfJudgement.NO);
    List<Episode> episodes = new ArrayList<>();
    List<Boolean> fits = new ArrayList<>();
    for (List<ChatMessage> prompt : prompts) {
      int[] ids = model.ids(prompt, "");
      boolean room = ids.length + Math.max(yes.length, no.length) <= policy.context();
      fits.add(room);
      if (room) {
        episodes.add(episode(ids, yes));
        episodes.add(episode(ids, no));
      }
    }
    List<float[]> logprobs = policy.logprobs(episodes, () -> false);
    List<Double> all = new ArrayList<>();
    int next = 0;
    for (boolean room : fits) {
      if (room) {
        double margin = sum(logprobs.get(next + 1)) - sum(logprobs.get(next));
        all.add(1 / (1 + StrictMath.exp(margin)));
        next += 2;
      } else {
        all.add(Double.NaN);
      }
    }
    return all;
  }

  private static Episode episode(int[] prompt, int[] reply) {
    float[] unknown = new float[reply.length];
    Completion completion = new Completion(prompt, reply, unknown, "", Completion.Finish.STOP);
    return Episode.of("", Role.SOLVER, completion, 0);
  }

  private static double sum(float[] logprobs) {
    double sum = 0;
    for (float one : logprobs) {
      sum += one;
    }
    return sum;
  }
}
