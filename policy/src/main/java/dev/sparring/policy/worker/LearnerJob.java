package dev.sparring.policy.worker;

import dev.sparring.policy.worker.WorkerPool.Job;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.util.List;
import java.util.function.Function;

/** A job that consists of one piece, which the learner does. */
final class LearnerJob extends ActiveJob {
  private final Function<WorkResult, Reply> reply;

  LearnerJob(
      Job job,
      WorkItem item,
      WeightsVersion needed,
      WeightsVersion after,
      Function<WorkResult, Reply> reply) {
    super(job);
    this.reply = reply;
    begin(List.of(Piece.forLearner(item, needed, after)));
  }

  @Override
  void finishedPhase(List<WorkResult> results) {
    end(reply.apply(results.get(0)));
  }
}
