package dev.sparring.core.advantage;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a scored round into what the policy learns from: solver episodes, a group a problem;
 * proposer episodes, all in one group; and episodes of turns, in the groups that they name. Only
 * what is scored counts; a completion without a token has nothing to learn from and is left out.
 *
 * @param solver the advantage of the solver, and of roles that write turns
 * @param proposer the proposer's; usually {@code batch}
 * @param dropZeroVariance whether a group whose advantages are all 0 is left out, so that its
 *     tokens do not dilute the mean of the loss
 */
public record EpisodeBuilder(Advantage solver, Advantage proposer, boolean dropZeroVariance) {

  /** Episodes in the round's order, the solver's first, and the baselines after it. */
  public record Built(List<Episode> episodes, Baselines baselines) {}

  /** A scored sequence: what an episode needs besides its advantage. */
  private record Sequence(String id, Completion completion, double reward, int group) {}

  /** The episodes of a round in which nothing follows the first answers. */
  public Built build(ScoredRound scored, Baselines baselines, Set<Role> learners) {
    return build(scored, baselines, learners, new Questions(), new Progress(1, 1));
  }

  /**
   * The episodes of a round.
   *
   * @param learners roles that learn from this round; baselines follow the rewards of all roles
   * @param play the kind of self-play
   * @param progress how far the run is
   * @throws IllegalStateException when a proposal or attempt has no outcome
   */
  public Built build(
      ScoredRound scored,
      Baselines baselines,
      Set<Role> learners,
      SelfPlay play,
      Progress progress) {
    List<Episode> all = new ArrayList<>();
    Baselines after = baselines;
    after = add(Role.SOLVER, solver, attempts(scored), after, play, progress, all);
    after = add(Role.PROPOSER, proposer, proposals(scored), after, play, progress, all);
    for (Role role : play.roles()) {
      after = add(role, solver, turns(role, scored), after, play, progress, all);
    }
    return new Built(all.stream().filter(e -> learners.contains(e.role())).toList(), after);
  }

  private Baselines add(
      Role role,
      Advantage advantage,
      List<Sequence> sequences,
      Baselines baselines,
      SelfPlay play,
      Progress progress,
      List<Episode> episodes) {
    RoleLearning how = play.learning(role, progress);
    if (how.imitates()) {
      chosen(sequences, how.selection())
          .forEach(s -> episodes.add(Episode.of(s.id(), role, s.completion(), 0)));
      return baselines;
    }
    Batch batch =
        new Batch(
            role.name(),
            sequences.stream().mapToDouble(Sequence::reward).toArray(),
            sequences.stream().mapToInt(Sequence::group).toArray(),
            sequences.stream().mapToInt(s -> s.completion().ids().length).toArray(),
            baselines.of(role.name()));
    Advantages advantages = advantage.compute(batch);
    Set<Integer> telling = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      if (!dropZeroVariance || how.advantage() == 0 || advantages.values()[i] != 0) {
        telling.add(batch.groups()[i]);
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      Sequence sequence = sequences.get(i);
      if (telling.contains(sequence.group())) {
        episodes.add(
            Episode.of(
                sequence.id(),
                role,
                sequence.completion(),
                advantages.values()[i] * how.advantage()));
      }
    }
    return baselines.with(role.name(), advantages.baseline());
  }

  /**
   * The sequences that are imitated, in order; of several best ones the first. One that earns
   * nothing is never imitated.
   */
  private List<Sequence> chosen(List<Sequence> sequences, RoleLearning.Selection selection) {
    Map<Integer, List<Sequence>> groups = new LinkedHashMap<>();
    sequences.forEach(s -> groups.computeIfAbsent(s.group(), g -> new ArrayList<>()).add(s));
    List<Sequence> chosen = new ArrayList<>();
    for (List<Sequence> group : groups.values()) {
      DoubleSummaryStatistics rewards =
          group.stream().mapToDouble(Sequence::reward).summaryStatistics();
      if (rewards.getMax() <= 0 || (dropZeroVariance && rewards.getMin() == rewards.getMax())) {
        continue;
      }
      boolean best = selection == RoleLearning.Selection.BEST;
      group.stream()
          .filter(
              s -> s.reward() == rewards.getMax() || (!best && s.reward() > rewards.getAverage()))
          .limit(best ? 1 : group.size())
          .forEach(chosen::add);
    }
    return chosen;
  }

  private static List<Sequence> attempts(ScoredRound scored) {
    Map<String, Integer> groups = new HashMap<>();
    for (Problem problem : scored.attempted().proposed().problems()) {
      groups.put(problem.id(), problem.index());
    }
    List<Sequence> sequences = new ArrayList<>();
    for (Attempt attempt : scored.attempted().attempts()) {
      int group = groups.get(attempt.problemId());
      add(sequences, scored, attempt.id(), attempt.completion(), group);
    }
    return sequences;
  }

  private static List<Sequence> proposals(ScoredRound scored) {
    List<Sequence> sequences = new ArrayList<>();
    for (Proposal proposal : scored.attempted().proposed().proposals()) {
      add(sequences, scored, proposal.id(), proposal.completion(), 0);
    }
    return sequences;
  }

  private static List<Sequence> turns(Role role, ScoredRound scored) {
    Map<String, Integer> groups = new HashMap<>();
    List<Sequence> sequences = new ArrayList<>();
    for (Turn turn : scored.attempted().turns().written()) {
      if (turn.role().equals(role)) {
        String name = turn.problemId() + "/" + turn.group();
        int group = groups.computeIfAbsent(name, n -> groups.size());
        add(sequences, scored, turn.id(), turn.completion(), group);
      }
    }
    return sequences;
  }

  private static void add(
      List<Sequence> sequences, ScoredRound scored, String id, Completion completion, int group) {
    Outcome outcome = scored.outcomes().get(id);
    if (outcome == null) {
      throw new IllegalStateException("no outcome: " + id);
    }
    if (outcome instanceof Outcome.Scored score && completion.ids().length > 0) {
      sequences.add(new Sequence(id, completion, score.reward(), group));
    }
  }
}
