package dev.sparring.sandbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine has for running programs.
 *
 * @param lines what was found, for people to read
 * @param chosen the backend that {@code sandbox.backend = auto} takes; empty if there is none
 */
public record SandboxCheck(List<String> lines, Optional<SandboxBackend> chosen) {
  public SandboxCheck {
    lines = List.copyOf(lines);
  }

  /** Opens each backend, runs the self-test in it, and tells which one programs get. */
  public static SandboxCheck run(SandboxSettings settings) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    Map<SandboxBackend, Boolean> usable = new EnumMap<>(SandboxBackend.class);
    for (SandboxBackend backend : List.of(SandboxBackend.OS, SandboxBackend.WASM)) {
      usable.put(backend, check(settings.with(backend), lines));
    }
    Optional<SandboxBackend> chosen =
        usable.get(SandboxBackend.OS)
            ? Optional.of(SandboxBackend.OS)
            : usable.get(SandboxBackend.WASM) ? Optional.of(SandboxBackend.WASM) : Optional.empty();
    lines.add(
        chosen
            .map(backend -> "sandbox.backend = auto: " + why(backend))
            .orElse("sandbox.backend = auto: none; no program is run on this machine"));
    return new SandboxCheck(lines, chosen);
  }

  private static String why(SandboxBackend backend) {
    return backend == SandboxBackend.OS
        ? "os, for it is the faster one and its self-test holds"
        : "wasm, for os does not work here";
  }

  private static boolean check(SandboxSettings settings, List<String> lines)
      throws InterruptedException {
    String name = "backend " + settings.backend() + ": ";
    try (Sandbox sandbox = Sandbox.open(settings)) {
      List<SelfTest.Finding> findings = SelfTest.run(sandbox);
      List<String> through =
          findings.stream().filter(f -> !f.held()).map(SelfTest.Finding::attack).toList();
      lines.add(
          name
              + (through.isEmpty()
                  ? "works; " + findings.size() + " attacks of the self-test held"
                  : "is not used: a program " + String.join(", ", through))
              + " ("
              + sandbox.identity()
              + ")");
      return through.isEmpty();
    } catch (SandboxException e) {
      lines.add(name + e.getMessage());
      return false;
    }
  }
}
