package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import dev.sparring.sandbox.child.RunRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs programs in a module, each in a new instance that begins with the snapshot. Used by one
 * thread, whose stack has to be large: the module's own stack is bounded by its stack pointer, long
 * before the thread's is used up.
 */
final class Guest {
  private static final byte[] COMMAND = "_run()\0".getBytes(StandardCharsets.US_ASCII);
  private static final int COMMAND_ROOM = 64;

  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final Snapshot snapshot;
  private final GuestMemory memory;
  private final WasiHost host = new WasiHost(List.of(), Map.of(), false);
  private final ImportValues imports;

  /**
   * @param maximumPages pages of 64 KB that a program may have with the interpreter
   */
  Guest(
      WasmModule module,
      Function<Instance, Machine> machines,
      Snapshot snapshot,
      int maximumPages) {
    this.module = module;
    this.machines = machines;
    this.snapshot = snapshot;
    this.memory = new GuestMemory(snapshot.memory(), maximumPages);
    this.imports = host.imports(module);
  }

  RunReply run(RunRequest request) {
    host.reset(request.standardInput(), request.outputBytes());
    Instance instance =
        Instance.builder(module)
            .withImportValues(imports)
            .withMachineFactory(machines)
            .withStart(false)
            .withMemoryFactory(limits -> memory)
            .build();
    long[] globals = snapshot.globals();
    for (int i = 0; i < globals.length; i++) {
      instance.global(i).setValue(globals[i]);
    }
    Snapshot.Meters meters = snapshot.meters();
    int command = (int) globals[meters.stack()] - COMMAND_ROOM;
    memory.write(command, COMMAND);
    instance.global(meters.stack()).setValue(command);
    instance.global(meters.fuel()).setValue(request.instructions());
    return reply(instance, request, command);
  }

  private RunReply reply(Instance instance, RunRequest request, int command) {
    Ending ending;
    int code = 0;
    try {
      instance.getMachine().call(snapshot.run(), new long[] {command, 0});
      ending = Ending.CRASHED; // The harness always asks to end.
    } catch (GuestSignal.Exit exit) {
      ending = Ending.EXITED;
      code = exit.code;
    } catch (GuestSignal.OutputFull full) {
      ending = Ending.OUTPUT_FULL;
    } catch (RuntimeException trap) {
      if (trap.getCause() instanceof StackOverflowError overflow) {
        throw overflow; // Where the host's stack ends depends on the compiler, so it is no verdict.
      }
      ending = afterTrap(instance);
    }
    long left = instance.global(snapshot.meters().fuel()).getValue();
    return new RunReply(
        ending, code, request.instructions() - left, host.output(), host.complaints());
  }

  /** Tells why a module trapped from what it left behind. */
  private Ending afterTrap(Instance instance) {
    Snapshot.Meters meters = snapshot.meters();
    if (instance.global(meters.fuel()).getValue() <= 0) {
      return Ending.OUT_OF_INSTRUCTIONS;
    }
    int stack = (int) instance.global(meters.stack()).getValue();
    if (stack < (int) instance.global(meters.stackLimit()).getValue()) {
      return Ending.STACK_EXHAUSTED;
    }
    return memory.refused() ? Ending.OUT_OF_MEMORY : Ending.CRASHED;
  }
}
