package dev.sparring.core.selfplay;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Outcome;
import dev.sparring.core.Role;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.plugin.Named;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of self-play, chosen by its name with {@code self-play} and found through {@link
 * java.util.ServiceLoader}. It says which turns follow the first answers of a round, how answers
 * and turns are rewarded, and how each role learns. It holds nothing that changes; the same
 * arguments give the same results.
 */
public interface SelfPlay extends Named {
  /** One line on who writes what. */
  String description();

  /** What it can be set to, under {@code self-play-options}; nothing by default. */
  default List<NumberOption> options() {
    return List.of();
  }

  /**
   * This kind of self-play for a run.
   *
   * @param vote when answers agree enough
   * @param options a value for each of {@link #options}
   */
  default SelfPlay with(Task task, VoteRule vote, NumberValues options) {
    return this;
  }

  /** Why it can't be played with a task, with the remedy; empty when it can. */
  default Optional<String> objection(Task task) {
    return task instanceof PassageTask
        ? Optional.of("tasks whose answers are right or wrong; " + task.name() + " takes self-edit")
        : Optional.empty();
  }

  /** Roles that write turns. They learn in every round. */
  default List<Role> roles() {
    return List.of();
  }

  /** All roles that write with a policy: proposer, solver, and those that write turns. */
  default List<Role> writers() {
    return Stream.concat(Role.ALL.stream(), roles().stream()).toList();
  }

  /** The turns that follow the answers; none by default. */
  default List<TurnRequest> requests(AttemptedRound attempted) {
    return List.of();
  }

  /**
   * Reads a turn. Must accept any text, never throw, and take time linear in its length.
   *
   * @return what {@link dev.sparring.core.Turn#reading} holds; empty for one that cannot be read
   */
  default Optional<String> read(TurnRequest request, Completion completion) {
    return Optional.empty();
  }

  /** How attempts are judged by what the policy learns from them; by default they are not. */
  default Optional<InnerLoop> innerLoop() {
    return Optional.empty();
  }

  /** What is made of a judgement of the answers once the turns are there; by default nothing. */
  default Judgement judge(Checks.Question question, Judgement judgement) {
    return judgement;
  }

  /**
   * What the answers to one problem, and the turns about them, earn.
   *
   * @param judgement as {@link #judge} gave it
   * @param reward what {@code solver.reward} gives for an answer
   * @return an outcome for each attempt and each turn, by id
   */
  default Map<String, Outcome> outcomes(
      Checks.Question question, Judgement judgement, AnswerReward reward, Progress progress) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (Attempt attempt : question.attempts()) {
      outcomes.put(attempt.id(), reward.of(Role.SOLVER, attempt));
    }
    return outcomes;
  }

  /** How a role learns in a round. */
  default RoleLearning learning(Role role, Progress progress) {
    return RoleLearning.FULL;
  }

  /**
   * Metrics of its own, by the name that they have in {@code metrics.jsonl}. A share of nothing is
   * NaN.
   *
   * @param task tells the truth, for names under {@code probe/} alone
   */
  default Map<String, Double> metrics(ScoredRound scored, Task task) {
    return Map.of();
  }

  /**
   * The prompt by which a held-out problem is answered once more, with the first answer in view;
   * empty where there is no second answer.
   *
   * @param answer text of the first answer
   */
  default Optional<List<ChatMessage>> secondQuestion(String problem, String answer) {
    return Optional.empty();
  }
}
