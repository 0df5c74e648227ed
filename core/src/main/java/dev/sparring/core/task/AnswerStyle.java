package dev.sparring.core.task;

/** How the prompt tells the solver to reach its answer. */
enum AnswerStyle {
  /** Step by step inside {@code <think>…</think>}, after SQLM. */
  THINK(
      "Think step by step inside <think> and </think>, then write the result inside <answer> and"
          + " </answer>."),

  /** In one line, which takes fewer tokens and which small models can do. */
  BRIEF("Work it out in one line, then write the result inside <answer> and </answer>.");

  private final String request;

  AnswerStyle(String request) {
    this.request = request;
  }

  /** The sentences of the prompt that say so. */
  String request() {
    return request;
  }
}
