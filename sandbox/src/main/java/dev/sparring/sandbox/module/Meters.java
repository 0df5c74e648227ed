package dev.sparring.sandbox.module;

import java.util.OptionalInt;

/**
 * Indices of the globals by which a metered module is limited.
 *
 * @param fuel i64: units left
 * @param stack i32: the module's own stack pointer, if it has one
 * @param stackLimit i32: a function that is entered with a lower stack pointer traps
 */
public record Meters(int fuel, OptionalInt stack, int stackLimit) {}
