package dev.sparring.sandbox.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TrapException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeteringTest {
  /** loop: local 0 -= 1; again while it is not 0; give 7. */
  private static final byte[] COUNT_DOWN =
      new ByteWriter()
          .u8(0x03)
          .u8(0x40)
          .u8(0x20)
          .u32(0)
          .u8(0x41)
          .s64(1)
          .u8(0x6B)
          .u8(0x22)
          .u32(0)
          .u8(0x0D)
          .u32(0)
          .u8(0x0B)
          .u8(0x41)
          .s64(7)
          .toArray();

  /** Calls itself with local 0 less 1 and a stack pointer less 1000, for ever. */
  private static final byte[] RECURSE =
      new ByteWriter()
          .u8(0x23)
          .u32(0)
          .u8(0x41)
          .s64(1000)
          .u8(0x6B)
          .u8(0x24)
          .u32(0)
          .u8(0x20)
          .u32(0)
          .u8(0x10)
          .u32(0)
          .toArray();

  private final OptionalInt none = OptionalInt.empty();
  private Meters meters;

  private Instance metered(byte[] code, OptionalInt stack, long fuel) {
    ModuleBinary module = new ModuleBinary(TinyModule.of(1, 0, code));
    meters = Metering.apply(module, stack);
    Instance instance = TinyModule.instance(module.encode());
    instance.global(meters.fuel()).setValue(fuel);
    return instance;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1000})
  void eachEntryAndEachPassTakesOneUnit(int passes) {
    Instance instance = metered(COUNT_DOWN, none, 5000);
    assertThat(instance.export("f").apply(passes)[0]).isEqualTo(7);
    assertThat(instance.global(meters.fuel()).getValue()).isEqualTo(5000 - 1 - passes);
  }

  @Test
  void aLoopEndsWhenTheFuelIsGone() {
    Instance instance = metered(COUNT_DOWN, none, 100);
    assertThatThrownBy(() -> instance.export("f").apply(-1)).isInstanceOf(TrapException.class);
    assertThat(instance.global(meters.fuel()).getValue()).isZero();
  }

  @Test
  void theLastUnitIsNotGivenOut() {
    assertThatThrownBy(() -> metered(COUNT_DOWN, none, 11).export("f").apply(10))
        .isInstanceOf(TrapException.class);
    assertThat(metered(COUNT_DOWN, none, 12).export("f").apply(10)[0]).isEqualTo(7);
  }

  @Test
  void recursionEndsWhenTheStackPointerIsBelowItsLimit() {
    Instance instance = metered(RECURSE, OptionalInt.of(0), 1_000_000);
    instance.global(meters.stackLimit()).setValue(20_000);
    assertThatThrownBy(() -> instance.export("f").apply(0)).isInstanceOf(TrapException.class);
    assertThat(instance.global(0).getValue()).isBetween(19_000L, 19_999L);
    assertThat(instance.global(meters.fuel()).getValue()).isEqualTo(1_000_000 - 47);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 14})
  void instructionsThatWouldEscapeAreRefused(int bulk) {
    byte[] code = new ByteWriter().u8(0xFC).u32(bulk).u32(0).u32(0).u8(0x41).s64(0).toArray();
    assertThatThrownBy(() -> metered(code, none, 1))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("does not meter");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x06, 0x08, 0x12, 0x14, 0x1C, 0x25, 0x26, 0xD0, 0xD2, 0xFB, 0xFD, 0xFE})
  void instructionsOfLaterVersionsAreRefused(int opcode) {
    byte[] code = new ByteWriter().u8(opcode).u32(0).u8(0x41).s64(0).toArray();
    assertThatThrownBy(() -> metered(code, none, 1)).isInstanceOf(ModuleException.class);
  }
}
