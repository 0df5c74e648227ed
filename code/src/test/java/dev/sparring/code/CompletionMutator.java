package dev.sparring.code;

import dev.sparring.sandbox.problems.EvaluationProblems;
import dev.sparring.sandbox.problems.ProgramProblem;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes outputs of a model, as they come and as they should not, from the evaluation set. */
final class CompletionMutator {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_]+|-?[0-9]+|[^\\sA-Za-z_0-9]");

  private static final List<String> TOKENS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "10**9",
          "+",
          "-",
          "*",
          "//",
          "%",
          "**",
          "<",
          ">",
          "==",
          "and",
          "not",
          "values",
          "x",
          "sum",
          "max",
          "min",
          "len",
          "sorted",
          "range",
          "None",
          "True",
          "[",
          "]",
          "(",
          ")",
          ":",
          ",",
          "[::-1]",
          "if",
          "else",
          "for",
          "in",
          "while",
          "lambda",
          "print",
          "input",
          "import os",
          "exit()",
          "yield",
          "def f():",
          "'",
          "\"\"\"",
          "\\",
          "#",
          "\t",
          "\n",
          "😀",
          "\u202e",
          "é",
          "\u0000",
          "𝔵",
          "while True: pass",
          "f = lambda: f()",
          "1/0",
          "eval",
          "exec",
          "x" + "0".repeat(50));

  private final Random random;
  private final List<ProgramProblem> problems = EvaluationProblems.load();

  CompletionMutator(Random random) {
    this.random = random;
  }

  /** An output of a proposer. */
  String proposal() {
    ProgramProblem problem = problems.get(random.nextInt(problems.size()));
    String text = new CodeProblem(problem.statement(), problem.tests()).text();
    text =
        switch (random.nextInt(5)) {
          case 0 -> "**Problem**\n\n" + text.replace("Test Cases:", "**Test Cases:**");
          case 1 -> text.replace("\n", "\n\n").replace(" ||| ", "|||");
          case 2 -> text.replaceFirst("Test Cases:\n", "Test Cases:\nINPUT ||| OUTPUT\n");
          case 3 -> text + "\n\nExplanation: 1 ||| 2";
          default -> text;
        };
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      text = random.nextBoolean() ? damaged(text) : changed(text);
    }
    return text;
  }

  /** An output of a solver. */
  String completion() {
    String program = problems.get(random.nextInt(problems.size())).program();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      program = random.nextInt(3) == 0 ? damaged(program) : changed(program);
    }
    String text =
        switch (random.nextInt(6)) {
          case 0 -> "```\n" + program + "```\n";
          case 1 -> "Sure! Here is the program:\n\n```py\n" + program + "\n```\nIt works.\n";
          case 2 -> "```python\n" + program + "```\n\nTest Cases:\n1 2 ||| 3\n";
          default -> "```python\n" + program + "```";
        };
    return random.nextInt(10) == 0 ? damaged(text) : text;
  }

  /** The program with one token replaced by another. */
  String changed(String program) {
    Matcher tokens = TOKEN.matcher(program);
    int count = (int) tokens.results().count();
    int chosen = random.nextInt(Math.max(count, 1));
    tokens.reset();
    for (int i = 0; tokens.find(); i++) {
      if (i == chosen) {
        return program.substring(0, tokens.start())
            + TOKENS.get(random.nextInt(TOKENS.size()))
            + program.substring(tokens.end());
      }
    }
    return program;
  }

  /** The text with characters lost, doubled, or replaced by any others. */
  private String damaged(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0 && out.length() > 0; i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, out.charAt(at));
        case 2 -> out.setCharAt(at, (char) random.nextInt(0x10000));
        default -> out.delete(at, Math.min(out.length(), at + random.nextInt(40)));
      }
    }
    return out.toString();
  }
}
