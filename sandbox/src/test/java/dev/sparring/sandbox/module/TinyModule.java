package dev.sparring.sandbox.module;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;

/** A module with one function, one page of memory and one global, made of the function's code. */
final class TinyModule {
  static final byte I32 = 0x7F;

  private TinyModule() {}

  /**
   * @param parameters number of i32 parameters; the result is an i32
   * @param locals number of i32 locals
   * @param code without the last {@code end}
   */
  static byte[] of(int parameters, int locals, byte[] code) {
    ByteWriter out = new ByteWriter().bytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    ByteWriter type = new ByteWriter().u32(1).u8(0x60).u32(parameters);
    for (int i = 0; i < parameters; i++) {
      type.u8(I32);
    }
    out.u8(1).sized(type.u32(1).u8(I32).toArray());
    out.u8(3).sized(new ByteWriter().u32(1).u32(0).toArray());
    out.u8(5).sized(new ByteWriter().u32(1).u8(0).u32(1).toArray());
    out.u8(6).sized(new ByteWriter().u32(1).u8(I32).u8(1).u8(0x41).s64(65536).u8(0x0B).toArray());
    out.u8(7).sized(new ByteWriter().u32(1).u32(1).u8('f').u8(0).u32(0).toArray());
    ByteWriter body = new ByteWriter();
    if (locals == 0) {
      body.u32(0);
    } else {
      body.u32(1).u32(locals).u8(I32);
    }
    body.bytes(code).u8(0x0B);
    out.u8(10).sized(new ByteWriter().u32(1).sized(body.toArray()).toArray());
    return out.toArray();
  }

  static Instance instance(byte[] module) {
    return Instance.builder(Parser.parse(module)).build();
  }
}
