package dev.sparring.sandbox.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.Instance;
import java.util.Arrays;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FunctionSplitterProperties {
  private record Result(int value, byte[] memory, long global) {}

  @Property(tries = 300)
  void aSplitAndMeteredFunctionComputesWhatTheWholeOneDoes(
      @ForAll long seed, @ForAll int a, @ForAll int b, @ForAll int c) {
    byte[] whole = TinyModule.of(RandomCode.PARAMETERS, RandomCode.LOCALS, RandomCode.of(seed));
    ModuleBinary split = new ModuleBinary(whole);
    FunctionSplitter.apply(split, new FunctionSplitter.Lengths(100, 20, 150));
    Meters meters = Metering.apply(split, OptionalInt.empty());
    Result expected = run(TinyModule.instance(whole), a, b, c);
    Instance instance = TinyModule.instance(split.encode());
    instance.global(meters.fuel()).setValue(1_000_000);
    Result actual = run(instance, a, b, c);
    assertThat(actual.value()).isEqualTo(expected.value());
    assertThat(Arrays.equals(actual.memory(), expected.memory())).isTrue();
    assertThat(actual.global()).isEqualTo(expected.global());
  }

  @Property(tries = 50)
  void partsAreMovedOutOfLongFunctions(@ForAll long seed) {
    byte[] code = RandomCode.of(seed);
    ModuleBinary split =
        new ModuleBinary(TinyModule.of(RandomCode.PARAMETERS, RandomCode.LOCALS, code));
    FunctionSplitter.apply(split, new FunctionSplitter.Lengths(200, 20, 150));
    if (code.length > 600) {
      assertThat(split.bodies()).hasSizeGreaterThan(1);
    }
    assertThat(split.bodies().get(0).code().length).isLessThanOrEqualTo(code.length + 1);
  }

  @Property(tries = 20)
  void shortFunctionsStayAsTheyAre(@ForAll long seed) {
    byte[] module = TinyModule.of(RandomCode.PARAMETERS, RandomCode.LOCALS, RandomCode.of(seed));
    ModuleBinary split = new ModuleBinary(module);
    FunctionSplitter.apply(split, new FunctionSplitter.Lengths(100_000, 20, 150));
    assertThat(split.encode()).isEqualTo(module);
  }

  private static Result run(Instance instance, int a, int b, int c) {
    long value = instance.export("f").apply(a, b, c)[0];
    byte[] memory = instance.memory().readBytes(0, 4096);
    return new Result((int) value, memory, instance.global(0).getValue());
  }
}
