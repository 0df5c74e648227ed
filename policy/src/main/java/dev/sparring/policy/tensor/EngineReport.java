package dev.sparring.policy.tensor;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * What PyTorch reports about itself and the machine.
 *
 * @param version PyTorch's version
 * @param libraries the folder that its native libraries were loaded from
 * @param devices names as {@code policy.device} takes them
 * @param multipliesBf16 whether the processor has bf16 products; without them Sparring computes in
 *     fp32
 */
public record EngineReport(
    String version, String libraries, List<String> devices, boolean multipliesBf16) {

  /**
   * Loads PyTorch and asks it. An exception or error that keeps it from loading is thrown on
   * unchanged.
   */
  public static EngineReport take() {
    try (Tensors scope = Tensors.on("cpu", 1)) {
      Engine engine = Engine.getEngine("PyTorch");
      List<String> devices = new ArrayList<>(List.of("cpu"));
      int gpus =
          engine.hasCapability(StandardCapabilities.CUDA) ? Math.max(1, engine.getGpuCount()) : 0;
      for (int i = 0; i < gpus; i++) {
        devices.add("cuda:" + i);
      }
      return new EngineReport(
          engine.getVersion(), LibUtils.getLibtorchPath(), List.copyOf(devices), bf16(scope));
    }
  }

  private static boolean bf16(Tensors scope) {
    try (Tensors passing = scope.scope()) {
      PtNDArray there = passing.floats(new float[1]);
      TensorProgram program = DecoderProgram.load(passing);
      return program.call(passing, "multiplies_bfloat16", there)[0].toFloatArray()[0] != 0;
    }
  }
}
