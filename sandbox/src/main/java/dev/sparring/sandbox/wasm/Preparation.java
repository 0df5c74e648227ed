package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sparring.sandbox.module.FunctionSplitter;
import dev.sparring.sandbox.module.Metering;
import dev.sparring.sandbox.module.Meters;
import dev.sparring.sandbox.module.ModuleBinary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Makes of an interpreter what children start from: the module with metering and short functions,
 * Java classes of it, and a snapshot of its memory after it has started and imported what programs
 * may use.
 */
final class Preparation {
  /** Pages of 64 KB for the module's own stack, which is moved out of its first half megabyte. */
  private static final int STACK_PAGES = 96;

  /** Bytes at the stack's end that no function may begin in: more than the largest frame. */
  private static final int STACK_RESERVE = 64 << 10;

  /** Pages that starting may take. */
  private static final int START_PAGES = 4096;

  private static final long START_FUEL = 4_000_000_000L;

  private Preparation() {}

  /**
   * Writes the three files into a folder.
   *
   * @param run see {@link Interpreter#run}
   * @param stack see {@link Interpreter#stack}
   */
  static void prepare(byte[] binary, int run, int stack, PreparedFiles files) throws IOException {
    ModuleBinary module = new ModuleBinary(binary);
    FunctionSplitter.apply(module);
    Meters meters = Metering.apply(module, OptionalInt.of(stack));
    byte[] start = module.takeMemory();
    WasmModule metered = Parser.parse(module.encode());
    snapshot(metered, start, CompiledClasses.compile(metered, files.classes()), run, stack, meters)
        .write(files.snapshot());
    module.takeCode();
    Files.write(files.module(), module.encode());
  }

  private static Snapshot snapshot(
      WasmModule module,
      byte[] start,
      Function<Instance, Machine> machines,
      int run,
      int stack,
      Meters meters) {
    WasiHost host =
        new WasiHost(
            List.of("python", "-S", "-s", "-B", "-c", prelude()),
            Map.of("PYTHONHASHSEED", "0", "PYTHONUTF8", "1"),
            true);
    host.reset(new byte[0], 1 << 20);
    GuestMemory memory = new GuestMemory(start, START_PAGES);
    Instance instance =
        Instance.builder(module)
            .withImportValues(host.imports(module))
            .withMachineFactory(machines)
            .withStart(false)
            .withMemoryFactory(limits -> memory)
            .build();
    int bottom = memory.grow(STACK_PAGES) * GuestMemory.PAGE_SIZE;
    instance.global(stack).setValue(bottom + STACK_PAGES * (long) GuestMemory.PAGE_SIZE);
    instance.global(meters.stackLimit()).setValue(bottom + (long) STACK_RESERVE);
    instance.global(meters.fuel()).setValue(START_FUEL);
    try {
      instance.export("_start").apply();
    } catch (GuestSignal.Ready ready) {
      return new Snapshot(
          memory.copy(),
          globals(instance),
          new Snapshot.Meters(meters.fuel(), stack, meters.stackLimit()),
          run);
    } catch (GuestSignal.Exit exit) {
      // Said below.
    }
    throw new IllegalStateException(
        "the interpreter did not start: " + new String(host.complaints(), StandardCharsets.UTF_8));
  }

  private static long[] globals(Instance instance) {
    long[] values = new long[instance.globalCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = instance.global(i).getValue();
    }
    return values;
  }

  static String prelude() {
    return resource("harness.py") + resource("snapshot.py");
  }

  private static String resource(String name) {
    try (InputStream in = Preparation.class.getResourceAsStream("/dev/sparring/sandbox/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
