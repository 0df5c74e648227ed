package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A WebAssembly module taken apart as far as the passes change it. Types, functions and globals can
 * be added at the end, so that no index changes. Custom sections (names, debug information) are
 * dropped.
 */
public final class ModuleBinary {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final int TYPES = 1;
  private static final int IMPORTS = 2;
  private static final int FUNCTIONS = 3;
  private static final int MEMORIES = 5;
  private static final int GLOBALS = 6;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int DATA_COUNT = 12;
  private static final int[] ORDER = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, CODE, DATA};

  private final Map<Integer, byte[]> others = new TreeMap<>();
  private final List<FunctionType> types = new ArrayList<>();
  private final List<Integer> functionTypes = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<FunctionBody> bodies = new ArrayList<>();
  private int importedFunctions;
  private int importedGlobals;

  /**
   * Reads a module.
   *
   * @throws ModuleException if these bytes are no module of the kind that the sandbox meters
   */
  public ModuleBinary(byte[] module) {
    if (module.length < 8 || !Arrays.equals(HEADER, Arrays.copyOf(module, 8))) {
      throw new ModuleException("this is no WebAssembly module of version 1");
    }
    ByteReader in = new ByteReader(module, 8, module.length);
    while (in.more()) {
      int id = in.u8();
      byte[] section = in.bytes(in.u32());
      if (id != 0) {
        read(id, section);
      }
    }
    if (functionTypes.size() - importedFunctions != bodies.size()) {
      throw new ModuleException("the module declares other functions than it holds");
    }
  }

  private void read(int id, byte[] section) {
    ByteReader in = new ByteReader(section);
    switch (id) {
      case TYPES -> {
        for (int count = in.u32(); count > 0; count--) {
          if (in.u8() != 0x60) {
            throw new ModuleException("the module has a type that is no function");
          }
          types.add(new FunctionType(valueTypes(in), valueTypes(in)));
        }
      }
      case IMPORTS -> {
        others.put(id, section);
        for (int count = in.u32(); count > 0; count--) {
          readImport(in);
        }
      }
      case FUNCTIONS -> {
        for (int count = in.u32(); count > 0; count--) {
          functionTypes.add(in.u32());
        }
      }
      case GLOBALS -> {
        for (int count = in.u32(); count > 0; count--) {
          globals.add(global(section, in));
        }
      }
      case CODE -> {
        for (int count = in.u32(); count > 0; count--) {
          bodies.add(FunctionBody.read(in.bytes(in.u32())));
        }
      }
      default -> others.put(id, section);
    }
  }

  private void readImport(ByteReader in) {
    in.skip(in.u32());
    in.skip(in.u32());
    switch (in.u8()) {
      case 0 -> {
        functionTypes.add(in.u32());
        importedFunctions++;
      }
      case 3 -> {
        in.skip(2);
        importedGlobals++;
      }
      default -> throw new ModuleException("the module imports a memory or a table");
    }
  }

  private static List<Byte> valueTypes(ByteReader in) {
    List<Byte> read = new ArrayList<>();
    for (int count = in.u32(); count > 0; count--) {
      read.add((byte) in.u8());
    }
    return read;
  }

  /** Type, mutability and initial value of a global. */
  private static byte[] global(byte[] section, ByteReader in) {
    int start = in.position();
    in.skip(2);
    int opcode;
    do {
      opcode = in.u8();
      Opcode.skipImmediates(opcode, in);
    } while (opcode != Opcode.END);
    return Arrays.copyOfRange(section, start, in.position());
  }

  int importedFunctions() {
    return importedFunctions;
  }

  /** Functions of the module's own, in order. */
  List<FunctionBody> bodies() {
    return bodies;
  }

  /** The type of a function, imported ones first. */
  FunctionType typeOf(int function) {
    return types.get(functionTypes.get(function));
  }

  FunctionType type(int index) {
    return types.get(index);
  }

  /** Adds a function and tells its index. */
  int add(FunctionType type, FunctionBody body) {
    int index = types.indexOf(type);
    if (index < 0) {
      index = types.size();
      types.add(type);
    }
    functionTypes.add(index);
    bodies.add(body);
    return functionTypes.size() - 1;
  }

  /** Adds a mutable global that begins as zero and tells its index. */
  int addGlobal(byte type) {
    int constant =
        switch (type) {
          case 0x7F -> Opcode.I32_CONST;
          case 0x7E -> Opcode.I64_CONST;
          case 0x7D -> Opcode.F32_CONST;
          case 0x7C -> Opcode.F64_CONST;
          default -> throw new ModuleException("a local has a type that is no number");
        };
    int zeros = constant == Opcode.F32_CONST ? 4 : constant == Opcode.F64_CONST ? 8 : 1;
    ByteWriter out = new ByteWriter().u8(type).u8(1).u8(constant).bytes(new byte[zeros]);
    globals.add(out.u8(Opcode.END).toArray());
    return importedGlobals + globals.size() - 1;
  }

  /**
   * Takes out what fills the memory at the start, and gives the memory with it: whole pages of 64
   * KB.
   */
  public byte[] takeMemory() {
    ByteReader limits = new ByteReader(others.get(MEMORIES));
    if (limits.u32() != 1) {
      throw new ModuleException("the module has more than one memory");
    }
    limits.u8();
    byte[] memory = new byte[Math.multiplyExact(limits.u32(), 1 << 16)];
    byte[] section = others.remove(DATA);
    others.remove(DATA_COUNT);
    if (section != null) {
      ByteReader in = new ByteReader(section);
      for (int count = in.u32(); count > 0; count--) {
        fill(memory, in);
      }
    }
    return memory;
  }

  private static void fill(byte[] memory, ByteReader in) {
    if (in.u32() != 0 || in.u8() != Opcode.I32_CONST) {
      throw new ModuleException("the module fills its memory in a way that is not known");
    }
    int offset = in.s32();
    in.u8();
    byte[] data = in.bytes(in.u32());
    if (offset < 0 || data.length > memory.length - offset) {
      throw new ModuleException("the module fills more than its memory");
    }
    System.arraycopy(data, 0, memory, offset, data.length);
  }

  /**
   * Takes the code out of all functions: what is left describes the module to somebody who has its
   * code in another form.
   */
  public void takeCode() {
    byte[] nothing = {Opcode.UNREACHABLE, Opcode.END};
    bodies.replaceAll(any -> new FunctionBody(List.of(), nothing));
  }

  /** The module as bytes. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter().bytes(HEADER);
    for (int id : ORDER) {
      byte[] section = section(id);
      if (section != null) {
        out.u8(id).sized(section);
      }
    }
    return out.toArray();
  }

  private byte[] section(int id) {
    ByteWriter out = new ByteWriter();
    switch (id) {
      case TYPES -> {
        out.u32(types.size());
        types.forEach(type -> write(type, out));
      }
      case FUNCTIONS -> {
        out.u32(bodies.size());
        functionTypes.subList(importedFunctions, functionTypes.size()).forEach(out::u32);
      }
      case GLOBALS -> {
        out.u32(globals.size());
        globals.forEach(out::bytes);
      }
      case CODE -> {
        out.u32(bodies.size());
        bodies.forEach(body -> out.sized(body.encode()));
      }
      default -> {
        return others.get(id);
      }
    }
    return out.toArray();
  }

  private static void write(FunctionType type, ByteWriter out) {
    out.u8(0x60).u32(type.parameters().size());
    type.parameters().forEach(out::u8);
    out.u32(type.results().size());
    type.results().forEach(out::u8);
  }
}
