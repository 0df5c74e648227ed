package dev.sparring.core.config;

/**
 * How tasks whose answers are programs have them run. The sandbox is a module of its own, which
 * need not be there for other tasks.
 *
 * @param backend what runs the programs
 * @param children child processes, which is how many programs run at a time
 * @param programsPerChild programs after which a child is replaced
 * @param instructions what a program may execute in one test, backend {@code wasm}
 * @param cpuSeconds CPU time that it may use in one test, backend {@code os}
 * @param memory megabytes, the interpreter's own among them
 * @param output bytes that it may print
 * @param program bytes of a program in UTF-8
 * @param wallSeconds after this time a child has failed, which is no verdict
 * @param warmSeconds how long new children are warmed while the policy writes; backend {@code wasm}
 */
public record SandboxOptions(
    @Constraint(oneOf = "auto|wasm|os") String backend,
    @Constraint(atLeast = 1, atMost = 256) int children,
    @Constraint(atLeast = 1) int programsPerChild,
    @Constraint(atLeast = 100_000) long instructions,
    @Constraint(atLeast = 0.01, atMost = 3600) double cpuSeconds,
    @Constraint(atLeast = 64, atMost = 1024) int memory,
    @Constraint(atLeast = 1, atMost = 1 << 24) int output,
    @Constraint(atLeast = 1, atMost = 1 << 24) int program,
    @Constraint(above = 0, atMost = 86_400) double wallSeconds,
    @Constraint(atLeast = 0, atMost = 3600) double warmSeconds) {}
