package dev.sparring.sandbox;

import dev.sparring.sandbox.os.Bubblewrap;
import dev.sparring.sandbox.wasm.InterpreterStore;
import java.time.Duration;

/** Finds the backend that is configured, and proves that it holds. */
final class BackendChoice {
  private static final Duration START = Duration.ofMinutes(3);

  private BackendChoice() {}

  static Sandbox open(SandboxSettings settings) throws SandboxException, InterruptedException {
    return switch (settings.backend()) {
      case WASM -> Sandbox.open(wasm(settings), settings);
      case OS -> proven(settings);
      case AUTO -> {
        try {
          yield proven(settings);
        } catch (SandboxUnavailableException noOs) {
          try {
            yield Sandbox.open(wasm(settings), settings);
          } catch (SandboxUnavailableException noWasm) {
            throw new SandboxUnavailableException(
                noWasm.getMessage() + " (backend os: " + noOs.getMessage() + ")", noWasm);
          }
        }
      }
    };
  }

  private static RunnerBackend wasm(SandboxSettings settings) throws SandboxUnavailableException {
    InterpreterStore.Prepared prepared = new InterpreterStore(settings.home()).find();
    return new RunnerBackend(
        SandboxBackend.WASM,
        prepared.launcher(settings.limits().memoryMegabytes()),
        START,
        false,
        "wasm " + prepared.identity());
  }

  /** A sandbox of the backend os in which no attack of the self-test gets through. */
  private static Sandbox proven(SandboxSettings settings)
      throws SandboxException, InterruptedException {
    Bubblewrap bubblewrap = Bubblewrap.find();
    RunnerBackend runner =
        new RunnerBackend(
            SandboxBackend.OS, bubblewrap, START, true, "os " + bubblewrap.identity());
    Sandbox sandbox = Sandbox.open(runner, settings);
    try {
      SelfTest.demand(sandbox);
      return sandbox;
    } catch (SandboxException | InterruptedException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }
}
