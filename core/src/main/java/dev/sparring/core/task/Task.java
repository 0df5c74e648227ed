package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of problem: how to ask for one, how to read it, how to ask it, and how to read an answer.
 */
public interface Task {
  /** The name that {@code task = …} holds. */
  String name();

  /** One line on what is asked. */
  String description();

  /** What it can be set to; nothing by default. */
  default List<TaskOption> options() {
    return List.of();
  }

  /**
   * The same task, set so.
   *
   * @param options a value for every one of {@link #options}, each among those that it may hold
   */
  default Task with(Map<String, String> options) {
    return this;
  }

  /**
   * The prompt that asks for one problem.
   *
   * @param random numbers of this proposal's own, for prompts that differ from each other
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

  /** Reads a problem out of what the proposer wrote. */
  Parsed<Statement> parseProblem(String completion);

  /**
   * Why a well-formed problem is not what a topic asked for, where proposers are held to that; it
   * then counts as malformed.
   *
   * @param random what {@link #topic} was given
   */
  default Optional<String> unasked(Statement statement, RandomStream random) {
    return Optional.empty();
  }

  /** The prompt that asks a problem. */
  List<ChatMessage> question(String problem);

  /**
   * The prompts that ask a problem when it is trained on. Its samples are shared out among them in
   * turn and vote together. What most answers to one prompt get wrong alike, those to another may
   * not, so a label that needs more than its share of the votes needs the prompts to agree.
   */
  default List<List<ChatMessage>> questions(String problem) {
    return List.of(question(problem));
  }

  /** Reads the canonical answer out of what the solver wrote. */
  Parsed<String> parseAnswer(String completion);

  /**
   * The same, of an answer to this problem. A task whose problems have several unknowns reads the
   * one that was asked for; by default the problem makes no difference.
   */
  default Parsed<String> parseAnswer(String problem, String completion) {
    return parseAnswer(completion);
  }

  /** The name of the form in which the answer was given, for example {@code scratchpad}. */
  default String format(String completion) {
    return parseAnswer(completion) instanceof Parsed.Read<String> ? "answer" : Attempt.MALFORMED;
  }

  /** The same, of an answer to this problem. */
  default String format(String problem, String completion) {
    return parseAnswer(problem, completion) instanceof Parsed.Read<String>
        ? format(completion)
        : Attempt.MALFORMED;
  }

  /** All names that {@link #format(String)} may give. */
  default List<String> formats() {
    return List.of("answer", Attempt.MALFORMED);
  }

  /**
   * The right answer, canonical, when it can be computed. It reports; it is no reward (except where
   * a configuration says {@code truth} and says that it does). Empty says that nobody knows: such a
   * problem is left out of every accuracy, and counts neither as right nor as wrong.
   */
  default Optional<String> truth(String problem) {
    return Optional.empty();
  }

  /**
   * Problems to measure on, frozen and never trained on; each is the text of a statement that
   * {@link #parseProblem} reads.
   */
  default List<String> heldOut() {
    return List.of();
  }

  /**
   * Problems that are never trained on: those held out, and those that the same task measures on
   * when it is set otherwise.
   */
  default List<String> excluded() {
    return heldOut();
  }

  /**
   * Answer beginnings that force a way of answering, by format name: what elicitation could reach.
   * The solver is made to go on from the beginning, which belongs to the completion that is parsed.
   */
  default Map<String, String> strategies() {
    return Map.of();
  }

  /**
   * A problem as read.
   *
   * @param key canonical form, equal for equal problems
   * @param text what the solver is asked
   */
  record Statement(String key, String text) {}
}
