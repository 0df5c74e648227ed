/**
 * Reads and rewrites WebAssembly modules: counts instructions, bounds the stack, splits functions
 * that are too long for the JVM. Knows the binary format only; nothing here runs a module.
 */
package dev.sparring.sandbox.module;
