package dev.sparring.core.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Verdict;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ProposerRewardProperties {
  @Property
  void everyRewardLiesBetweenZeroAndOne(
      @ForAll @Size(max = 8) List<@IntRange(max = 3) Integer> answers,
      @ForAll @DoubleRange(max = 1) double mean,
      @ForAll @DoubleRange(max = 1) double duplicates,
      @ForAll @DoubleRange(max = 1) double floor,
      @ForAll boolean labelledOnly) {
    List<Optional<String>> votes = new ArrayList<>();
    answers.forEach(n -> votes.add(n == 0 ? Optional.empty() : Optional.of("" + n)));
    Verdict verdict = VoteRule.DEFAULT.decide("p", votes);
    for (ProposerReward.Rule rule : ProposerReward.Rule.values()) {
      assertThat(
              new ProposerReward(rule, floor, labelledOnly, false)
                  .reward(Judgement.vote(verdict), mean, duplicates))
          .isBetween(0.0, 1.0);
    }
  }
}
