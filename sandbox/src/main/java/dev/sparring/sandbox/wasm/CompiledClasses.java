package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Java classes made of a module, kept in a file. */
final class CompiledClasses {
  private CompiledClasses() {}

  /** Compiles a module; a function that the JVM would not take is an error. */
  static Function<Instance, Machine> compile(WasmModule module, Path file) {
    return builder(module).withCache(new Writing(file)).compile();
  }

  /** Loads what {@link #compile} kept, for the same module without its code. */
  static Function<Instance, Machine> load(WasmModule module, Path file) {
    return builder(module).withCache(new Reading(file)).compile();
  }

  private static MachineFactoryCompiler.Builder builder(WasmModule module) {
    return MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.FAIL);
  }

  private record Writing(Path file) implements Cache {
    @Override
    public byte[] get(String key) {
      return null;
    }

    @Override
    public void putIfAbsent(String key, byte[] classes) throws IOException {
      Files.write(file, classes);
    }
  }

  private record Reading(Path file) implements Cache {
    @Override
    public byte[] get(String key) throws IOException {
      return Files.readAllBytes(file);
    }

    @Override
    public void putIfAbsent(String key, byte[] classes) {
      throw new UncheckedIOException(
          new IOException("the classes in " + file + " were not made of this module"));
    }
  }
}
