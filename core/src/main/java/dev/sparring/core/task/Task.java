package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of problem. A task writes the prompts of both roles and reads their completions. Methods
 * that read a completion must accept any text, never throw, and take time linear in its length.
 */
public interface Task {
  /** The name by which a configuration chooses the task, unique on the class path. */
  String name();

  /** One line that says what the problems are. */
  String description();

  /** The options that {@code task-options} may set; none by default. */
  default List<TaskOption> options() {
    return List.of();
  }

  /**
   * This task with other options.
   *
   * @param options a value for each of {@link #options}, one of those that the option allows
   */
  default Task with(Map<String, String> options) {
    return this;
  }

  /**
   * The prompt that asks the proposer for one problem.
   *
   * @param random random numbers of this proposal alone, by which prompts can differ
   */
  List<ChatMessage> topic(RandomStream random);

  /**
   * The prompt that asks for one problem unlike earlier ones. By default they are listed at the end
   * of {@link #topic(RandomStream)}, numbered from 1; a task whose model knows no words leaves them
   * out.
   *
   * @param references texts of earlier problems; without any the prompt is the one without
   */
  default List<ChatMessage> topic(RandomStream random, List<String> references) {
    return References.appended(topic(random), references);
  }

  /**
   * What kind of problem {@link #topic} asks for, where it asks for several; the gate {@code
   * budget} bounds the share of each.
   */
  default String mode(RandomStream random) {
    return "";
  }

  /**
   * What problems have in common that differ in their details only; the gates {@code novel} and
   * {@code balance} bound the share of each. By default the text with a # for every number.
   */
  default String template(String problem) {
    return References.withoutNumbers(problem);
  }

  /**
   * Names of the sources that a problem says it is made from; the gate {@code attributed} wants
   * them among those that it was made from. Nothing by default.
   */
  default List<String> cites(String problem) {
    return List.of();
  }

  /** Names of the sources that stand in the prompt of {@link #topic}. Nothing by default. */
  default List<String> given(RandomStream random) {
    return List.of();
  }

  /** Whether models of this task know words, so that they can be asked about answers. */
  default boolean inWords() {
    return true;
  }

  /**
   * A problem that the task draws itself. Where it does, no proposer is asked. By default the
   * proposer writes all problems.
   *
   * @param random the same numbers that {@link #topic} is given
   */
  default Optional<Statement> drawn(RandomStream random) {
    return Optional.empty();
  }

  /**
   * Reads the problem out of a proposer's completion.
   *
   * @return the problem, or a short reason why there is none
   */
  Parsed<Statement> parseProblem(String completion);

  /**
   * Says why a well-formed problem is not what the prompt asked for. Such a problem counts as
   * malformed. By default every problem is.
   *
   * @param random the same numbers that {@link #topic} was given
   * @return a short reason, or empty if the problem is as asked
   */
  default Optional<String> unasked(Statement statement, RandomStream random) {
    return Optional.empty();
  }

  /**
   * The prompt that asks the solver a problem.
   *
   * @param problem {@link Statement#text}
   */
  List<ChatMessage> question(String problem);

  /**
   * The prompts that ask the solver a problem in training; by default the one of {@link #question}.
   * Samples are divided among the prompts in turn, and vote together. Answers to one prompt may
   * share a mistake that answers to another do not make, so a label that needs more votes than one
   * prompt has samples needs the prompts to agree.
   */
  default List<List<ChatMessage>> questions(String problem) {
    return List.of(question(problem));
  }

  /**
   * Reads the answer out of a solver's completion.
   *
   * @return the answer in canonical form, in which equal answers are equal texts; or a short reason
   *     why there is none
   */
  Parsed<String> parseAnswer(String completion);

  /**
   * Reads the answer to a given problem. A task whose problems have several unknowns reads the one
   * that was asked for. By default the problem makes no difference.
   */
  default Parsed<String> parseAnswer(String problem, String completion) {
    return parseAnswer(completion);
  }

  /**
   * The name of the form in which a completion gives its answer, for example {@code scratchpad}.
   */
  default String format(String completion) {
    return parseAnswer(completion) instanceof Parsed.Read<String> ? "answer" : Attempt.MALFORMED;
  }

  /** The name of the form in which a completion answers a given problem. */
  default String format(String problem, String completion) {
    return parseAnswer(problem, completion) instanceof Parsed.Read<String>
        ? format(completion)
        : Attempt.MALFORMED;
  }

  /** All names that {@link #format(String)} may return. */
  default List<String> formats() {
    return List.of("answer", Attempt.MALFORMED);
  }

  /**
   * The prompt that asks which of two answers to a problem is better; the reply is the number 1 or
   * 2. In words by default; a task whose model knows no words has a form of its own.
   *
   * @param first text of the answer that is shown first
   */
  default List<ChatMessage> comparison(String problem, String first, String second) {
    return FollowUps.comparison(problem, first, second);
  }

  /**
   * The prompt that asks for a second answer with the first one in view. In words by default; a
   * task whose model knows no words has a form of its own.
   *
   * @param answer text of the first answer
   */
  default List<ChatMessage> correction(String problem, String answer) {
    return FollowUps.correction(question(problem), answer);
  }

  /**
   * The right answer in canonical form, if it can be computed. Metrics and evaluations use it; no
   * reward does, unless {@code solver.reward = truth}. Without a right answer, a problem is left
   * out of every accuracy and counts neither as right nor as wrong.
   */
  default Optional<String> truth(String problem) {
    return Optional.empty();
  }

  /**
   * The problems that evaluations ask. They never change, and no run trains on them. Each is the
   * text of a statement that {@link #parseProblem} reads.
   */
  default List<String> heldOut() {
    return List.of();
  }

  /**
   * The problems that no run may train on: those of {@link #heldOut}, and those that the task holds
   * out with other options.
   */
  default List<String> excluded() {
    return heldOut();
  }

  /**
   * Beginnings of answers that force a form, by the form's name. An evaluation has the solver go on
   * from such a beginning, to measure what eliciting the form alone could reach. The beginning is
   * part of the completion that is read.
   */
  default Map<String, String> strategies() {
    return Map.of();
  }

  /**
   * A problem that was read.
   *
   * @param key canonical form; equal problems have equal keys
   * @param text the text that the solver is asked
   */
  record Statement(String key, String text) {}
}
