package dev.sparring.orchestrator;

import dev.sparring.core.RunState;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.gate.GateReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run is. A state that waits for the worker names the job that it waits for; a reply to any
 * other job is ignored.
 */
sealed interface LoopState {
  /** The job whose reply ends this state; empty where nothing is asked of the worker. */
  default Optional<String> job() {
    return Optional.empty();
  }

  /** The last finished round; empty until the base has been measured. */
  Optional<RunState> finished();

  /** The round and the policy version that log lines name. */
  default StepVersion stepVersion() {
    return finished().map(RunState::stepVersion).orElse(StepVersion.START);
  }

  /** What the run does, in a word or two. */
  default String words() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** Held-out problems are answered and judged, one prompt set after the other. */
  sealed interface Measuring extends LoopState {
    /** How far it has come. */
    Evaluation evaluation();

    @Override
    default Optional<String> job() {
      return Optional.of(evaluation().job());
    }
  }

  /** Nothing has happened yet. */
  record Starting() implements LoopState {
    @Override
    public Optional<RunState> finished() {
      return Optional.empty();
    }
  }

  /** The base answers held-out problems. */
  record MeasuringBase(Evaluation evaluation) implements Measuring {
    @Override
    public Optional<RunState> finished() {
      return Optional.empty();
    }
  }

  /**
   * The learner takes the weights and the optimizer's state of a checkpoint, because the run is
   * resumed, or because another worker has become the learner.
   */
  record Restoring(RunState run, String restoreJob) implements LoopState {
    @Override
    public Optional<String> job() {
      return Optional.of(restoreJob);
    }

    @Override
    public Optional<RunState> finished() {
      return Optional.of(run);
    }
  }

  /** The proposer writes problems. */
  record Proposing(RoundContext round) implements LoopState {
    @Override
    public Optional<RunState> finished() {
      return Optional.of(round.before());
    }

    @Override
    public StepVersion stepVersion() {
      return round.request().stepVersion();
    }
  }

  /** The solver answers the admitted problems, then the verifier scores the answers. */
  record Solving(RoundContext round, GateReport gates) implements LoopState {
    @Override
    public Optional<RunState> finished() {
      return Optional.of(round.before());
    }

    @Override
    public StepVersion stepVersion() {
      return round.request().stepVersion();
    }
  }

  /** The policy is asked about the labels, because a gate wants to know. */
  record Grounding(Solving solving, ScoredRound scored, String groundJob) implements LoopState {
    @Override
    public Optional<String> job() {
      return Optional.of(groundJob);
    }

    @Override
    public Optional<RunState> finished() {
      return solving.finished();
    }

    @Override
    public StepVersion stepVersion() {
      return solving.stepVersion();
    }
  }

  /**
   * The policy compares the answers to each problem, because a gate wants to know: it gives reasons
   * first, then its replies.
   *
   * @param grounded how sure it was of labels alone, by problem
   * @param reasoned whether the reasons are written
   */
  record Comparing(
      Solving solving,
      ScoredRound scored,
      Map<String, Double> grounded,
      ComparisonQuestions questions,
      boolean reasoned,
      String compareJob)
      implements LoopState {
    @Override
    public Optional<String> job() {
      return Optional.of(compareJob);
    }

    @Override
    public Optional<RunState> finished() {
      return solving.finished();
    }

    @Override
    public StepVersion stepVersion() {
      return solving.stepVersion();
    }
  }

  /** The worker learns from the round. */
  record Learning(RoundContext.Scored round, String learnJob) implements LoopState {
    @Override
    public Optional<String> job() {
      return Optional.of(learnJob);
    }

    @Override
    public Optional<RunState> finished() {
      return Optional.of(round.context().before());
    }

    @Override
    public StepVersion stepVersion() {
      return round.context().request().stepVersion();
    }
  }

  /** The policy after a round's update answers held-out problems; the round is not closed yet. */
  record MeasuringRound(RoundContext.Learned round, Evaluation evaluation) implements Measuring {
    @Override
    public Optional<RunState> finished() {
      return Optional.of(round.scored().context().before());
    }

    @Override
    public StepVersion stepVersion() {
      return round.stepVersion();
    }
  }

  /** The worker writes a checkpoint's weights. */
  record Saving(RunState run, String saveJob, Next next) implements LoopState {
    /** What follows a checkpoint. */
    enum Next {
      ROUND,
      FINAL_EVALUATION,
      INTERRUPTION
    }

    @Override
    public Optional<String> job() {
      return Optional.of(saveJob);
    }

    @Override
    public Optional<RunState> finished() {
      return Optional.of(run);
    }
  }

  /** The worker takes the weights of an earlier checkpoint, because a guard asked for it. */
  record RollingBack(RunState run, String restoreJob) implements LoopState {
    @Override
    public Optional<String> job() {
      return Optional.of(restoreJob);
    }

    @Override
    public Optional<RunState> finished() {
      return Optional.of(run);
    }
  }

  /** The final policy answers held-out problems. */
  record MeasuringEnd(RunState run, Evaluation evaluation) implements Measuring {
    @Override
    public Optional<RunState> finished() {
      return Optional.of(run);
    }
  }

  /**
   * The summary is written; messages that still arrive are ignored.
   *
   * @param over whether nothing is left to do: the run was neither interrupted nor failed
   */
  record Ended(Optional<RunState> finished, boolean over) implements LoopState {}
}
