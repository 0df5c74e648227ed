package dev.sparring.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptedRoundTest {
  private static final Completion WRITTEN =
      new Completion(
          new int[] {1}, new int[] {2}, new float[] {-1}, "text", Completion.Finish.STOP);
  private static final Attempt ATTEMPT =
      new Attempt("a0", "p0", WRITTEN, Optional.of("7"), "answer");

  private static Proposal proposal(String rejection) {
    return new Proposal(
        "p", Completion.NONE, Optional.empty(), Optional.of(rejection), Optional.empty());
  }

  private static AttemptedRound round(
      List<Proposal> proposals, List<Attempt> attempts, Map<String, String> failed) {
    return new AttemptedRound(
        new ProposedRound(new Round(1, 0, 1, 2, 2, Set.of()), proposals, 0), attempts, failed, 0);
  }

  @Test
  void aRoundWithoutAProposalOrWithoutAnAnswerIsLostForTheMachinerysReason() {
    Proposal lost = proposal("machinery: no memory");
    assertThat(round(List.of(lost, lost), List.of(), Map.of()).lost())
        .contains("machinery: no memory");
    assertThat(round(List.of(lost, proposal("seen")), List.of(), Map.of("a0", "timeout")).lost())
        .contains("timeout");
  }

  @Test
  void aRoundIsNotLostWhenItsPolicyWroteNothingUseful() {
    assertThat(round(List.of(proposal("seen"), proposal("duplicate")), List.of(), Map.of()).lost())
        .isEmpty();
    assertThat(round(List.of(), List.of(), Map.of()).lost()).isEmpty();
  }

  @Test
  void aRoundThatLostSomeAnswersGoesOnWithTheOthers() {
    assertThat(round(List.of(), List.of(ATTEMPT), Map.of("a1", "no memory")).lost()).isEmpty();
  }
}
