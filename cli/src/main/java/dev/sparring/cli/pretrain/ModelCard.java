package dev.sparring.cli.pretrain;

import dev.sparring.core.task.PretrainingCorpus;
import dev.sparring.policy.checkpoint.ModelSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code MODEL_CARD.md}: what a model is, how it was made, and what it can and cannot do.
 *
 * @param command that makes it again
 * @param versions it was made with
 * @param problems held-out problems of each task that were asked
 * @param samples drawn for each
 * @param figures {@code eval/*} by task, in order
 */
public record ModelCard(
    ModelSpec spec,
    Recipe recipe,
    int threads,
    String command,
    Map<String, String> versions,
    int problems,
    int samples,
    Map<String, Map<String, Double>> figures) {
  private static final double LEARNED = 0.5;
  private static final int LINE = 100;
  private static final String FORCED = "eval/forced/";

  /** The card as Markdown. */
  public String text() {
    StringBuilder card = new StringBuilder();
    for (String block : String.join("\n", head(), making(), abilities(), limits()).split("\n\n")) {
      card.append(
          block.matches("(?s)(---|#|- |\\||    ).*") ? block.stripTrailing() : filled(block));
      card.append("\n\n");
    }
    return card.toString().stripTrailing() + "\n";
  }

  /** A paragraph in lines of like length. */
  private static String filled(String paragraph) {
    StringBuilder lines = new StringBuilder();
    int width = 0;
    for (String word : paragraph.strip().split("\\s+")) {
      boolean fits = width + 1 + word.length() <= LINE;
      lines.append(width == 0 ? "" : fits ? " " : "\n").append(word);
      width = width > 0 && fits ? width + 1 + word.length() : word.length();
    }
    return lines.toString();
  }

  private String head() {
    return String.format(
        Locale.ROOT,
        """
        ---
        license: apache-2.0
        ---

        # A small model for self-play

        A decoder of the Llama family (%s) with %,d parameters: %d layers, width %d, %d query and
        %d key/value heads, a context of %d tokens, one character a token. It writes and answers
        problems of written arithmetic (%s), and knows no words. It was made for Sparring's quick
        start and tests: large enough to have something to learn by playing against itself, small
        enough to do it on two cores in a minute.
        """,
        spec.architecture(),
        spec.parameters(),
        spec.layers(),
        spec.hidden(),
        spec.heads(),
        spec.keyValueHeads(),
        spec.positions(),
        String.join(", ", figures.keySet()));
  }

  private String making() {
    PretrainingCorpus.Mixture mix = recipe.mix();
    String versionLines =
        versions.entrySet().stream()
            .map(e -> "- " + e.getKey() + " " + e.getValue())
            .collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        """
        ## How it was made

            %s

        From nothing but synthetic text, which the tasks write themselves: no other data, no other
        model. %,d optimizer steps (AdamW) of %d lines each, seed %d. Of the lines, %.0f %% propose
        a problem and the others answer one. Of the answers, %.0f %% show their columns (a
        scratchpad); the others guess%s. Problems that are held out for evaluation do not occur.

        The same command gives the same weights, byte for byte, on the same machine with %d threads
        and these versions:

        %s
        """,
        command,
        recipe.steps(),
        recipe.lines(),
        recipe.seed(),
        100 * mix.proposerShare(),
        100 * mix.scratchpadShare(),
        mix.guessError() > 0
            ? ", by up to " + mix.guessError() + " beside the truth"
            : ", rightly in the text",
        threads,
        versionLines);
  }

  private String abilities() {
    TreeSet<String> forms = new TreeSet<>();
    figures.values().stream()
        .flatMap(measured -> measured.keySet().stream())
        .filter(key -> key.startsWith(FORCED))
        .forEach(key -> forms.add(key.substring(FORCED.length())));
    StringBuilder table = new StringBuilder("| task | greedy | sampled |");
    table.append(" majority@").append(samples).append(" | pass@").append(samples).append(" |");
    forms.forEach(form -> table.append(" greedy, ").append(form).append(" forced |"));
    table.append("\n|---|---|---|---|---|").append("---|".repeat(forms.size())).append('\n');
    figures.forEach(
        (task, measured) -> {
          table.append("| ").append(task).append(" |");
          for (String key : new String[] {"greedy", "sampled", "majority", "pass"}) {
            table.append(share(measured.get("eval/" + key)));
          }
          forms.forEach(form -> table.append(share(measured.get(FORCED + form))));
          table.append('\n');
        });
    return String.format(
        Locale.ROOT,
        """
        ## What it can do

        Accuracy on %d held-out problems of each task; sampled at temperature 1.

        %s
        %s
        """,
        problems,
        table,
        ways());
  }

  private String ways() {
    double share = recipe.mix().scratchpadShare();
    return share > 0 && share < 1
        ? "It knows two ways to answer, and prefers the one that is quick and wrong. What self-play"
            + "\ncan teach it is to prefer the other."
        : "It knows one way to answer, so there is nothing that self-play could bring forth.";
  }

  private static String share(Double value) {
    return value == null ? " |" : String.format(Locale.ROOT, " %.3f |", value);
  }

  private String limits() {
    String unlearned =
        figures.entrySet().stream()
            .filter(e -> best(e.getValue()) < LEARNED)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        """
        ## Limits

        It is a model of two three-digit operands and of nothing else; any other text is noise to
        it. The figures above are what it can do.%s
        """,
        unlearned.isEmpty() ? "" : " It has not learned: " + unlearned + ".");
  }

  /** The best that the task is answered in any one way. */
  private static double best(Map<String, Double> measured) {
    return measured.entrySet().stream()
        .filter(e -> e.getKey().startsWith(FORCED) || e.getKey().equals("eval/greedy"))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }
}
