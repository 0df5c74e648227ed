package dev.sparring.core.check;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Decides about the answers to a problem. It is asked, and replies later: it may run programs in
 * another process, or ask a model. The same problem and answers get the same judgement each time.
 */
public interface AnswerChecker extends AutoCloseable {
  /**
   * Judges the answers to one problem. May be called by several threads.
   *
   * <p>What fails on the checker's side (a process that dies) is {@link Mark.Unjudged}, after it
   * was tried again elsewhere; a stage that completes exceptionally is a bug and ends the run.
   *
   * @param attempts those that were written, in order; some may have no answer
   */
  CompletionStage<Judgement> check(Problem problem, List<Attempt> attempts);

  /** How many problems it is asked about at a time, at least 1. */
  default int inFlight() {
    return 1;
  }

  /**
   * What judgements depend on besides problem and answers, in one line, for example the version of
   * an interpreter; empty where they depend on nothing else. A run keeps it, and is resumed only
   * with the same.
   */
  default String identity() {
    return "";
  }

  /**
   * Gets ready in the background. Called when a round or an evaluation begins, while the policy
   * writes.
   */
  default void prepare() {}

  @Override
  default void close() {}
}
