package dev.sparring.policy.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.sparring.core.config.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A scope of native arrays on one device: what is made in it is freed with it.
 *
 * <p>Programs run without autograd, on the calling thread, with the engine's own thread pool inside
 * each operator.
 */
public final class Tensors implements AutoCloseable {
  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private final PtNDManager manager;
  private final TensorProgram arrays;

  private Tensors(PtNDManager manager) {
    this.manager = manager;
    this.arrays = TensorProgram.load(this, "Arrays", "arrays.py");
  }

  private Tensors(PtNDManager manager, TensorProgram arrays) {
    this.manager = manager;
    this.arrays = arrays;
  }

  /**
   * The outermost scope on a device.
   *
   * @param device {@code cpu}, {@code cuda} or {@code cuda:1}
   * @param threads threads inside an operator on the CPU
   * @throws ConfigurationException when the device is not there
   */
  public static Tensors on(String device, int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("OPT_OUT_TRACKING", "true");
    Engine engine = Engine.getEngine("PyTorch");
    if (STARTED.compareAndSet(false, true)) {
      JniUtils.setGraphExecutorOptimize(false);
      NativeLog.configure();
    }
    missing(device)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    JniUtils.setNumThreads(threads);
    return new Tensors((PtNDManager) engine.newBaseManager(device(device)));
  }

  /** One line on a device that the engine does not see; empty when it is there. */
  public static Optional<String> missing(String device) {
    if (!device.startsWith("cuda")) {
      return Optional.empty();
    }
    int number = device.contains(":") ? Integer.parseInt(device.substring(5)) : 0;
    int there = Engine.getEngine("PyTorch").getGpuCount();
    return number < there
        ? Optional.empty()
        : Optional.of(
            ("policy.device is %s and PyTorch sees %d GPUs; take cpu, or let PYTORCH_LIBRARY_PATH"
                    + " name a PyTorch with CUDA")
                .formatted(device, there));
  }

  private static Device device(String name) {
    return Device.fromName(name.replace("cuda", "gpu").replace(":", ""));
  }

  /** A scope within this one, for arrays of a step. */
  public Tensors scope() {
    return new Tensors(manager.newSubManager(manager.getDevice()), arrays);
  }

  /** Whole numbers of 64 bits. */
  public PtNDArray longs(long[] values, long... shape) {
    PtNDArray array = empty(DataType.INT64, shape(values.length, shape));
    return write(array, bytes -> bytes.asLongBuffer().put(values));
  }

  /** Numbers of 32 bits. */
  public PtNDArray floats(float[] values, long... shape) {
    PtNDArray array = empty(DataType.FLOAT32, shape(values.length, shape));
    return write(array, bytes -> bytes.asFloatBuffer().put(values));
  }

  private static long[] shape(int length, long[] shape) {
    return shape.length == 0 ? new long[] {length} : shape;
  }

  /** Memory as it comes. */
  public PtNDArray empty(DataType type, long... shape) {
    return type == DataType.BFLOAT16 ? zeros(type, shape) : manager.create(new Shape(shape), type);
  }

  /** Zeros. */
  public PtNDArray zeros(DataType type, long... shape) {
    if (type != DataType.BFLOAT16) {
      return (PtNDArray) manager.zeros(new Shape(shape), type);
    }
    try (PtNDArray like = manager.create(new Shape(1), DataType.FLOAT32)) {
      return arrays.call(this, "bfloat16_zeros", shape, like)[0];
    }
  }

  /** A copy in this scope. */
  public PtNDArray copy(PtNDArray array) {
    PtNDArray copy = (PtNDArray) array.duplicate();
    copy.attach(manager);
    return copy;
  }

  /** The same numbers as this type: fp32 as they are, or rounded. */
  public PtNDArray as(DataType type, PtNDArray array) {
    return type == DataType.BFLOAT16 ? arrays.call(this, "to_bfloat16", array)[0] : array;
  }

  /** Whether all elements are numbers and none is infinite. */
  public boolean finite(PtNDArray array) {
    try (Tensors passing = scope()) {
      return arrays.call(passing, "finite", array)[0].toFloatArray()[0] != 0;
    }
  }

  /** Fills an array through its own memory, in native byte order, or through a copy on a device. */
  public static PtNDArray write(PtNDArray array, Consumer<ByteBuffer> fill) {
    if (array.getShape().size() == 0) {
      return array;
    }
    if (array.getDevice().isGpu()) {
      int size = Math.toIntExact(array.getShape().size() * array.getDataType().getNumOfBytes());
      ByteBuffer host = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
      fill.accept(host);
      host.rewind();
      array.set(host);
      return array;
    }
    fill.accept(memory(array));
    return array;
  }

  /** The bytes of an array on the CPU, in native order; they are the array's own memory. */
  public static ByteBuffer memory(PtNDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder());
  }

  /** How many arrays this scope and the scopes within it hold. */
  public int count() {
    return manager.getManagedArrays().size();
  }

  PtNDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
