package dev.sparring.orchestrator;

import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunContents;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.hub.DownloadListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run that is to go on stands. */
record ResumePoint(Optional<Checkpoints.Found> found, Optional<Summary> summary) {

  /**
   * Puts right what a dead process left behind, and looks for the newest whole checkpoint.
   *
   * @throws dev.sparring.orchestrator.run.RunException when the run holds what this program does
   *     not know, or has rounds and no whole checkpoint; see {@link RunContents}
   */
  static ResumePoint of(Path run, DownloadListener listener) throws IOException {
    RunContents.requireKnown(run);
    Checkpoints checkpoints = new Checkpoints(RunDirectory.checkpoints(run));
    checkpoints.sweep();
    Optional<Checkpoints.Found> found = checkpoints.newest(step -> true, listener::note);
    if (found.isEmpty()) {
      RunContents.requireNoRounds(run);
    }
    return new ResumePoint(found, Summary.read(run));
  }

  /** One line on why nothing is left to do; empty when something is. */
  Optional<String> over(Path run, Settings now) {
    if (found.isEmpty() || summary.isEmpty() || summary.get().after().isEmpty()) {
      return Optional.empty();
    }
    String rounds = " after " + summary.get().steps() + " rounds; ";
    if (found.get().decision().isPresent()) {
      String guard = found.get().decision().get().guard();
      return found.get().decision().get().inForce(now)
          ? Optional.of(
              "the run "
                  + run
                  + " was ended by its guard "
                  + guard
                  + rounds
                  + ("--set guard." + guard + ".action=warn takes it further"))
          : Optional.empty();
    }
    if (found.get().state().step() < now.run().steps()) {
      return Optional.empty();
    }
    String more =
        now.learn().decay() == LearnSettings.Decay.CONSTANT
            ? "--set run.steps takes it further"
            : "nothing is left to do";
    return Optional.of("the run " + run + " was completed" + rounds + more);
  }

  /** The step that the run goes on from. */
  int step() {
    return found.map(f -> f.state().step()).orElse(0);
  }

  /**
   * Cuts back what was written after the checkpoint, and writes down the configuration.
   *
   * @param now with the base model that {@link RunDirectory#requireBase} has found to be the same
   */
  void prepare(RunDirectory directory, Settings now) throws IOException {
    new Checkpoints(RunDirectory.checkpoints(directory.path()))
        .setAside(found.isPresent() ? step() : -1);
    RunDirectory.cutAfter(directory.path(), step());
    if (!RunDirectory.settings(directory.path()).equals(now)) {
      directory.configure(now);
    }
  }
}
