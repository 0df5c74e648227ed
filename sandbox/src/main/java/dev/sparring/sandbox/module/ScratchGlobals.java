package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Globals through which moved parts hand values back. Each is read right after the call. */
final class ScratchGlobals {
  private final ModuleBinary module;
  private final Map<Byte, List<Integer>> byType = new HashMap<>();

  ScratchGlobals(ModuleBinary module) {
    this.module = module;
  }

  /** The n-th global of a type. */
  int get(byte type, int n) {
    List<Integer> globals = byType.computeIfAbsent(type, any -> new ArrayList<>());
    while (globals.size() <= n) {
      globals.add(module.addGlobal(type));
    }
    return globals.get(n);
  }
}
