package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.RunState;
import dev.sparring.core.check.MajorityVote;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunWriter;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.Completions;
import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.policy.worker.PolicyThread;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.Solver;
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
  private BehaviorTestKit<Proposer.Command> proposer;
  private BehaviorTestKit<Verifier.Command> verifier;
  private Settings settings;

  @BeforeEach
  void aRoundIsUnderWay() {
    settings =
        Runs.settings(directory, "audited", "proposer.problems", "1", "verifier.min-votes", "2");
    Task task = settings.configuredTask();
    Checkpoints.Found start =
        new Checkpoints.Found(directory, RunState.start(Map.of()), Optional.empty());
    orchestrator =
        BehaviorTestKit.create(
            Orchestrator.create(
                new Orchestrator.Plan(
                    settings,
                    task,
                    new Questions(),
                    new WorkerPool.Setup( // its worker is never run
                        settings,
                        List.of(new PolicyThread(null)),
                        ExchangeDirectory.empty(directory.resolve("exchange")),
                        false),
                    Optional.empty(),
                    new MajorityVote(VoteRule.DEFAULT),
                    new RunWriter(directory, settings, task),
                    Optional.of(start),
                    new RunEvents(List.of()),
                    end)));
    List<Effect> effects = orchestrator.getAllEffects();
    proposer = spawned(effects, "proposer");
    verifier = spawned(effects, "verifier");
    WorkerPool.Restore restore =
        orchestrator.<WorkerPool.Command>childInbox("pool").getAllReceived().stream()
            .map(WorkerPool.Restore.class::cast)
            .findFirst()
            .orElseThrow();
    restore.replyTo().tell(new WorkerPool.Restored(restore.job()));
    runOrchestrator();
  }

  @SuppressWarnings("unchecked")
  private static <T> BehaviorTestKit<T> spawned(List<Effect> effects, String name) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Spawned<?> s && s.childName().equals(name))
        .map(effect -> ((Effect.Spawned<T>) effect).behavior())
        .map(BehaviorTestKit::create)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRoundWhoseLedgerIsCompleteIsLearnedFrom() {
    play(List.of(0, 1, 2, 3), Map.of());
    assertThat(learned()).hasSize(1);
    assertThat(end).isNotDone();
  }

  @Test
  void anAttemptThatWasLostAndSaidSoIsLearnedAround() {
    play(List.of(0, 1, 3), Map.of("s000001-p000-a02", new DropReason.Lost("worker lost")));
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

  private void play(List<Integer> written, Map<String, DropReason.Lost> lost) {
    Round round = new Round(1, 0, settings.run().seed(), 1, 4);
    proposer.run(new Proposer.Propose(round));
    WorkerPool.Generate job =
        orchestrator.<WorkerPool.Command>childInbox("pool").getAllReceived().stream()
            .filter(WorkerPool.Generate.class::isInstance)
            .map(WorkerPool.Generate.class::cast)
            .findFirst()
            .orElseThrow();
    Completions problem =
        new Completions(
            job.prompts().get(0).id(), List.of(completion("345+678")), Optional.empty());
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(problem), 0));
    proposer.runOne();
    runOrchestrator();

    ProposedRound proposed =
        orchestrator.<Solver.Command>childInbox("solver").getAllReceived().stream()
            .map(solve -> ((Solver.Solve) solve).proposed())
            .findFirst()
            .orElseThrow();
    String id = proposed.problems().get(0).id();
    List<Attempt> attempts = new ArrayList<>();
    written.forEach(
        i ->
            attempts.add(
                new Attempt(
                    id + "-a0" + i, id, i, completion("1023"), Optional.of("1023"), "guess")));
    verifier.run(new Verifier.Verify(new AttemptedRound(proposed, attempts, lost, 0)));
    verifier.runOne();
    runOrchestrator();
  }

  private void runOrchestrator() {
    while (orchestrator.selfInbox().hasMessages()) {
      orchestrator.runOne();
    }
  }

  private List<WorkerPool.Command> learned() {
    return orchestrator.<WorkerPool.Command>childInbox("pool").getAllReceived().stream()
        .filter(WorkerPool.Learn.class::isInstance)
        .toList();
  }

  private static Completion completion(String text) {
    return new Completion(
        new int[] {1}, new int[] {2}, new float[] {-1}, text, Completion.Finish.STOP);
  }
}
