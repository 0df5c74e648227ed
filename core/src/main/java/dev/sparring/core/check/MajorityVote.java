package dev.sparring.core.check;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import dev.sparring.core.vote.VoteRule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The checker of tasks that bring none: the answers vote, and the judgement is there at once. */
public record MajorityVote(VoteRule rule) implements AnswerChecker {
  @Override
  public CompletionStage<Judgement> check(Problem problem, List<Attempt> attempts) {
    return CompletableFuture.completedStage(
        Judgement.vote(rule.decide(problem.id(), attempts.stream().map(Attempt::answer).toList())));
  }
}
