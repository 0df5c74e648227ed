package dev.sparring.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A handful of attacks that a sandbox has to hold before it is used. Each prints {@code escaped} if
 * it gets through.
 */
final class SelfTest {
  private static final Map<String, String> ATTACKS = attacks();

  private SelfTest() {}

  private static Map<String, String> attacks() {
    Map<String, String> attacks = new TreeMap<>();
    put(attacks, "reads a file", "open('/usr/bin/env', 'rb').read(1)");
    put(attacks, "lists a folder", "import os", "os.listdir('/')");
    put(attacks, "writes a file", "open('/tmp/x', 'w').write('x')");
    put(attacks, "makes a folder", "import os", "os.mkdir('/x')");
    put(attacks, "opens a socket", "import _socket", "_socket.socket()");
    put(attacks, "starts a process", "import os", "assert os.system('true') == 0");
    put(attacks, "forks", "import os", "os.fork()");
    put(attacks, "starts a thread", "import _thread", "_thread.start_new_thread(print, ())");
    put(attacks, "signals its parent", "import os", "os.kill(os.getppid(), 9)");
    put(attacks, "sees an environment", "import os", "assert os.environ or os.environb");
    put(attacks, "sleeps", "import time", "time.sleep(3)");
    put(attacks, "writes elsewhere", "import os", "os.write(3, b'x')");
    put(
        attacks,
        "loads native code",
        "import sys",
        "[m for m in sys.modules.values() if 'ctypes' in repr(m)][0]");
    put(
        attacks,
        "maps executable memory",
        "import ctypes",
        "assert ctypes.CDLL(None).mmap(0, 4096, 7, 34, -1, 0) > 0");
    return attacks;
  }

  private static void put(Map<String, String> attacks, String name, String... lines) {
    attacks.put(name, String.join("\n", lines) + "\nprint('escaped')\n");
  }

  /**
   * One attack.
   *
   * @param held false when the program got through, or ended the process that runs it
   */
  record Finding(String attack, boolean held) {}

  static List<Finding> run(Sandbox sandbox) throws SandboxException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    List<ProgramTest> once = List.of(new ProgramTest("", ""));
    for (Map.Entry<String, String> attack : ATTACKS.entrySet()) {
      findings.add(new Finding(attack.getKey(), held(sandbox, attack.getValue(), once)));
    }
    return findings;
  }

  private static boolean held(Sandbox sandbox, String program, List<ProgramTest> once)
      throws SandboxException, InterruptedException {
    try {
      return !sandbox.run(program, once).get(0).output().contains("escaped");
    } catch (SandboxFailureException e) {
      return false;
    }
  }

  /**
   * Runs the attacks.
   *
   * @throws SandboxUnavailableException if one gets through
   */
  static void demand(Sandbox sandbox) throws SandboxException, InterruptedException {
    for (Finding finding : run(sandbox)) {
      if (!finding.held()) {
        throw new SandboxUnavailableException(
            "in the sandbox backend "
                + sandbox.backend()
                + " a program "
                + finding.attack()
                + " on this machine; set sandbox.backend = wasm");
      }
    }
  }
}
