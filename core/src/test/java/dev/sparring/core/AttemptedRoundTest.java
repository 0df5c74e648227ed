package dev.sparring.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptedRoundTest {
  private static final Completion WRITTEN =
      new Completion(
          new int[] {1}, new int[] {2}, new float[] {-1}, "text", Completion.Finish.STOP);
  private static final Attempt ATTEMPT =
      new Attempt("a0", "p0", 0, WRITTEN, Optional.of("7"), "answer");

  private static final DropReason.Lost NO_MEMORY = new DropReason.Lost("no memory");
  private static final DropReason SEEN = new DropReason.Refused("novel", "seen");

  private static Proposal proposal(DropReason rejection) {
    return Proposal.rejected("p", Completion.NONE, rejection);
  }

  private static AttemptedRound round(
      List<Proposal> proposals, List<Attempt> attempts, Map<String, DropReason.Lost> failed) {
    return new AttemptedRound(
        new ProposedRound(new Round(1, 0, 1, 2, 2), proposals, 0), attempts, failed, 0);
  }

  @Test
  void aRoundWithoutAProposalOrWithoutAnAnswerIsLostWithTheReason() {
    Proposal lost = proposal(NO_MEMORY);
    assertThat(round(List.of(lost, lost), List.of(), Map.of()).lost()).contains(NO_MEMORY);
    assertThat(
            round(
                    List.of(lost, proposal(SEEN)),
                    List.of(),
                    Map.of("a0", new DropReason.Lost("timeout")))
                .lost())
        .contains(new DropReason.Lost("timeout"));
  }

  @Test
  void aRoundIsNotLostWhenItsPolicyWroteNothingUseful() {
    assertThat(round(List.of(proposal(SEEN), proposal(SEEN)), List.of(), Map.of()).lost())
        .isEmpty();
    assertThat(round(List.of(), List.of(), Map.of()).lost()).isEmpty();
  }

  @Test
  void aRoundThatLostSomeAnswersGoesOnWithTheOthers() {
    assertThat(round(List.of(), List.of(ATTEMPT), Map.of("a1", NO_MEMORY)).lost()).isEmpty();
  }
}
