package dev.sparring.core.task;

/** How a solver is asked to come to its answer. */
enum AnswerStyle {
  /** Step by step inside {@code <think>…</think>}, after SQLM. */
  THINK(
      "Think step by step inside <think> and </think>, then write the result inside <answer> and"
          + " </answer>."),

  /** In a line: fewer tokens, and within the reach of small models. */
  BRIEF("Work it out in one line, then write the result inside <answer> and </answer>.");

  private final String request;

  AnswerStyle(String request) {
    this.request = request;
  }

  /** The sentence that asks for it. */
  String request() {
    return request;
  }
}
