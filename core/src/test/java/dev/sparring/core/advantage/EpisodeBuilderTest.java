package dev.sparring.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.AttemptedRound;
import dev.sparring.core.DropReason;
import dev.sparring.core.Episode;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.reward.Rounds;
import dev.sparring.core.selfplay.Progress;
import dev.sparring.core.selfplay.RoleLearning;
import dev.sparring.core.selfplay.SelfPlay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodeBuilderTest {
  private static final Set<Role> BOTH = Set.of(Role.SOLVER, Role.PROPOSER);
  private static final Set<Role> SOLVER_ALONE = Set.of(Role.SOLVER);
  private static final AttemptedRound ROUND =
      new Rounds(2)
          .problem("k", "7 8")
          .problem("l", "7 7")
          .rejected(new DropReason.Malformed("x"), null)
          .problem("m", "! 7")
          .build();

  /** k divides, l agrees, the third is malformed, m lost an answer and has no label. */
  private static ScoredRound scored() {
    Map<String, Outcome> outcomes = new HashMap<>();
    outcomes.put("p0", new Outcome.Scored(1));
    outcomes.put("p0-0", new Outcome.Scored(1));
    outcomes.put("p0-1", new Outcome.Scored(0));
    outcomes.put("p1", new Outcome.Scored(0));
    outcomes.put("p1-0", new Outcome.Scored(1));
    outcomes.put("p1-1", new Outcome.Scored(1));
    outcomes.put("p2", new Outcome.Scored(0));
    outcomes.put("p3", new Outcome.Dropped(new DropReason.Lost("")));
    outcomes.put("p3-0", new Outcome.Dropped(new DropReason.Lost("worker lost")));
    outcomes.put("p3-1", new Outcome.Dropped(new DropReason.NoLabel()));
    return new ScoredRound(ROUND, List.of(), outcomes, 0);
  }

  private static EpisodeBuilder builder(String solver, String proposer, boolean drop) {
    return new EpisodeBuilder(Advantage.named(solver), Advantage.named(proposer), drop);
  }

  @Test
  void onlyWhatIsScoredBecomesAnEpisode() {
    assertThat(builder("grpo", "batch", false).build(scored(), Baselines.NONE, BOTH).episodes())
        .extracting(Episode::id)
        .containsExactly("p0-0", "p0-1", "p1-0", "p1-1", "p0", "p1", "p2");
  }

  @Test
  void everyTokenOfTheCompletionCarriesTheAdvantageAndNoTokenOfThePromptDoes() {
    Episode first =
        builder("dr-grpo", "batch", false)
            .build(scored(), Baselines.NONE, SOLVER_ALONE)
            .episodes()
            .get(0);
    assertThat(first.role()).isEqualTo(Role.SOLVER);
    assertThat(first.advantage()).containsExactly(0, 0.5f, 0.5f);
    assertThat(first.mask()).containsExactly(false, true, true);
  }

  @Test
  void theProposerLearnsOnlyWhenItsTurnHasCome() {
    assertThat(
            builder("grpo", "batch", false)
                .build(scored(), Baselines.NONE, SOLVER_ALONE)
                .episodes())
        .extracting(Episode::role)
        .containsOnly(Role.SOLVER);
  }

  @Test
  void theProposerIsComparedWithItsOwnKind() {
    List<Episode> episodes =
        builder("grpo", "dr-grpo", false).build(scored(), Baselines.NONE, BOTH).episodes();
    assertThat(episodes.subList(4, 7))
        .extracting(episode -> (double) episode.advantage()[1])
        .satisfiesExactly(
            a -> assertThat(a).isCloseTo(2 / 3.0, within(1e-6)),
            a -> assertThat(a).isCloseTo(-1 / 3.0, within(1e-6)),
            a -> assertThat(a).isCloseTo(-1 / 3.0, within(1e-6)));
  }

  @Test
  void groupsThatTellNothingAreLeftOutOnRequest() {
    assertThat(
            builder("grpo", "batch", true).build(scored(), Baselines.NONE, SOLVER_ALONE).episodes())
        .extracting(Episode::id)
        .containsExactly("p0-0", "p0-1");
  }

  @Test
  void aBaselineFollowsItsRoleInEveryRoundWhetherItLearnsOrNot() {
    Baselines before = Baselines.NONE.with("solver", 0.5).with("judge", 0.25);
    EpisodeBuilder spiral = builder("spiral", "spiral", false);
    Baselines learning = spiral.build(scored(), before, BOTH).baselines();
    assertThat(spiral.build(scored(), before, SOLVER_ALONE).baselines()).isEqualTo(learning);
    assertThat(learning.of("solver")).isGreaterThan(0.5);
    assertThat(learning.of("proposer")).isPositive();
    assertThat(learning.of("judge")).isEqualTo(0.25);
    assertThat(before.of("proposer")).isZero();
  }

  @Test
  void anAttemptWithoutOutcomeIsABug() {
    ScoredRound lacking = new ScoredRound(ROUND, List.of(), Map.of(), 0);
    assertThatThrownBy(() -> builder("grpo", "batch", false).build(lacking, Baselines.NONE, BOTH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("p0-0");
  }

  /** Rewards .5, .75, .25, .75 about one problem, and 0, 0 about another. */
  @Test
  void anImitatedRoleLearnsItsBestTextOrThoseAboveTheMeanAndNoneThatEarnsNothing() {
    AttemptedRound round = new Rounds(4).problem("k", "1 2 3 4").problem("l", "5 6 7 8").build();
    Map<String, Outcome> outcomes = new HashMap<>();
    double[] first = {.5, .75, .25, .75};
    for (int i = 0; i < 4; i++) {
      outcomes.put("p0-" + i, new Outcome.Scored(first[i]));
      outcomes.put("p1-" + i, new Outcome.Scored(0));
    }
    outcomes.put("p0", new Outcome.Dropped(new DropReason.Drawn()));
    outcomes.put("p1", new Outcome.Dropped(new DropReason.Drawn()));
    ScoredRound scored = new ScoredRound(round, List.of(), outcomes, 0);
    assertThat(imitated(scored, RoleLearning.Selection.BEST)).containsExactly("p0-1");
    assertThat(imitated(scored, RoleLearning.Selection.ABOVE_MEAN)).containsExactly("p0-1", "p0-3");
  }

  @Test
  void ofEqualTextsTheFirstIsImitatedUnlessGroupsWithoutADifferenceAreDropped() {
    AttemptedRound round = new Rounds(2).problem("k", "1 2").build();
    Map<String, Outcome> outcomes = new HashMap<>();
    outcomes.put("p0", new Outcome.Dropped(new DropReason.Drawn()));
    outcomes.put("p0-0", new Outcome.Scored(1));
    outcomes.put("p0-1", new Outcome.Scored(1));
    ScoredRound scored = new ScoredRound(round, List.of(), outcomes, 0);
    assertThat(imitated(scored, RoleLearning.Selection.BEST)).containsExactly("p0-0");
    assertThat(
            builder("grpo", "batch", true)
                .build(
                    scored,
                    Baselines.NONE,
                    BOTH,
                    imitating(RoleLearning.Selection.BEST),
                    new Progress(1, 1))
                .episodes())
        .isEmpty();
  }

  private static List<String> imitated(ScoredRound scored, RoleLearning.Selection selection) {
    return builder("grpo", "batch", false)
        .build(scored, Baselines.NONE, BOTH, imitating(selection), new Progress(1, 1))
        .episodes()
        .stream()
        .map(Episode::id)
        .toList();
  }

  private static SelfPlay imitating(RoleLearning.Selection selection) {
    return new SelfPlay() {
      @Override
      public String configName() {
        return "imitating";
      }

      @Override
      public String description() {
        return "";
      }

      @Override
      public RoleLearning learning(Role role, Progress progress) {
        return role.equals(Role.SOLVER) ? RoleLearning.imitating(selection) : RoleLearning.FULL;
      }
    };
  }
}
