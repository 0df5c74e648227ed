package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every attack of attacks.txt on every backend that this machine has. Each ends in an outcome that
 * is written there, prints neither {@code escaped} nor what was expected of it, and leaves a
 * sandbox that runs the next program.
 */
class AttackTest {
  private static final String SECRET = "secret-7a1f";
  private static final ProgramTest TEST = new ProgramTest("1 2 3", SECRET);
  private static final String SUM = "print(sum(map(int, input().split())))";
  private static final List<ProgramTest> SUM_TEST = List.of(new ProgramTest("1 2 3", "6"));

  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          2_000_000, Duration.ofMillis(150), 96, 65_536, 65_536, Duration.ofSeconds(120));

  private static final Map<SandboxBackend, Sandbox> OPEN = new EnumMap<>(SandboxBackend.class);

  record Attack(String name, String kind, List<String> outcomes, String program) {}

  static List<Attack> attacks() {
    try (InputStream in = AttackTest.class.getResourceAsStream("attacks.txt")) {
      List<Attack> attacks = new ArrayList<>();
      for (String block :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^=== ")) {
        if (!block.isBlank()) {
          int line = block.indexOf('\n');
          String[] head = block.substring(0, line).split(" \\| ");
          attacks.add(
              new Attack(head[0], head[1], List.of(head[2].split("/")), block.substring(line + 1)));
        }
      }
      return attacks;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterAll
  static void close() {
    OPEN.values().forEach(Sandbox::close);
    OPEN.clear();
  }

  private static synchronized Sandbox sandbox(SandboxBackend backend) throws Exception {
    Sandbox open = OPEN.get(backend);
    if (open == null) {
      try {
        open = Sandbox.open(SandboxSettings.of(backend).with(LIMITS));
        OPEN.put(backend, open);
      } catch (SandboxUnavailableException e) {
        abort("this machine has no backend " + backend + ": " + e.getMessage());
      }
    }
    return open;
  }

  @Test
  void thereAreSixtyAttacksAndMoreOfAllClasses() {
    assertThat(attacks()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(attacks()).extracting(Attack::name).doesNotHaveDuplicates();
    assertThat(attacks().stream().map(Attack::kind).distinct())
        .contains(
            "files",
            "network",
            "processes",
            "threads",
            "signals",
            "environment",
            "native code",
            "host objects",
            "eval",
            "endless",
            "memory",
            "depth",
            "syntax",
            "output",
            "protocol",
            "imitation",
            "comparison",
            "time",
            "unicode");
  }

  @TestFactory
  Stream<DynamicTest> noAttackGetsThroughOnOs() {
    return attacks().stream().map(attack -> test(SandboxBackend.OS, attack));
  }

  @TestFactory
  Stream<DynamicTest> noAttackGetsThroughOnWasm() {
    return attacks().stream().map(attack -> test(SandboxBackend.WASM, attack));
  }

  private static DynamicTest test(SandboxBackend backend, Attack attack) {
    return DynamicTest.dynamicTest(
        attack.kind() + ": " + attack.name(), () -> attack(sandbox(backend), attack));
  }

  private static void attack(Sandbox sandbox, Attack attack) throws Exception {
    ProgramOutcome outcome = sandbox.run(attack.program(), List.of(TEST)).get(0);
    assertThat(attack.outcomes()).as("%s", outcome).contains(outcome.name());
    assertThat(outcome.output()).doesNotContain("escaped", SECRET);
    assertThat(sandbox.run(SUM, SUM_TEST)).allMatch(ProgramOutcome::passed);
  }
}
