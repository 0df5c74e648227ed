package dev.sparring.orchestrator;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Proposal;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.advantage.Advantage;
import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.advantage.EpisodeBuilder;
import dev.sparring.core.config.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is learned from a round, and what is only watched: text that nothing is learned from still
 * tells how far its role has gone from the base. Of a problem without episodes one answer is
 * enough.
 *
 * @param episodes to learn from
 * @param watched to report on
 * @param baselines after the round
 */
record Lesson(List<Episode> episodes, List<Episode> watched, Baselines baselines) {

  static Lesson of(ScoredRound scored, Baselines baselines, Settings settings) {
    int step = scored.attempted().proposed().round().step();
    int every = settings.proposer().updateInterval();
    EpisodeBuilder builder =
        new EpisodeBuilder(
            Advantage.named(settings.learn().algorithm()),
            Advantage.named(settings.learn().proposerAlgorithm()),
            settings.learn().dropZeroVariance());
    EpisodeBuilder.Built built = builder.build(scored, baselines, every > 0 && step % every == 0);
    return new Lesson(built.episodes(), watched(scored, built.episodes()), built.baselines());
  }

  private static List<Episode> watched(ScoredRound scored, List<Episode> learned) {
    Set<String> ids = new HashSet<>();
    learned.forEach(e -> ids.add(e.id()));
    List<Episode> watched = new ArrayList<>();
    for (Proposal proposal : scored.attempted().proposed().proposals()) {
      if (!ids.contains(proposal.id())) {
        add(watched, proposal.id(), Role.PROPOSER, proposal.completion());
      }
    }
    Set<String> seen = new HashSet<>();
    for (Attempt attempt : scored.attempted().attempts()) {
      if (seen.add(attempt.problemId()) && !ids.contains(attempt.id())) {
        add(watched, attempt.id(), Role.SOLVER, attempt.completion());
      }
    }
    return watched;
  }

  private static void add(List<Episode> to, String id, Role role, Completion completion) {
    if (completion.ids().length > 0) {
      to.add(Episode.of(id, role, completion, 0));
    }
  }
}
