package dev.sparring.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the program in what a model wrote: its last fenced block of Python that is closed. */
public final class ProgramBlock {
  private static final String FENCE = "```";

  private ProgramBlock() {}

  /**
   * The program; empty if there is none, if its block is not closed (the text was cut off), or if
   * it is marked as another language.
   */
  public static Optional<String> find(String text) {
    List<String> lines = text.lines().toList();
    Optional<String> last = Optional.empty();
    int open = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (open >= 0 && line.equals(FENCE)) {
        last = isPython(lines.get(open)) ? Optional.of(body(lines, open, i)) : Optional.empty();
        open = -1;
      } else if (open < 0 && line.startsWith(FENCE)) {
        open = i;
      }
    }
    return open >= 0 ? Optional.empty() : last.filter(program -> !program.isBlank());
  }

  private static boolean isPython(String fence) {
    String language = fence.strip().substring(FENCE.length()).strip().toLowerCase(Locale.ROOT);
    return List.of("", "python", "python3", "py").contains(language);
  }

  private static String body(List<String> lines, int open, int close) {
    return lines.subList(open + 1, close).stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
