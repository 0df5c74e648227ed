package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine.ParseResult;

/** The files in {@code docker/} call {@code sparring} as it is. Nothing is started. */
class DeploymentFilesTest {
  private static final Path FOLDER = Path.of("../docker");

  @Test
  void theCommandLineTakesWhatComposeGivesIt() throws IOException {
    Map<?, ?> services = map(yaml("compose.yaml").get(0), "services");
    ParseResult trainer = parsed(strings(map(services, "trainer").get("command")));
    parsed(strings(map(services, "worker").get("command")));
    takesSettings(trainer);
    List<String> probe = strings(map(services, "trainer", "healthcheck").get("test"));
    assertThat(probe).startsWith("CMD", "sparring");
    assertThat(parsed(probe.subList(2, probe.size())).matchedPositionalValue(0, ""))
        .isEqualTo(trainer.matchedOptionValue("--name", ""));
    assertThat(map(services, "trainer").get("stop_grace_period")).isEqualTo("6m");
    assertThat(trainer.matchedOptionValue("--shutdown-deadline", Duration.ZERO))
        .isLessThan(Duration.ofMinutes(6));
  }

  @Test
  void theCommandLineTakesWhatKubernetesGivesIt() throws IOException {
    Map<?, ?> job = map(yaml("kubernetes/trainer.yaml").get(2), "spec");
    Map<?, ?> pod = map(job, "template", "spec");
    Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);
    ParseResult trainer = parsed(strings(container.get("args")));
    assertThat(trainer.matchedOptionValue("--shutdown-deadline", Duration.ZERO))
        .isLessThan(Duration.ofSeconds((Integer) pod.get("terminationGracePeriodSeconds")));
    for (String probe : List.of("startupProbe", "livenessProbe")) {
      List<String> command = strings(map(container, probe, "exec").get("command"));
      assertThat(command.get(0)).isEqualTo("sparring");
      assertThat(parsed(command.subList(1, command.size())).matchedPositionalValue(0, ""))
          .isEqualTo(trainer.matchedOptionValue("--name", ""));
    }
    assertThat(map(job, "podFailurePolicy").toString())
        .contains("[" + Main.MISTAKE + "]")
        .contains(trainer.matchedOptionValue("--stopped-code", 0).toString());
    Map<?, ?> workers = map(yaml("kubernetes/workers.yaml").get(1), "spec", "template", "spec");
    Map<?, ?> worker = (Map<?, ?>) ((List<?>) workers.get("containers")).get(0);
    assertThat(parsed(strings(worker.get("args"))).matchedOptionValue("--join", ""))
        .isEqualTo(trainer.matchedOptionValue("--advertise", "") + ":7070");
  }

  @Test
  void theConfigurationForKubernetesIsTaken() {
    Settings settings = Settings.load(Optional.of(FOLDER.resolve("kubernetes/run.conf")), Map.of());
    assertThat(settings.workers().local()).isFalse();
    assertThat(settings.configuredTask().name()).isEqualTo(settings.task());
  }

  @Test
  void theCommandLineTakesWhatTheUnitsGiveIt() throws IOException {
    ParseResult trainer = parsed(started("sparring-trainer.service"));
    assertThat(trainer.matchedOptionValue("--shutdown-deadline", Duration.ZERO))
        .isLessThan(Duration.ofMinutes(6));
    assertThat(Files.readString(FOLDER.resolve("sparring-trainer.service")))
        .contains("TimeoutStopSec=6min", "RestartPreventExitStatus=" + Main.MISTAKE);
    parsed(started("sparring-worker@.service"));
  }

  /** What stands behind the program in {@code ExecStart}, which may go over several lines. */
  private static List<String> started(String unit) throws IOException {
    String text = Files.readString(FOLDER.resolve(unit)).replace("\\\n", " ");
    String line = text.lines().filter(l -> l.startsWith("ExecStart=")).findFirst().orElseThrow();
    List<String> words = List.of(line.substring("ExecStart=".length()).split(" +"));
    assertThat(words.get(0)).endsWith("/sparring");
    return words.subList(1, words.size());
  }

  /** What the command of these arguments has read of them. */
  private static ParseResult parsed(List<String> arguments) {
    return Main.commandLine().parseArgs(arguments.toArray(String[]::new)).subcommand();
  }

  private static void takesSettings(ParseResult parsed) {
    Map<String, String> given = new TreeMap<>();
    for (String argument : parsed.originalArgs()) {
      if (argument.startsWith("--set=")) {
        String[] setting = argument.substring("--set=".length()).split("=", 2);
        given.put(setting[0], setting[1]);
      }
    }
    assertThat(given).isNotEmpty();
    assertThat(Settings.load(Optional.empty(), given)).isNotNull();
  }

  private static List<Map<?, ?>> yaml(String file) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<Map<?, ?>> documents = new ArrayList<>();
    StreamSupport.stream(yaml.loadAll(Files.readString(FOLDER.resolve(file))).spliterator(), false)
        .forEach(document -> documents.add((Map<?, ?>) document));
    return documents;
  }

  private static Map<?, ?> map(Map<?, ?> from, String... path) {
    Map<?, ?> at = from;
    for (String key : path) {
      at = (Map<?, ?>) at.get(key);
    }
    return at;
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }
}
