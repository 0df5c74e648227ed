package dev.sparring.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import dev.sparring.core.Verdict;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChecksTest {
  /** Replies when it is told to. */
  private static final class Slow implements AnswerChecker {
    private final Map<String, CompletableFuture<Judgement>> asked = new TreeMap<>();
    private final int inFlight;
    private int most;

    Slow(int inFlight) {
      this.inFlight = inFlight;
    }

    @Override
    public CompletionStage<Judgement> check(Problem problem, List<Attempt> attempts) {
      CompletableFuture<Judgement> reply = new CompletableFuture<>();
      asked.put(problem.id(), reply);
      most = Math.max(most, asked.size());
      return reply;
    }

    @Override
    public int inFlight() {
      return inFlight;
    }

    void reply(String problem) {
      asked.remove(problem).complete(judgement(problem));
    }
  }

  private static Judgement judgement(String problem) {
    return Judgement.vote(new Verdict(problem, 0, 0, Optional.empty(), 0, 0, 0));
  }

  private static List<Checks.Question> questions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Checks.Question(new Problem("p" + i, i, "k", "t"), List.<Attempt>of()))
        .toList();
  }

  @Test
  void noMoreThanItsNumberOfProblemsAreInFlightAndTheOrderOfRepliesMakesNoDifference() {
    Random random = new Random(1);
    for (int trial = 0; trial < 50; trial++) {
      Slow checker = new Slow(3);
      CompletableFuture<List<Judgement>> all =
          Checks.all(checker, questions(10)).toCompletableFuture();
      for (int i = 0; i < 10; i++) {
        assertThat(all).isNotDone();
        List<String> open = new ArrayList<>(checker.asked.keySet());
        checker.reply(open.get(random.nextInt(open.size())));
      }
      assertThat(checker.most).isEqualTo(3);
      assertThat(all.join())
          .extracting(judgement -> judgement.verdict().problemId())
          .containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9");
    }
  }

  @Test
  void manyRepliesThatAreThereAtOnceTakeNoStack() {
    AnswerChecker vote = new MajorityVote(VoteRule.DEFAULT);
    assertThat(Checks.all(vote, questions(100_000)).toCompletableFuture().join()).hasSize(100_000);
    assertThat(Checks.all(vote, List.of()).toCompletableFuture().join()).isEmpty();
  }

  @Test
  void aBugInACheckerFailsTheWholeAndNothingMoreIsAsked() {
    Slow checker = new Slow(2);
    CompletableFuture<List<Judgement>> all =
        Checks.all(checker, questions(5)).toCompletableFuture();
    checker.asked.remove("p0").completeExceptionally(new IllegalStateException("a bug"));
    assertThatThrownBy(all::join).hasMessageContaining("a bug");
    checker.reply("p1");
    assertThat(checker.asked).isEmpty();

    AnswerChecker throwing =
        (problem, attempts) -> {
          throw new IllegalStateException("a bug at once");
        };
    assertThatThrownBy(() -> Checks.all(throwing, questions(2)).toCompletableFuture().join())
        .hasMessageContaining("a bug at once");
  }
}
