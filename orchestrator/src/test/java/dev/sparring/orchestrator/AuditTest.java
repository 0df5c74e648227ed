package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RunState;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round of one problem with four answers, handed to the verifier by a stand-in. */
final class AuditTest {
  @TempDir private Path directory;
  private final CompletableFuture<Summary> end = new CompletableFuture<>();
  private BehaviorTestKit<Orchestrator.Command> orchestrator;
  private BehaviorTestKit<Verifier.Command> verifier;

  @BeforeEach
  @SuppressWarnings("unchecked")
  void aRoundIsUnderWay() {
    Settings settings =
        Runs.settings(directory, "audited", "proposer.problems", "1", "verifier.min-votes", "2");
    Task task = settings.played();
    Checkpoints.Found start =
        new Checkpoints.Found(directory, RunState.start(Map.of()), Optional.empty());
    orchestrator =
        BehaviorTestKit.create(
            Orchestrator.create(
                new Orchestrator.Plan(
                    settings,
                    task,
                    null, // its worker is never run
                    new RunWriter(directory, settings, task),
                    Optional.of(start),
                    new RunListener() {},
                    end)));
    verifier =
        orchestrator.getAllEffects().stream()
            .filter(
                effect -> effect instanceof Effect.Spawned<?> s && s.childName().equals("verifier"))
            .map(effect -> ((Effect.Spawned<Verifier.Command>) effect).behavior())
            .map(BehaviorTestKit::create)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aRoundWhoseBooksAreCompleteIsLearnedFrom() {
    play(List.of(0, 1, 2, 3), Map.of());
    assertThat(learned()).hasSize(1);
    assertThat(end).isNotDone();
  }

  @Test
  void anAttemptThatWasLostAndSaidSoIsLearnedAround() {
    play(List.of(0, 1, 3), Map.of("s000001-p0-2", "worker lost"));
    assertThat(learned()).hasSize(1);
    assertThat(end).isNotDone();
  }

  @Test
  void anAttemptThatIsSilentlyLostEndsTheRunBeforeAnythingIsLearned() throws IOException {
    play(List.of(0, 1, 3), Map.of());
    assertThat(learned()).isEmpty();
    Summary summary = end.join();
    assertThat(summary.stopped()).isEqualTo(Summary.FAILED);
    assertThat(summary.reason())
        .isEqualTo("round s000001: 4 answers were asked for, 3 were written and 0 lost");
    assertThat(Summary.read(directory)).contains(summary);
  }

  private void play(List<Integer> written, Map<String, String> lost) {
    var round = RunState.start(Map.of()).next(1, 1, 4);
    Problem problem = new Problem("s000001-p0", 0, "2+2", "2+2");
    Proposal proposal =
        new Proposal(
            problem.id(),
            completion("2+2"),
            Optional.of(problem),
            Optional.empty(),
            Optional.of("2+2"));
    List<Attempt> attempts = new ArrayList<>();
    written.forEach(
        i ->
            attempts.add(
                new Attempt(
                    problem.id() + "-" + i,
                    problem.id(),
                    completion("4"),
                    Optional.of("4"),
                    "guess")));
    verifier.run(
        new Verifier.Verify(
            new AttemptedRound(new ProposedRound(round, List.of(proposal), 0), attempts, lost, 0)));
    orchestrator.runOne();
  }

  private List<PolicyWorker.Command> learned() {
    return orchestrator.<PolicyWorker.Command>childInbox("worker").getAllReceived().stream()
        .filter(PolicyWorker.Learn.class::isInstance)
        .toList();
  }

  private static Completion completion(String text) {
    return new Completion(
        new int[] {1}, new int[] {2}, new float[] {-1}, text, Completion.Finish.STOP);
  }
}
