package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The calls of WASI preview 1 that a guest has: read its input, write its two outputs, the
 * arguments and environment given here, a clock, random bytes, and exit. All others answer "not
 * supported". There is no file, socket, process or thread behind any of them. Clock and random
 * bytes are the same in every run: the clock moves by a microsecond with each call.
 */
final class WasiHost {
  private static final long[] SUCCESS = {0};
  private static final long[] BAD_DESCRIPTOR = {8};
  private static final long[] NOT_SUPPORTED = {52};
  private static final int CHARACTER_DEVICE = 2;
  private static final long EPOCH_NANOSECONDS = 1_700_000_000_000_000_000L;

  private final List<byte[]> arguments;
  private final List<byte[]> environment;
  private final Capture output = new Capture();
  private final Capture complaints = new Capture();
  private final boolean stopWhenReady;
  private byte[] input = new byte[0];
  private int consumed;
  private int outputLimit;
  private long ticks;
  private long random;

  /**
   * @param stopWhenReady whether the first look at the clock after something was written to
   *     standard error ends the run with {@link GuestSignal.Ready}
   */
  WasiHost(List<String> arguments, Map<String, String> environment, boolean stopWhenReady) {
    this.arguments = arguments.stream().map(WasiHost::terminated).toList();
    this.environment =
        environment.entrySet().stream()
            .map(e -> terminated(e.getKey() + "=" + e.getValue()))
            .toList();
    this.stopWhenReady = stopWhenReady;
  }

  private static byte[] terminated(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Begins a run. */
  void reset(byte[] newInput, int newOutputLimit) {
    input = newInput;
    consumed = 0;
    outputLimit = newOutputLimit;
    ticks = 0;
    random = 0x5DEECE66DL;
    output.reset();
    complaints.reset();
  }

  byte[] output() {
    return output.toByteArray();
  }

  byte[] complaints() {
    return complaints.toByteArray();
  }

  /** Answers to all that a module imports. */
  ImportValues imports(WasmModule module) {
    ImportValues.Builder imports = ImportValues.builder();
    module.importSection().stream()
        .map(FunctionImport.class::cast)
        .forEach(
            wanted ->
                imports.addFunction(
                    new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        module.typeSection().getType(wanted.typeIndex()),
                        call(wanted.name()))));
    return imports.build();
  }

  private WasmFunctionHandle call(String name) {
    return switch (name) {
      case "args_get" -> (instance, a) -> strings(arguments, a, instance.memory());
      case "args_sizes_get" -> (instance, a) -> sizes(arguments, a, instance.memory());
      case "environ_get" -> (instance, a) -> strings(environment, a, instance.memory());
      case "environ_sizes_get" -> (instance, a) -> sizes(environment, a, instance.memory());
      case "clock_time_get" -> this::clock;
      case "random_get" -> this::randomBytes;
      case "fd_read" -> this::read;
      case "fd_write" -> this::write;
      case "fd_fdstat_get" -> WasiHost::describe;
      case "fd_prestat_get" -> (instance, a) -> BAD_DESCRIPTOR;
      case "fd_close", "sched_yield" -> (instance, a) -> SUCCESS;
      case "proc_exit" ->
          (instance, a) -> {
            throw new GuestSignal.Exit((int) a[0]);
          };
      default -> (instance, a) -> NOT_SUPPORTED;
    };
  }

  private static long[] strings(List<byte[]> strings, long[] a, Memory memory) {
    int pointer = (int) a[0];
    int at = (int) a[1];
    for (byte[] string : strings) {
      memory.writeI32(pointer, at);
      memory.write(at, string);
      pointer += 4;
      at += string.length;
    }
    return SUCCESS;
  }

  private static long[] sizes(List<byte[]> strings, long[] a, Memory memory) {
    memory.writeI32((int) a[0], strings.size());
    memory.writeI32((int) a[1], strings.stream().mapToInt(s -> s.length).sum());
    return SUCCESS;
  }

  private long[] clock(Instance instance, long... a) {
    if (stopWhenReady && complaints.size() > 0) {
      throw new GuestSignal.Ready();
    }
    instance.memory().writeLong((int) a[2], EPOCH_NANOSECONDS + 1000 * ticks++);
    return SUCCESS;
  }

  private long[] randomBytes(Instance instance, long... a) {
    for (int i = 0; i < (int) a[1]; i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      instance.memory().writeByte((int) a[0] + i, (byte) random);
    }
    return SUCCESS;
  }

  private long[] read(Instance instance, long... a) {
    if (a[0] != 0) {
      return BAD_DESCRIPTOR;
    }
    Memory memory = instance.memory();
    int before = consumed;
    for (int i = 0; i < (int) a[2]; i++) {
      int vector = (int) a[1] + 8 * i;
      int count = Math.min(memory.readInt(vector + 4), input.length - consumed);
      if (count <= 0) {
        break;
      }
      memory.write(memory.readInt(vector), input, consumed, count);
      consumed += count;
    }
    memory.writeI32((int) a[3], consumed - before);
    return SUCCESS;
  }

  private long[] write(Instance instance, long... a) {
    if (a[0] != 1 && a[0] != 2) {
      return BAD_DESCRIPTOR;
    }
    Capture to = a[0] == 1 ? output : complaints;
    Memory memory = instance.memory();
    int sum = 0;
    for (int i = 0; i < (int) a[2]; i++) {
      int vector = (int) a[1] + 8 * i;
      int size = memory.readInt(vector + 4);
      int room = outputLimit - to.size();
      if (size < 0 || size > room) {
        to.writeBytes(memory.readBytes(memory.readInt(vector), room));
        throw new GuestSignal.OutputFull();
      }
      to.writeBytes(memory.readBytes(memory.readInt(vector), size));
      sum += size;
    }
    memory.writeI32((int) a[3], sum);
    return SUCCESS;
  }

  private static long[] describe(Instance instance, long... a) {
    if (a[0] < 0 || a[0] > 2) {
      return BAD_DESCRIPTOR;
    }
    instance.memory().write((int) a[1], new byte[24]);
    instance.memory().writeByte((int) a[1], (byte) 0);
    instance.memory().writeLong((int) a[1] + 8, -1);
    return SUCCESS;
  }

  /** Bytes that were written, readable while they are. */
  private static final class Capture extends ByteArrayOutputStream {}
}
