package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What people type who look for help. */
class HelpTest {
  private static final int WIDTH = 80;

  static List<String> commands() {
    return List.copyOf(Main.commandLine().getSubcommands().keySet());
  }

  @Test
  void withoutArgumentsEveryCommandHasOneLineAndOneIsToBeTypedFirst() {
    Cli.Result said = Cli.sparring();
    assertThat(said.code()).isZero();
    assertThat(said.out().lines()).allMatch(line -> line.length() <= WIDTH);
    for (String command : commands()) {
      assertThat(said.out().lines().filter(line -> line.matches("  " + command + " +\\S.*")))
          .as(command)
          .hasSize(1);
    }
    assertThat(said.out()).contains("Type first:  sparring train");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOnACommandIsWhatItsHelpOptionShowsWithAnExample(String command) {
    Cli.Result help = Cli.sparring("help", command);
    assertThat(help.code()).isZero();
    assertThat(help.out()).isEqualTo(Cli.sparring(command, "--help").out());
    assertThat(help.out()).contains("Usage: sparring " + command, "Examples:");
  }

  /** A description is a format: a percent sign in it stands twice. */
  @ParameterizedTest
  @MethodSource("commands")
  void noDescriptionIsABrokenFormat(String command) {
    CommandSpec spec = Main.commandLine().getSubcommands().get(command).getCommandSpec();
    Stream<String[]> all =
        Stream.concat(
            Stream.of(spec.usageMessage().description(), spec.usageMessage().footer()),
            spec.args().stream().map(ArgSpec::description));
    assertThat(all.flatMap(Stream::of))
        .allSatisfy(line -> assertThat(String.format(Locale.ROOT, line)).doesNotContain("%%"));
  }

  @Test
  void helpAloneIsTheHelpOfAll() {
    assertThat(Cli.sparring("help").out()).isEqualTo(Cli.sparring("--help").out());
  }

  @ParameterizedTest
  @CsvSource({"trian, train", "inspct, inspect", "Evall, eval"})
  void ofAMisspeltCommandTheNearestIsNamed(String typed, String meant) {
    Cli.Result said = Cli.sparring("help", typed);
    assertThat(said.complaint())
        .isEqualTo("sparring: there is no command " + typed + "; did you mean " + meant + "?");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void versionIsWhatTheVersionOptionShows() {
    Cli.Result said = Cli.sparring("version");
    assertThat(said.code()).isZero();
    assertThat(said.out()).isEqualTo(Cli.sparring("--version").out()).contains("sparring ");
  }

  @Test
  void helpThatIsNotForATerminalHasNoColours() {
    assertThat(Cli.sparring("--help").out()).doesNotContain("\u001b");
    assertThat(Cli.sparring("train", "--help").out()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"sparring tr, train", "sparring ins, inspect", "sparring train --res, --resume"})
  @DisabledOnOs(OS.WINDOWS)
  void bashCompletesCommandsAndOptions(String typed, String completed, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("c"), Cli.sparring("completion", "bash").out());
    String words = "COMP_WORDS=(" + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); ";
    String calls =
        "source "
            + script
            + "; complete -p sparring > /dev/null || exit 1; "
            + words
            + "_complete_sparring; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", calls).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said.lines().map(String::strip)).contains(completed);
  }

  @Test
  void completionIsForBashAndZshInAnyCase() {
    assertThat(Cli.sparring("completion", "ZSH").out()).startsWith("autoload ");
    assertThat(Cli.sparring("completion", "fish").complaint()).contains("bash, zsh", "'fish'");
  }
}
