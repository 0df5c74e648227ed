package dev.sparring.sandbox.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.sandbox.wasm.StandIn;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ModuleBinaryProperties {
  @Example
  void aModuleThatIsReadAndWrittenIsTheSame() {
    byte[] module = StandIn.bytes();
    assertThat(new ModuleBinary(module).encode()).isEqualTo(withoutCustomSections(module));
  }

  @Example
  void whatFillsTheMemoryIsTakenOutAndPutWhereItBelongs() {
    ModuleBinary module = new ModuleBinary(StandIn.bytes());
    byte[] memory = module.takeMemory();
    assertThat(memory).hasSize(2 << 16);
    assertThat(new String(memory, 1024, 5, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("ready");
    assertThat(new ModuleBinary(module.encode()).takeMemory()).containsOnly(0);
  }

  @Example
  void otherFilesAreRefused() {
    for (byte[] bytes :
        new byte[][] {
          {},
          {0, 'a', 's', 'm'},
          "PK\3\4 not a module".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
        }) {
      assertThatThrownBy(() -> new ModuleBinary(bytes)).isInstanceOf(ModuleException.class);
    }
  }

  @Property(tries = 2000)
  void damagedModulesAreReadOrRefusedAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = StandIn.bytes();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
    }
    byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(3) * random.nextInt(200));
    try {
      ModuleBinary module = new ModuleBinary(damaged);
      FunctionSplitter.apply(module, new FunctionSplitter.Lengths(100, 20, 150));
      Metering.apply(module, OptionalInt.of(0));
      assertThat(module.encode()).isNotEmpty();
    } catch (ModuleException | IndexOutOfBoundsException refused) {
      // An index that names nothing is found when it is used.
    }
  }

  private static byte[] withoutCustomSections(byte[] module) {
    ByteReader in = new ByteReader(module, 8, module.length);
    ByteWriter out = new ByteWriter().bytes(module, 0, 8);
    while (in.more()) {
      int id = in.u8();
      byte[] section = in.bytes(in.u32());
      if (id != 0) {
        out.u8(id).sized(section);
      }
    }
    return out.toArray();
  }
}
