package dev.sparring.sandbox.module;

import java.util.ArrayList;
import java.util.List;

/**
 * The code of a function.
 *
 * @param locals types of the locals that are no parameters
 * @param code instructions, with the last {@code end}
 */
record FunctionBody(List<Byte> locals, byte[] code) {
  static FunctionBody read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    List<Byte> locals = new ArrayList<>();
    for (int groups = in.u32(); groups > 0; groups--) {
      int count = in.u32();
      byte type = (byte) in.u8();
      if (count > 50_000 - locals.size()) {
        throw new ModuleException("the module has a function with more than 50,000 locals");
      }
      for (int i = 0; i < count; i++) {
        locals.add(type);
      }
    }
    return new FunctionBody(List.copyOf(locals), in.bytes(bytes.length - in.position()));
  }

  byte[] encode() {
    ByteWriter groups = new ByteWriter();
    int count = 0;
    for (int i = 0; i < locals.size(); ) {
      int next = i;
      while (next < locals.size() && locals.get(next).equals(locals.get(i))) {
        next++;
      }
      groups.u32(next - i).u8(locals.get(i));
      count++;
      i = next;
    }
    return new ByteWriter().u32(count).bytes(groups.toArray()).bytes(code).toArray();
  }
}
