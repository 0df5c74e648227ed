package dev.sparring.sandbox;

import java.time.Duration;

/**
 * What a program may use in one test.
 *
 * @param instructions backend wasm: entries of functions and passes through loops of the
 *     interpreter. The program's start takes some 30,000, a typical test 100,000
 * @param cpu backend os: CPU time, which stands for the instructions there
 * @param memoryMegabytes memory of the interpreter with the program
 * @param outputBytes bytes on standard output, and as many on standard error
 * @param programBytes length of a program in UTF-8; longer ones are refused
 * @param wall after this time the child is ended and the test counts as a failure of the sandbox,
 *     never as one of the program. Far above what the other limits allow
 */
public record SandboxLimits(
    long instructions,
    Duration cpu,
    int memoryMegabytes,
    int outputBytes,
    int programBytes,
    Duration wall) {
  /** The limits that are used where none are given. */
  public static final SandboxLimits DEFAULT =
      new SandboxLimits(
          10_000_000, Duration.ofSeconds(1), 128, 65_536, 65_536, Duration.ofSeconds(60));

  public SandboxLimits {
    require(instructions > 0, "instructions", "a whole number above 0");
    require(cpu.toMillis() > 0, "cpu", "a time above 0");
    require(memoryMegabytes >= 64 && memoryMegabytes <= 1024, "memory", "64 to 1024 megabytes");
    require(outputBytes > 0 && outputBytes <= 1 << 24, "output", "1 byte to 16 megabytes");
    require(programBytes > 0 && programBytes <= 1 << 24, "program", "1 byte to 16 megabytes");
    require(wall.compareTo(cpu) > 0, "wall", "more than the CPU time");
  }

  private static void require(boolean holds, String name, String takes) {
    if (!holds) {
      throw new IllegalArgumentException("the sandbox limit " + name + " takes " + takes);
    }
  }
}
