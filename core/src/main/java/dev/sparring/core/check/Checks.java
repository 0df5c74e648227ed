package dev.sparring.core.check;

import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Problem;
import dev.sparring.core.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Asks a checker about many problems, no more than {@link AnswerChecker#inFlight} at a time, and
 * replies when all have replied. The order of the replies makes no difference.
 */
public final class Checks {
  private final AnswerChecker checker;
  private final List<Question> questions;
  private final AtomicReferenceArray<Judgement> judgements;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger judged = new AtomicInteger();
  private final CompletableFuture<List<Judgement>> all = new CompletableFuture<>();

  private Checks(AnswerChecker checker, List<Question> questions) {
    this.checker = checker;
    this.questions = questions;
    this.judgements = new AtomicReferenceArray<>(questions.size());
  }

  /**
   * A problem and the answers to it.
   *
   * @param turns what was written about the answers
   * @param adapted what the policy replied after learning from answers, those of other problems
   *     among them
   */
  public record Question(
      Problem problem, List<Attempt> attempts, List<Turn> turns, Adapted adapted) {
    /** Answers that nothing was written about. */
    public Question(Problem problem, List<Attempt> attempts) {
      this(problem, attempts, List.of(), Adapted.NONE);
    }
  }

  /**
   * Has all answers judged.
   *
   * @return the judgements in the order of the questions; fails when the checker has a bug
   */
  public static CompletionStage<List<Judgement>> all(
      AnswerChecker checker, List<Question> questions) {
    Checks checks = new Checks(checker, List.copyOf(questions));
    if (questions.isEmpty()) {
      checks.all.complete(List.of());
    }
    for (int i = Math.min(checker.inFlight(), questions.size()); i > 0; i--) {
      checks.goOn();
    }
    return checks.all;
  }

  /**
   * The problems of a round in order, each with the attempts at it in order, an empty list where
   * there are none.
   *
   * @throws IllegalStateException when an attempt answers no problem of the round
   */
  public static List<Question> of(AttemptedRound attempted) {
    Map<String, List<Attempt>> answers = new LinkedHashMap<>();
    attempted.proposed().problems().forEach(p -> answers.put(p.id(), new ArrayList<>()));
    for (Attempt attempt : attempted.attempts()) {
      List<Attempt> others = answers.get(attempt.problemId());
      if (others == null) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "%s answers no problem: %s", attempt.id(), attempt.problemId()));
      }
      others.add(attempt);
    }
    return attempted.proposed().problems().stream()
        .map(
            problem ->
                new Question(
                    problem,
                    answers.get(problem.id()),
                    attempted.turns().of(problem.id()),
                    attempted.adapted()))
        .toList();
  }

  /** Asks one question after the other, until one is not answered at once or none is left. */
  private void goOn() {
    for (int i = next.getAndIncrement(); i < questions.size(); i = next.getAndIncrement()) {
      int index = i;
      CompletableFuture<Judgement> asked = ask(questions.get(i));
      if (asked.isDone()) {
        asked.whenComplete((judgement, failure) -> replied(index, judgement, failure));
      } else {
        asked.whenComplete(
            (judgement, failure) -> {
              replied(index, judgement, failure);
              goOn();
            });
        return;
      }
    }
  }

  private CompletableFuture<Judgement> ask(Question question) {
    try {
      return checker.check(question.problem(), question.attempts()).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void replied(int index, Judgement judgement, Throwable failure) {
    if (failure != null) {
      all.completeExceptionally(failure);
      next.set(questions.size());
      return;
    }
    judgements.set(index, judgement);
    if (judged.incrementAndGet() == questions.size()) {
      List<Judgement> whole = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        whole.add(judgements.get(i));
      }
      all.complete(whole);
    }
  }
}
