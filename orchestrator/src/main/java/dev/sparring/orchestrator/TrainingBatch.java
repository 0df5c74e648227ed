package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Proposal;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.advantage.Advantage;
import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.advantage.EpisodeBuilder;
import dev.sparring.core.advantage.PositiveWeight;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.RateSchedule;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the worker learns from in a round, and what it only monitors: entropy and divergence of text
 * that nothing is learned from still tell how far its role is from the base. Of a problem without
 * episodes one answer is monitored.
 *
 * @param episodes to learn from
 * @param monitored to report on
 * @param baselines after the round
 */
record TrainingBatch(List<Episode> episodes, List<Episode> monitored, Baselines baselines) {

  /**
   * The batch of a round.
   *
   * @param learners roles that learn from it, beside those that write turns
   */
  static TrainingBatch of(
      ScoredRound scored,
      Baselines baselines,
      Set<Role> learners,
      Settings settings,
      SelfPlay play) {
    EpisodeBuilder builder =
        new EpisodeBuilder(
            PositiveWeight.of(
                Advantage.named(settings.learn().algorithm()), settings.solver().positiveWeight()),
            Advantage.named(settings.learn().proposerAlgorithm()),
            settings.learn().dropZeroVariance());
    Set<Role> learning = new HashSet<>(learners);
    learning.addAll(play.roles());
    Progress progress = progress(scored.attempted().proposed().round(), settings);
    if (imitates(play, progress)) {
      learning.removeIf(role -> !play.learning(role, progress).imitates());
    }
    EpisodeBuilder.Built built = builder.build(scored, baselines, learning, play, progress);
    int watch = settings.learn().watch();
    return new TrainingBatch(
        built.episodes(),
        monitored(
            scored,
            built.episodes(),
            settings.proposer().role(),
            watch == 0 ? Integer.MAX_VALUE : watch),
        built.baselines());
  }

  /** The job for the worker. */
  WorkerPool.Learn learn(
      Round round,
      double klFactor,
      Settings settings,
      SelfPlay play,
      ActorRef<WorkerPool.Reply> replyTo) {
    Map<String, Double> pull = new TreeMap<>();
    for (Role role : play.writers()) {
      double factor = play.learning(role, progress(round, settings)).pull();
      if (factor != 1) {
        pull.put(role.name(), factor);
      }
    }
    Loss loss =
        imitates(play, progress(round, settings))
            ? new Loss.Supervised(settings.learn().aggregation())
            : Loss.PolicyGradient.of(settings.learn(), settings.sampling().learningTemperature())
                .withKlFactor(klFactor)
                .withPull(pull);
    return new WorkerPool.Learn(
        round.idPrefix() + "-learn",
        round.stepVersion(),
        episodes,
        monitored,
        loss,
        RateSchedule.rate(settings.learn(), round.step(), settings.run().steps()),
        replyTo);
  }

  /** Whether texts are learned by their likelihood in this round; then no others are learned. */
  private static boolean imitates(SelfPlay play, Progress progress) {
    return play.writers().stream().anyMatch(role -> play.learning(role, progress).imitates());
  }

  private static Progress progress(Round round, Settings settings) {
    return new Progress(round.step(), settings.run().steps());
  }

  /** What the policy wrote and does not learn; problems that the base wrote say nothing of it. */
  private static List<Episode> monitored(
      ScoredRound scored, List<Episode> learned, Role proposer, int atMost) {
    Set<String> ids = new HashSet<>();
    learned.forEach(e -> ids.add(e.id()));
    List<Episode> proposals = new ArrayList<>();
    for (Proposal proposal : scored.attempted().proposed().proposals()) {
      if (proposer.equals(Role.PROPOSER) && !ids.contains(proposal.id())) {
        add(proposals, proposal.id(), Role.PROPOSER, proposal.completion());
      }
    }
    List<Episode> answers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Attempt attempt : scored.attempted().attempts()) {
      if (seen.add(attempt.problemId()) && !ids.contains(attempt.id())) {
        add(answers, attempt.id(), Role.SOLVER, attempt.completion());
      }
    }
    List<Episode> turns = new ArrayList<>();
    for (Turn turn : scored.attempted().turns().written()) {
      if (seen.add(turn.role() + " " + turn.problemId()) && !ids.contains(turn.id())) {
        add(turns, turn.id(), turn.role(), turn.completion());
      }
    }
    return Stream.of(proposals, answers, turns)
        .flatMap(episodes -> episodes.stream().limit(atMost))
        .toList();
  }

  private static void add(List<Episode> to, String id, Role role, Completion completion) {
    if (completion.ids().length > 0) {
      to.add(Episode.of(id, role, completion, 0));
    }
  }
}
