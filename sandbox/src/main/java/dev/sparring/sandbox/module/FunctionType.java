package dev.sparring.sandbox.module;

import java.util.List;

/** Parameters and results of a function, as the binary format numbers value types. */
record FunctionType(List<Byte> parameters, List<Byte> results) {
  FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }
}
