/**
 * The backend {@code wasm}: CPython as a WebAssembly module in a Java process of its own. The
 * module gets a memory, its input, two outputs, a clock that counts calls and random bytes that are
 * always the same; nothing else of the host is there to be called.
 */
package dev.sparring.sandbox.wasm;
