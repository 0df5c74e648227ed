package dev.sparring.cli.distill;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A problem that a teacher wrote, with the label that its answers agree on, and answers that reach
 * it. One line of {@code lessons.jsonl}.
 *
 * @param n number of the proposal
 * @param key canonical form of the problem
 * @param votes answers that agree with the label
 * @param of answers that were drawn
 * @param answers some of those that agree, in the order of drawing
 */
@JsonPropertyOrder({"n", "problem", "key", "label", "votes", "of", "answers"})
record Lesson(
    int n, String problem, String key, String label, int votes, int of, List<Answer> answers) {
  Lesson {
    answers = List.copyOf(answers);
  }

  /**
   * An answer.
   *
   * @param question which of the task's prompts for the problem it answers
   * @param text without special tokens
   */
  record Answer(int question, String text) {}
}
