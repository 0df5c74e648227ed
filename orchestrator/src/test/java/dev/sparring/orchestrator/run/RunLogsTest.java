package dev.sparring.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.LoggingSettings;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Log files of runs in a JVM whose owner has a Logback of their own. */
final class RunLogsTest {
  private static final LoggerContext LOGBACK = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** An actor. */
  private static final class Worker {}

  /** Another. */
  private static final class Orchestrator {}

  private static final Map<String, Class<?>> ACTORS =
      Map.of("worker", Worker.class, "orchestrator", Orchestrator.class);

  @TempDir private Path directory;
  private final ListAppender<ILoggingEvent> owner = new ListAppender<>();
  private final Logger root = LOGBACK.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger worker = LOGBACK.getLogger(Worker.class);
  private final Logger akka = LOGBACK.getLogger("akka.actor.OneForOneStrategy");

  @BeforeEach
  void anOwner() {
    owner.start();
    root.addAppender(owner);
  }

  @AfterEach
  void noOwner() {
    root.detachAppender(owner);
    worker.setLevel(null);
    worker.setAdditive(true);
  }

  private RunLogs open(String run) {
    return open(run, LoggingSettings.Format.TEXT);
  }

  private RunLogs open(String run, LoggingSettings.Format format) {
    return RunLogs.open(
        directory.resolve(run),
        run,
        format,
        ACTORS,
        note -> {
          throw new AssertionError(note);
        });
  }

  private static void in(String system, Runnable lines) {
    MDC.put("sourceActorSystem", system);
    try {
      lines.run();
    } finally {
      MDC.clear();
    }
  }

  private String file(String run, String actor) throws IOException {
    return Files.readString(directory.resolve(run).resolve("logs").resolve(actor + ".log"));
  }

  @Test
  void everyRunGetsItsOwnLinesAlone() throws IOException {
    try (RunLogs one = open("one");
        RunLogs two = open("two")) {
      in("one", () -> worker.info("of one"));
      in("two", () -> worker.info("of two"));
      in("three", () -> worker.info("of a run elsewhere"));
      worker.info("of nobody");
      two.close();
      in("one", () -> worker.info("of one again"));
      in("two", () -> worker.info("too late"));
      assertThat(one).isNotNull();
    }
    assertThat(file("one", "worker"))
        .containsPattern("INFO  \\[akka step - policy -\\] of one\n.* of one again\n$")
        .hasLineCount(2);
    assertThat(file("two", "worker")).endsWith(" of two\n").hasLineCount(1);
    assertThat(file("one", "orchestrator")).isEmpty();
  }

  @Test
  void theOwnersAppendersGetWhatTheyWouldHaveGot() throws IOException {
    assertThat(root.getLevel()).isEqualTo(Level.WARN);
    try (RunLogs logs = open("one")) {
      in("one", () -> worker.info("for the file"));
      in("one", () -> worker.warn("for both"));
      LOGBACK.getLogger(RunLogsTest.class).info("nobody's");
      assertThat(logs).isNotNull();
    }
    worker.info("after the run");
    worker.error("an error after the run");
    assertThat(owner.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("for both", "an error after the run");
    assertThat(file("one", "worker")).contains("for the file", "for both").hasLineCount(2);
  }

  @Test
  void whatTheOwnerHasSetForALoggerStays() throws IOException {
    worker.setLevel(Level.ERROR);
    worker.setAdditive(false);
    try (RunLogs logs = open("one")) {
      in("one", () -> worker.warn("not wanted"));
      in("one", () -> worker.error("wanted"));
      assertThat(logs).isNotNull();
    }
    assertThat(file("one", "worker")).endsWith(" wanted\n").hasLineCount(1);
    assertThat(owner.list).isEmpty();
    assertThat(worker.getLevel()).isEqualTo(Level.ERROR);
    assertThat(worker.isAdditive()).isFalse();
  }

  @Test
  void afterTheLastRunLogbackIsAsItWas() {
    try (RunLogs one = open("one")) {
      open("two").close();
      assertThat(worker.isEnabledFor(Level.INFO)).isTrue();
      assertThat(one).isNotNull();
    }
    assertThat(worker.getLevel()).isNull();
    assertThat(worker.isAdditive()).isTrue();
    assertThat(worker.iteratorForAppenders()).isExhausted();
    assertThat(LOGBACK.getLogger("akka").iteratorForAppenders()).isExhausted();
  }

  @Test
  void whatAkkaReportsOfARunIsInItsFile() throws IOException {
    RuntimeException cause = new IllegalStateException("a bug");
    try (RunLogs logs = open("one")) {
      in("one", () -> akka.info("started"));
      in("one", () -> akka.error("an actor failed", cause));
      in("two", () -> akka.error("another's failed", cause));
      assertThat(logs).isNotNull();
    }
    assertThat(file("one", "orchestrator"))
        .contains("an actor failed\njava.lang.IllegalStateException: a bug\n\tat ")
        .doesNotContain("started", "another's");
  }

  @Test
  void aLineOfJsonSaysTheSame() throws IOException {
    try (RunLogs logs = open("one", LoggingSettings.Format.JSON)) {
      MDC.put(StepVersion.ROLE, "solver");
      MDC.put(StepVersion.STEP, "12");
      MDC.put(StepVersion.POLICY_VERSION, "11");
      in("one", () -> worker.info("said \"{}\"\n\u001b[31m", "x"));
      in("one", () -> worker.warn("failed", new IllegalStateException("a bug")));
      assertThat(logs).isNotNull();
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : file("one", "worker").lines().toList()) {
      lines.add(Json.MAPPER.readTree(line));
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d");
    assertThat(lines.get(0).path("step").asInt()).isEqualTo(12);
    assertThat(lines.get(0).path("policyVersion").asInt()).isEqualTo(11);
    assertThat(lines.get(0).path("actor").asText()).isEqualTo("solver");
    assertThat(lines.get(0).path("message").asText()).isEqualTo("said \"x\"\n\u001b[31m");
    assertThat(lines.get(1).path("step").isNull()).isTrue();
    assertThat(lines.get(1).path("trace").asText())
        .startsWith("java.lang.IllegalStateException: a bug");
  }

  @Test
  void linesAreAddedToThoseOfAnEarlierProcess() throws IOException {
    for (String line : new String[] {"first", "second"}) {
      try (RunLogs logs = open("one")) {
        in("one", () -> worker.info(line));
        assertThat(logs).isNotNull();
      }
    }
    assertThat(file("one", "worker")).hasLineCount(2).contains("first", "second");
  }
}
