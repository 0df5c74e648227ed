package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that trains adapters. */
class AdaptersTest {
  private static final Path MODEL = Tiny.GOLDEN.resolve("llama-tiny");

  @TempDir Path folder;

  private static Settings settings(String use) {
    return Tiny.settings(
        "policy.adapter.use", use, "policy.adapter.rank", "4", "policy.threads", "1");
  }

  private static List<Episode> episodes(Role role) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int[] ids = {100 + i, 40, 60 + i, 90};
      Completion one =
          new Completion(
              new int[] {5, 6, 7}, ids, new float[] {-5, -5, -5, -5}, "", Completion.Finish.STOP);
      episodes.add(Episode.of(role + "" + i, role, one, i % 2 == 0 ? 1 : -1));
    }
    return episodes;
  }

  private static LearnReport learn(Policy policy, Role role) {
    Loss loss = Loss.PolicyGradient.of(Tiny.settings().learn(), 1);
    return policy.learn(episodes(role), episodes(role), loss, 3e-2, () -> false);
  }

  private static float[] score(Policy policy, Role role) {
    return policy.score(episodes(role), () -> false).get(0).logprobs();
  }

  @Test
  void aFreshAdapterIsTheBase() {
    try (Policy adapted = Policy.forLearning(MODEL, settings("shared"));
        Policy plain = Policy.forWriting(MODEL, settings("none"))) {
      assertThat(score(adapted, Role.SOLVER))
          .containsExactly(score(plain, Role.SOLVER), within(1e-5f));
    }
  }

  @Test
  void eachRoleLearnsInItsOwnAdapterAndTheBaseStaysTheReference() {
    try (Policy policy = Policy.forLearning(MODEL, settings("per-role"))) {
      float[] before = score(policy, Role.PROPOSER);
      assertThat(learn(policy, Role.SOLVER).steps()).isEqualTo(1);
      assertThat(score(policy, Role.PROPOSER)).isEqualTo(before);
      assertThat(score(policy, Role.SOLVER)).isNotEqualTo(before);
      assertThat(learn(policy, Role.SOLVER).divergence(Role.SOLVER)).isPositive();
    }
  }

  @Test
  void logProbabilitiesAloneAreThoseOfScoresInTheOrderOfTheEpisodes() {
    try (Policy policy = Policy.forLearning(MODEL, settings("per-role"))) {
      learn(policy, Role.SOLVER);
      List<Episode> mixed = new ArrayList<>(episodes(Role.SOLVER));
      mixed.addAll(1, episodes(Role.PROPOSER));
      List<float[]> alone = policy.logprobs(mixed, () -> false);
      List<Scores> scores = policy.score(mixed, () -> false);
      assertThat(alone).hasSameSizeAs(mixed);
      for (int i = 0; i < mixed.size(); i++) {
        assertThat(alone.get(i)).isEqualTo(scores.get(i).logprobs());
      }
      assertThat(alone.get(0)).isEqualTo(score(policy, Role.SOLVER));
      assertThat(alone.get(1)).isEqualTo(score(policy, Role.PROPOSER)).isNotEqualTo(alone.get(0));
    }
  }

  @Test
  void aSharedAdapterIsOneForAllRoles() {
    try (Policy policy = Policy.forLearning(MODEL, settings("shared"))) {
      float[] before = score(policy, Role.PROPOSER);
      learn(policy, Role.SOLVER);
      assertThat(score(policy, Role.PROPOSER)).isNotEqualTo(before);
      assertThat(score(policy, Role.PROPOSER)).isEqualTo(score(policy, Role.SOLVER));
    }
  }

  @Test
  void whatIsSavedCanBeGoneOnWithAndWrittenWith() throws IOException {
    for (String use : List.of("shared", "per-role")) {
      Path saved = folder.resolve(use);
      Files.createDirectories(saved);
      try (Policy policy = Policy.forLearning(MODEL, settings(use));
          Policy other = Policy.forLearning(MODEL, settings(use))) {
        learn(policy, Role.SOLVER);
        policy.save(saved);
        other.restore(saved);
        learn(policy, Role.SOLVER);
        learn(other, Role.SOLVER);
        assertThat(score(other, Role.SOLVER)).isEqualTo(score(policy, Role.SOLVER));
        policy.save(saved);
        try (Policy writer = Policy.forWriting(MODEL, Optional.of(saved), settings("none"))) {
          assertThat(score(writer, Role.SOLVER)).isEqualTo(score(policy, Role.SOLVER));
          assertThat(score(writer, Role.PROPOSER)).isEqualTo(score(policy, Role.PROPOSER));
        }
      }
      assertThat(Adapter.in(use.equals("shared") ? saved : saved.resolve("solver"))).isTrue();
      assertThat(saved.resolve("model.safetensors")).doesNotExist();
    }
  }

  @Test
  void anAdapterForAnotherBaseIsRefusedInOneLine() {
    Path other = Tiny.GOLDEN.resolve("qwen3-tiny").resolve("adapter");
    assertThatThrownBy(() -> Policy.forWriting(MODEL, Optional.of(other), settings("none")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(other + " does not fit the base " + MODEL + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTensorThatTheAdapterHasNoUseForIsRefusedByName() {
    Path copy = Tiny.copy(MODEL.resolve("adapter"), folder.resolve("narrow"));
    Tiny.edit(
        copy.resolve("adapter_config.json"), json -> json.putArray("target_modules").add("q_proj"));
    assertThatThrownBy(() -> Policy.forWriting(MODEL, Optional.of(copy), settings("none")))
        .hasMessageStartingWith(
            copy + " does not fit the base " + MODEL + ": it holds the tensor base_model.model.")
        .hasMessageEndingWith(", which is for nothing there");
  }

  @Test
  void anAdapterThatDoesMoreThanLoraIsRefusedByName() {
    Path copy = Tiny.copy(MODEL.resolve("adapter"), folder.resolve("dora"));
    Tiny.edit(copy.resolve("adapter_config.json"), json -> json.put("use_dora", true));
    assertThatThrownBy(() -> Policy.forWriting(MODEL, Optional.of(copy), settings("none")))
        .hasMessage(copy.resolve("adapter_config.json") + ": use_dora true is not supported");
  }
}
