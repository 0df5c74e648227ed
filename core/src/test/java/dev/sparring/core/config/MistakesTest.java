package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake gets one line; here are the lines. */
class MistakesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run.steps             | many    | run.steps holds "many" (--set); it takes a whole number, 1 or more
          run.steps             | 0       | run.steps holds 0 (--set); it takes a whole number, 1 or more
          run.steps             | 2.5     | run.steps holds 2.5 (--set); it takes a whole number, 1 or more
          run.steps             | 3e9     | run.steps holds 3e9 (--set); it takes a whole number from 1 to 2147483647
          run.seed              | x       | run.seed holds "x" (--set); it takes a whole number
          run.steps             | [1, 2]  | run.steps holds a list (--set); it takes a whole number, 1 or more
          run.steps             | {a = 1} | run.steps holds a block (--set); it takes a whole number, 1 or more
          run                   | 5       | run holds 5 (--set); it takes a block of name, directory, seed, steps
          sparring              | 5       | unknown key sparring (--set); sparring takes run, task, task-options, self-play, self-play-options, policy, sampling, learn, proposer, solver, verifier, gates, curriculum, evaluation, checkpoint, workers, sandbox, metrics, logging, guard
          task                  | additon | task holds "additon" (--set); it takes addition, algebra, arithmetic, multiplication or subtraction
          run.name              | a/b     | run.name holds "a/b" (--set); it takes a folder name of up to 100 letters, digits, dots, underscores and hyphens that begins with no dot or hyphen
          policy.device         | tpu     | policy.device holds "tpu" (--set); it takes cpu, cuda or cuda:N
          policy.dtype          | fp8     | policy.dtype holds "fp8" (--set); it takes fp32 or bf16
          metrics.names         | hf      | metrics.names holds "hf" (--set); it takes own, trl or verl
          metrics.prometheus    | 9464    | metrics.prometheus holds 9464 (--set); it takes HOST:PORT, or nothing
          metrics.mlflow        | http://me:pw@host | metrics.mlflow holds "http://me:pw@host" (--set); it takes an http or https URL without a password (docs/exports.md says where that goes), or nothing
          logging.format        | xml     | logging.format holds "xml" (--set); it takes text or json
          sampling.top-p        | 0       | sampling.top-p holds 0 (--set); it takes a number above 0, at most 1
          sampling.min-p        | 1.5     | sampling.min-p holds 1.5 (--set); it takes a number from 0 to 1
          sampling.temperature  | -1      | sampling.temperature holds -1 (--set); it takes a number, 0 or more
          sampling.temperature  | NaN     | sampling.temperature holds "NaN" (--set); it takes a number, 0 or more
          sampling.temperature  | 1e999   | sampling.temperature holds 1e999 (--set); it takes a number, 0 or more
          sampling.stop         | END     | sampling.stop holds "END" (--set); it takes a list of texts, none empty
          sampling.stop         | [{}]    | sampling.stop holds a list (--set); it takes a list of texts, none empty
          learn.beta1           | 1       | learn.beta1 holds 1 (--set); it takes a number, 0 or more, below 1
          learn.clip.dual       | .5      | learn.clip.dual holds .5 (--set); it takes 0, or a number above 1
          learn.decay           | LINAER  | learn.decay holds "LINAER" (--set); it takes constant, linear or cosine
          sampling.temperature  | 1e-320  | sampling.temperature holds 1e-320 (--set); it takes 0, or a number from 1e-6 to 1e6
          sampling.temperature  | 1e-40   | sampling.temperature holds 1e-40 (--set); it takes 0, or a number from 1e-6 to 1e6
          sampling.temperature  | 1e39    | sampling.temperature holds 1e39 (--set); it takes 0, or a number from 1e-6 to 1e6
          policy.threads        | 5000    | policy.threads holds 5000 (--set); it takes a whole number from 0 to 1024
          policy.threads        | 100000  | policy.threads holds 100000 (--set); it takes a whole number from 0 to 1024
          evaluation.samples    | 1000000 | evaluation.samples holds 1000000 (--set); it takes a whole number from 1 to 10000
          policy.dtype          | fp16    | policy.dtype holds "fp16" (--set); it takes fp32 or bf16; fp16 is a type for `sparring export` alone; bf16 takes as little memory
          policy.dtype          | Float16 | policy.dtype holds "Float16" (--set); it takes fp32 or bf16; fp16 is a type for `sparring export` alone; bf16 takes as little memory
          policy.device         | CUDA:x  | policy.device holds "CUDA:x" (--set); it takes cpu, cuda or cuda:N
          learn.kl.estimator    | k4      | learn.kl.estimator holds "k4" (--set); it takes k1, k2 or k3
          learn.algorithm       | batch   | learn.algorithm holds "batch" (--set); it takes grpo, dr-grpo, rloo, reinforce++, reinforce++-baseline or spiral
          learn.drop-zero-variance | maybe | learn.drop-zero-variance holds "maybe" (--set); it takes true or false
          verifier.min-votes    | 9       | verifier.min-votes holds 9 (--set); it takes a whole number from 1 to solver.samples, which is 8
          guard.kl.action       | explode | guard.kl.action holds "explode" (--set); it takes off, warn, stop, roll-back or raise-kl
          guard.kl.below        | 1       | guard.kl has both below and above (--set); it takes one of them (set the other to null)
          guard.kl.metric       | probe/labelAccuracy | guard.kl.metric holds "probe/labelAccuracy" (--set); it takes a label-free metric such as verifier/voteEntropy, nothing under probe/ or eval/ (truth may report, never steer)
          guard.kl.metric       | eval/greedy | guard.kl.metric holds "eval/greedy" (--set); it takes a label-free metric such as verifier/voteEntropy, nothing under probe/ or eval/ (truth may report, never steer)
          """)
  void aValueThatDoesNotFitIsNamedWithWhatWouldFit(String key, String value, String line) {
    assertThat(set(key, value)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          learn.raet            | unknown key learn.raet (--set); did you mean learn.rate?
          sparring.learn.raet   | unknown key learn.raet (--set); did you mean learn.rate?
          learn.kl-coefficient  | unknown key learn.kl-coefficient (--set); did you mean learn.kl.coefficient?
          proposer.updateInterval | unknown key proposer.updateInterval (--set); did you mean proposer.update-interval?
          steps                 | unknown key steps (--set); did you mean run.steps?
          lern.rate             | unknown key lern (--set); did you mean learn?
          evaluation.samlpes    | unknown key evaluation.samlpes (--set); did you mean evaluation.samples?
          guard.kl.abvoe        | unknown key guard.kl.abvoe (--set); did you mean guard.kl.above?
          solver.beauty         | unknown key solver.beauty (--set); solver takes samples, positive-weight, reward
          """)
  void anUnknownKeyIsNamedWithTheNearestKnownOne(String key, String line) {
    assertThat(set(key, "1")).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"../x", "a/b", "'my run'", "''", ".", "..", "-x", "é", "'a\nb'"})
  void aRunCannotBeGivenANameThatIsNoFolderName(String name) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> Defaults.with().named(name));
    assertThat(refused.getMessage())
        .startsWith("run.name holds \"")
        .endsWith("; it takes " + RunSettings.NAMES)
        .doesNotContain("\n");
  }

  @Test
  void aMistakeInAFileNamesTheLine() throws IOException {
    Path file = file("sparring {\n  run.steps = 20\n  learn.raet = 1\n}\n");

    assertThat(problems(file))
        .containsExactly(
            "unknown key learn.raet (line 3 of " + file + "); did you mean learn.rate?");
  }

  @Test
  void allMistakesOfAFileAreListedAndTheFirstIsTheMessage() throws IOException {
    Path file =
        file(
            """
            sparring {
              run.steps = many
              learn { rate = null, kl = [] }
              guard.mine { above = 1, rounds = 0 }
              guard.yours = 3
            }
            """);

    assertThat(problems(file))
        .containsExactly(
            "run.steps holds \"many\" (line 2 of %s); it takes a whole number, 1 or more"
                .formatted(file),
            "learn.kl holds a list (line 3 of %s); it takes a block of coefficient, estimator"
                .formatted(file),
            "learn.rate holds null (line 3 of %s); it takes a number, 0 or more".formatted(file),
            "guard.mine.metric is missing; it takes a label-free metric such as"
                + " verifier/voteEntropy, nothing under probe/ or eval/ (truth may report, never"
                + " steer)",
            "guard.mine.rounds holds 0 (line 4 of %s); it takes a whole number, 1 or more"
                .formatted(file),
            "guard.yours holds 3 (line 5 of %s); it takes a block of metric, below, above, of-start, rounds, after, action"
                .formatted(file));
  }

  @Test
  void guardsThatContradictThemselvesNameTheLineThatDoesIt() throws IOException {
    Path file =
        file(
            """
            sparring.guard {
              kl.below = 0.1
              mine.metric = solver/kl
              "a b" { metric = solver/kl, below = 1 }
            }
            """);
    String both = "guard.kl has both below and above (line 2 of %s); it takes one of them";

    assertThat(problems(file))
        .containsExactly(
            "guard.\"a b\" (line 4 of %s) is no name; it takes letters, digits, underscore and hyphen"
                .formatted(file));
    assertThat(problems(file(Files.readString(file).replaceFirst("\"a b\".*", ""))))
        .containsExactly(
            both.formatted(file) + " (set the other to null)",
            "guard.mine has no threshold (line 3 of %s); it takes a number under below or under above"
                .formatted(file));
  }

  @Test
  void aSettingOutsideTheRootIsRefused() throws IOException {
    Path file = file("run.steps = 3\nsparring.run.seed = 2");

    assertThat(problems(file))
        .containsExactly(
            "unknown key run (line 1 of %s); everything stands under sparring { … }"
                .formatted(file));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.conf");

    assertThat(problems(missing)).containsExactly("there is no file " + missing);
    assertThat(problems(folder)).containsExactly(folder + " is no file that can be read");
  }

  @Test
  void aSyntaxErrorNamesTheLine() throws IOException {
    Path file = file("sparring {\n  learn.algorithm = reinforce++\n}\n");

    assertThat(problems(file))
        .singleElement()
        .asString()
        .startsWith("line 2 of " + file + ": ")
        .contains("'+'")
        .doesNotContain("\n");
  }

  @Test
  void anUnfinishedFileIsOneLine() throws IOException {
    Path file = file("sparring {\n  run {\n");

    assertThat(problems(file)).singleElement().asString().startsWith("line 3 of " + file + ": ");
  }

  @Test
  void aReferenceToNothingNamesTheLine() throws IOException {
    Path file = file("sparring.run.steps = ${nothing}");

    assertThat(problems(file))
        .containsExactly(
            "line 1 of " + file + ": Could not resolve substitution to a value: ${nothing}");
  }

  @Test
  void includesThatGoRoundInACircleAreOneLine() throws IOException {
    Path file = file("include \"other.conf\"");
    Files.writeString(folder.resolve("other.conf"), "include \"my.conf\"");

    assertThat(problems(file))
        .singleElement()
        .asString()
        .endsWith(": includes go round in a circle")
        .hasSizeLessThan(250);
  }

  @Test
  void anIncludeOfAFileThatIsNotThereIsAMistake() throws IOException {
    Path file = file("include \"quickstrat.conf\"\nsparring.run.steps = 3");

    assertThat(problems(file))
        .containsExactly(file + " includes what cannot be read: quickstrat.conf");
  }

  @Test
  void anOverrideThatIsNoKeyOrNoValueIsOneLine() {
    assertThat(set("run..steps", "3"))
        .isEqualTo("\"run..steps\" (--set) is no key; a key looks like run.steps");
    assertThat(set("", "3")).isEqualTo("\"\" (--set) is no key; a key looks like run.steps");
    assertThat(set("sampling.stop", "[1,"))
        .isEqualTo("sampling.stop holds \"[1,\" (--set); it takes a list of texts, none empty");
    assertThat(set("sampling.stop", "[{]]")).startsWith("sampling.stop (--set): ");
    assertThat(set("sampling.stop", "[a]\nb = [c]"))
        .isEqualTo("sampling.stop (--set): more than one value");
  }

  @Test
  void aRenderingWithoutAnySettingIsRefused() {
    assertThat(catchThrowableOfType(ConfigurationException.class, () -> Settings.parse("")))
        .hasMessage("sparring is missing; it takes a block of settings");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.conf"), text);
  }

  private static String set(String key, String value) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> Defaults.load(null, Map.of(key, value)))
        .getMessage();
  }

  private static List<String> problems(Path file) {
    return catchThrowableOfType(ConfigurationException.class, () -> Defaults.load(file, Map.of()))
        .problems();
  }
}
