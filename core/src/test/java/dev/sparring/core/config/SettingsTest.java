package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Sampling;
import dev.sparring.core.advantage.Advantage;
import dev.sparring.core.config.GuardSettings.Action;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.core.config.LearnSettings.Decay;
import dev.sparring.core.config.LearnSettings.Estimator;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import dev.sparring.core.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void withoutAFileTheDefaultsOfAllModulesApply() {
    Settings settings = Defaults.with();

    assertThat(settings.run()).isEqualTo(new RunSettings("", "runs", 1, 60));
    assertThat(settings.task()).isEqualTo("addition");
    assertThat(settings.policy().decode()).isEqualTo(new PolicySettings.Decode(192, 8));
    assertThat(settings.sampling()).isEqualTo(Sampling.plain(1, 24));
    assertThat(settings.learn())
        .isEqualTo(
            new LearnSettings(
                "grpo",
                "batch",
                true,
                new LearnSettings.Clip(.2, .2, 0),
                new LearnSettings.Kl(.1, Estimator.K3),
                Aggregation.SEQUENCE_MEAN,
                64,
                3e-4,
                0,
                Decay.LINEAR,
                .1,
                .9,
                .99,
                1e-8,
                .01,
                1,
                2048,
                false,
                1,
                1,
                1,
                0,
                new LearnSettings.Importance(0, .1)));
    assertThat(settings.proposer())
        .isEqualTo(
            new ProposerSettings(
                16,
                5,
                "sqlm",
                0,
                true,
                RefusalRule.ZERO,
                RefusalRule.MASK,
                100000,
                "key",
                "policy",
                0));
    assertThat(settings.solver()).isEqualTo(new SolverSettings(8, 1, "majority"));
    assertThat(settings.verifier())
        .isEqualTo(new VerifierSettings(2, 1, .25, 0, List.of("policy"), 4));
    assertThat(settings.evaluation()).isEqualTo(new EvaluationSettings(0, 500, 16));
    assertThat(settings.checkpoint()).isEqualTo(new CheckpointSettings(20, 3));
    assertThat(settings.guards())
        .extracting(GuardSettings::name)
        .containsExactly("distinct", "format", "kl", "valid", "vote-entropy");
  }

  @ParameterizedTest
  @CsvSource({
    "learn.algorithm, GRPO, grpo",
    "learn.algorithm, Dr-GRPO, dr-grpo",
    "learn.decay, LINEAR, linear",
    "learn.kl.estimator, K2, k2",
    "learn.aggregation, Token-Mean, token-mean",
    "learn.recompute, TRUE, true",
    "proposer.reward, R-Zero, r-zero",
    "proposer.malformed, MASK, mask",
    "solver.reward, Truth, truth",
    "guard.kl.action, Roll-Back, roll-back",
    "policy.adapter.use, Per-Role, per-role",
    "policy.adapter.targets, '[Q_Proj, v_proj]', '[q_proj, v_proj]'",
    "policy.device, CUDA:1, cuda:1",
    "policy.dtype, BF16, bf16",
    "policy.dtype, float32, fp32",
    "policy.dtype, bfloat16, bf16",
    "policy.dtype, torch.bfloat16, bf16",
    "policy.compute, BFloat16, bf16",
    "policy.compute, Auto, auto",
    "task, Algebra, algebra"
  })
  void upperAndLowerCaseAndPyTorchsNamesOfTypesMakeNoDifference(
      String key, String written, String meant) {
    assertThat(Defaults.with(key, written)).isEqualTo(Defaults.with(key, meant));
  }

  @Test
  void optionsOfATaskAreTakenInUpperAndLowerCase() {
    for (Task task : Tasks.all()) {
      for (TaskOption option : task.options()) {
        for (String value : option.values()) {
          String key = "task-options." + option.name();
          assertThat(Defaults.with("task", task.name(), key, value.toUpperCase(Locale.ROOT)))
              .isEqualTo(Defaults.with("task", task.name(), key, value));
        }
      }
    }
  }

  @Test
  void theSameTaskInUpperCaseKeepsTheOptionsOfTheFile() throws IOException {
    Path file = folder.resolve("algebra.conf");
    Task algebra = Tasks.named("algebra").orElseThrow();
    TaskOption option = algebra.options().get(0);
    String other =
        option.values().stream().filter(v -> !v.equals(option.otherwise())).findFirst().get();
    Files.writeString(
        file,
        "sparring { task = algebra, task-options." + option.name() + " = \"" + other + "\" }");
    assertThat(Defaults.load(file, Map.of("task", "ALGEBRA")).taskOptions())
        .containsEntry(option.name(), other);
  }

  @Test
  void zeroThreadsBecomeTheNumberOfProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();

    assertThat(Defaults.with("policy.threads", "0").policy().threads()).isEqualTo(processors);
    assertThat(Defaults.with("policy.threads", "3").policy().threads()).isEqualTo(3);
  }

  @Test
  void aFileChangesWhatItNamesAndSetChangesItAgain() throws IOException {
    Path file = file("sparring { run { steps = 5, seed = 7 }, learn.kl.estimator = k1 }");

    Settings settings = Defaults.load(file, Map.of("sparring.run.seed", "9", "run.name", "mine"));

    assertThat(settings.run()).isEqualTo(new RunSettings("mine", "runs", 9, 5));
    assertThat(settings.learn().kl()).isEqualTo(new LearnSettings.Kl(.1, Estimator.K1));
  }

  @Test
  void setTakesValuesAsTheyStandAndListsAndBlocksInBrackets() {
    Settings settings =
        Defaults.with(
            "learn.algorithm", "reinforce++",
            "policy.model", "C:\\models\\a = b, $c",
            "run.name", "007",
            "sampling.stop", "[\"\\n\\n\", END]",
            "learn.rate", "1e-3",
            "learn.drop-zero-variance", "off",
            "verifier", "{min-votes = 3, min-margin = 2}");

    assertThat(settings.learn().algorithm()).isEqualTo("reinforce++");
    assertThat(settings.policy().model()).isEqualTo("C:\\models\\a = b, $c");
    assertThat(settings.run().name()).isEqualTo("007");
    assertThat(settings.sampling().stop()).containsExactly("\n\n", "END");
    assertThat(settings.learn().rate()).isEqualTo(1e-3);
    assertThat(settings.learn().dropZeroVariance()).isFalse();
    assertThat(settings.verifier())
        .isEqualTo(new VerifierSettings(3, 2, .25, 0, List.of("policy"), 4));
  }

  @Test
  void filesIncludeEachOtherAndReferToOtherSettings() throws IOException {
    Files.writeString(
        folder.resolve("base.conf"), "sparring { run.steps = 7, solver.samples = 4 }");
    Path file =
        file("include \"base.conf\"\nsparring.verifier.min-votes = ${sparring.solver.samples}\n");

    Settings settings = Defaults.load(file, Map.of());

    assertThat(settings.run().steps()).isEqualTo(7);
    assertThat(settings.verifier().minVotes()).isEqualTo(4);
  }

  @Test
  void aGuardOfOnesOwnNeedsAMetricAndAThresholdOnly() throws IOException {
    Path file = file("sparring.guard.mine { metric = solver/entropy, below = 0.3 }");

    assertThat(Defaults.load(file, Map.of()).guards())
        .contains(
            new GuardSettings(
                "mine",
                "solver/entropy",
                OptionalDouble.of(.3),
                OptionalDouble.empty(),
                false,
                5,
                0,
                Action.WARN));
  }

  @Test
  void aDefaultGuardCanBeTurnedRound() throws IOException {
    Path file = file("sparring.guard.distinct { below = null, above = 0.9, action = roll-back }");

    Settings settings = Defaults.load(file, Map.of());

    GuardSettings guard = settings.guards().get(0);
    assertThat(guard.below()).isEmpty();
    assertThat(guard.threshold()).isEqualTo(.9);
    assertThat(guard.action()).isEqualTo(Action.ROLL_BACK);
    assertThat(Settings.parse(settings.render())).isEqualTo(settings);
    assertThat(Defaults.load(file(settings.render()), Map.of())).isEqualTo(settings);
  }

  @Test
  void aRenderingFromBeforeAKeyWasThereHasItsDefault() {
    Settings settings = Defaults.with("run.steps", "7");
    String rendered = settings.render();
    String older = rendered.replaceFirst(" *self-play = \"?questions\"?\n", "");
    assertThat(older).isNotEqualTo(rendered);
    assertThat(Settings.parse(older)).isEqualTo(settings);
  }

  @Test
  void guardsOfARenderingAreItsOwnAlone() {
    String without = Defaults.with().render().replaceFirst("(?s) {4}distinct \\{.*?\\}\n", "");
    assertThat(Settings.parse(without).guards())
        .extracting(GuardSettings::name)
        .isNotEmpty()
        .doesNotContain("distinct");
  }

  @Test
  void theRenderingIsSortedWithoutCommentsAndComplete() {
    assertThat(Defaults.with("policy.threads", "2").render())
        .startsWith(
            """
            sparring {
              checkpoint {
                every = 20
                keep = 3
              }
              curriculum {
                age = 0
                high = 0.8
                low = 0.3
                pool = 0
                replay = 0
              }
              evaluation {
                every = 0
                problems = 500
                samples = 16
              }
              gates {
                admission = ["held-out", "novel"]
                epsilon = 0
                learning = []
                options {
                  novel.near = "0"
                  novel.template-count = "16"
                  novel.template-share = "0"
                }
                proposal = "mask"
              }
              guard {
                distinct {
                  above = null
                  action = "warn"
                  after = 0
                  below = 0.25
                  metric = "proposer/distinct"
                  of-start = false
                  rounds = 5
                }
            """)
        .contains("    rate = 3e-4\n", "    epsilon = 1e-8\n", "    micro-batch-tokens = 2048\n")
        .contains("    stop = []\n", "  task = \"addition\"\n")
        .endsWith("  }\n}\n")
        .doesNotContainPattern("(?m)^\\s*(#|//)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "my run", "../x", "a/b", ".", "..", "-x", "a\n", "ä"})
  void aNameThatRunNameDoesNotTakeIsRefusedByItsRule(String name) {
    Settings settings = Defaults.with();
    assertThatThrownBy(() -> settings.named(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("run.name holds ")
        .hasMessageContaining("; it takes a folder name of up to 100 letters, digits, dots")
        .message()
        .doesNotContain("\n");
    assertThat(settings.named("a.b_C-9").run().name()).isEqualTo("a.b_C-9");
    assertThat(settings.named("x".repeat(100)).run().name()).hasSize(100);
    assertThatThrownBy(() -> settings.named("x".repeat(101)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void namingARunChangesNothingElse() {
    Settings settings = Defaults.with();

    assertThat(settings.named("r1")).isEqualTo(Defaults.with("run.name", "r1"));
  }

  @Test
  void samplingHasALimitForEveryComponent() {
    assertThat(
            Arrays.stream(SamplingLimits.class.getRecordComponents())
                .map(c -> c.getGenericType() + c.getName()))
        .containsExactlyElementsOf(
            Arrays.stream(Sampling.class.getRecordComponents())
                .map(c -> c.getGenericType() + c.getName())
                .toList());
  }

  @Test
  void everyDefaultHasACommentThatExplainsIt() throws IOException {
    for (String module :
        List.of("core", "policy", "proposer", "solver", "verifier", "orchestrator")) {
      Path reference = Path.of("..", module, "src", "main", "resources", "reference.conf");
      List<String> lines = Files.readAllLines(reference);
      for (int i = 0; i < lines.size(); i++) {
        boolean inGuards = module.equals("orchestrator") && i > lines.indexOf("  guard {");
        if (lines.get(i).contains(" = ") && !lines.get(i).contains("#") && !inGuards) {
          assertThat(lines.get(i - 1)).as(reference + ":" + (i + 1)).contains("#");
        }
      }
    }
  }

  @Test
  void everyKeyThatIssueAndDocumentsNameIsThere() {
    assertThat(SettingKey.paths(Settings.class, ""))
        .containsAll(
            Stream.of(
                    "run.name run.directory run.seed run.steps task policy.model policy.device",
                    "policy.threads proposer.problems proposer.update-interval solver.samples",
                    "sampling.temperature sampling.max-tokens sampling.top-k sampling.min-p",
                    "learn.rate learn.kl.coefficient learn.micro-batch-tokens learn.clip.dual",
                    "verifier.min-votes verifier.min-margin evaluation.every checkpoint.every")
                .flatMap(line -> Stream.of(line.split(" ")))
                .toList());
  }

  @Test
  void everyNameThatASettingTakesIsTheNameOfARule() {
    for (String name : LearnSettings.ALGORITHMS.split("\\|")) {
      assertThat(Advantage.named(name).configName()).isEqualTo(name);
    }
    for (String name : ProposerSettings.REWARDS.split("\\|")) {
      assertThat(ProposerReward.named(name).rule().configName()).isEqualTo(name);
    }
    for (String name : SolverSettings.REWARDS.split("\\|")) {
      assertThat(SolverReward.named(name).configName()).isEqualTo(name);
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.conf"), text);
  }
}
