package dev.sparring.sandbox;

import dev.sparring.sandbox.child.ChildLauncher;
import java.time.Duration;

/**
 * A backend that is there.
 *
 * @param backend never {@link SandboxBackend#AUTO}
 * @param launcher starts its children
 * @param start how long a child may take to start
 * @param confirms whether a program that reached its limit of time is run a second time
 * @param identity what verdicts depend on: the interpreter and its snapshot
 */
record RunnerBackend(
    SandboxBackend backend,
    ChildLauncher launcher,
    Duration start,
    boolean confirms,
    String identity) {}
