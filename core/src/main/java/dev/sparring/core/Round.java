package dev.sparring.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The request for one round of self-play.
 *
 * @param step number of the round, from 1
 * @param policyVersion the weights that write and answer
 * @param seed the run's seed
 * @param problems how many to propose
 * @param samples answers a problem
 * @param baseSamples answers a problem by the base, which only vote
 * @param references texts of earlier problems in the prompt of each proposal, by its index; empty
 *     where no proposal has any
 * @param replayed earlier problems that are asked again beside the proposed ones; they count as
 *     proposals from index {@code problems} on
 */
public record Round(
    int step,
    long policyVersion,
    long seed,
    int problems,
    int samples,
    int baseSamples,
    List<List<String>> references,
    List<PastProblem> replayed) {

  public Round {
    references = List.copyOf(references);
    replayed = List.copyOf(replayed);
  }

  /** A round without earlier problems. */
  public Round(int step, long policyVersion, long seed, int problems, int samples) {
    this(step, policyVersion, seed, problems, samples, 0, List.of(), List.of());
  }

  /** The earlier problems in the prompt of a proposal. */
  public List<String> references(int index) {
    return index < references.size() ? references.get(index) : List.of();
  }

  /** Whether a problem was asked in an earlier round and was not written in this one. */
  public boolean replays(Problem problem) {
    return problem.index() >= problems;
  }

  /** The problems that are asked again, as proposals that nobody wrote. */
  public List<Proposal> replays() {
    List<Proposal> proposals = new ArrayList<>();
    for (PastProblem past : replayed) {
      int index = problems + proposals.size();
      proposals.add(
          Proposal.of(
              new Problem(proposalId(index), index, past.key(), past.text()), Completion.NONE));
    }
    return proposals;
  }

  /** {@code s000012-p003}: the id of a proposal of this round. */
  public String proposalId(int index) {
    return String.format(Locale.ROOT, "%s-p%03d", idPrefix(), index);
  }

  /** Random numbers of a proposal's prompt, apart from those that it is sampled with. */
  public RandomStream topic(int index) {
    return stream(Role.PROPOSER, index, 0).child("topic");
  }

  /** The random numbers of one sample: keyed by who writes what, and by nothing else. */
  public RandomStream stream(Role role, long problem, long sample) {
    return RandomStream.of(seed).child(step).child(role.name()).child(problem).child(sample);
  }

  /** {@code s000012}: the prefix of every id of this round. */
  public String idPrefix() {
    return idPrefix(step);
  }

  static String idPrefix(int step) {
    return String.format(Locale.ROOT, "s%06d", step);
  }

  /** Its number, and the weights that write and answer. */
  public StepVersion stepVersion() {
    return new StepVersion(step, policyVersion);
  }
}
