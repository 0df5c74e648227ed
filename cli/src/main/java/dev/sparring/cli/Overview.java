package dev.sparring.cli;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What somebody sees who types {@code sparring} alone. */
final class Overview {
  private Overview() {}

  /** What it is, each command in a line, and what to type first. */
  static String of(CommandSpec sparring) {
    StringBuilder text = new StringBuilder();
    text.append("Sparring trains a language model that asks itself questions, without labels.\n");
    text.append("A run writes all that it makes into a folder of its own, runs/NAME.\n\n");
    sparring
        .subcommands()
        .forEach(
            (name, command) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %-14s%s\n",
                        name,
                        String.join(" ", command.getCommandSpec().usageMessage().header()))));
    text.append(
        "\nType first:  sparring train      (a bundled model, about a minute on two cores)\n");
    text.append("Then:        sparring help train, or sparring doctor where something is wrong\n");
    return text.toString().replace("\n", System.lineSeparator());
  }
}
