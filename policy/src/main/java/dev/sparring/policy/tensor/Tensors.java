package dev.sparring.policy.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.util.cuda.CudaUtils;
import dev.sparring.core.config.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A scope of native arrays on one device. Closing it frees every array that was made in it.
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
   * Makes an outermost scope on a device. Another thread than the calling one must call {@link
   * EngineThread#use} before it uses the scope.
   *
   * @param device {@code cpu}, {@code cuda} or {@code cuda:1}
   * @param threads threads inside an operator on the CPU that the calling thread calls
   * @throws ConfigurationException if PyTorch does not see the device
   */
  public static Tensors on(String device, int threads) {
    NativeCache.prepare();
    unlessSet("ai.djl.offline", "true");
    unlessSet("ai.djl.pytorch.num_interop_threads", "1");
    unlessSet("OPT_OUT_TRACKING", "true");
    Engine engine = Engine.getEngine("PyTorch");
    if (STARTED.compareAndSet(false, true)) {
      NativeLog.configure();
    }
    missing(device)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    EngineThread.use(threads);
    return new Tensors((PtNDManager) engine.newBaseManager(device(device)));
  }

  /** Sets a system property unless the embedding program has set it. */
  private static void unlessSet(String property, String value) {
    System.getProperties().putIfAbsent(property, value);
  }

  /** One line that says why PyTorch does not see a device; empty if it does. */
  public static Optional<String> missing(String device) {
    if (!device.startsWith("cuda")) {
      return Optional.empty();
    }
    NativeCache.prepare();
    // They are counted by CUDA's runtime, which may lie where PyTorch alone looks for it.
    Engine engine = Engine.getEngine("PyTorch");
    int there =
        engine.hasCapability(StandardCapabilities.CUDA) ? Math.max(1, engine.getGpuCount()) : 0;
    return number(device) < there
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "policy.device is %s and PyTorch sees %d GPUs; take cpu, or let PYTORCH_LIBRARY_PATH"
                    + " name a PyTorch with CUDA",
                device,
                there));
  }

  /**
   * Bytes of a GPU's memory that all processes together use; 0 if CUDA's runtime is not found.
   *
   * @param device {@code cuda} or {@code cuda:1}
   */
  public static long taken(String device) {
    return CudaUtils.hasCuda() ? CudaUtils.getGpuMemory(device(device)).getCommitted() : 0;
  }

  private static Device device(String name) {
    return name.startsWith("cuda") ? Device.gpu(number(name)) : Device.cpu();
  }

  private static int number(String cuda) {
    return cuda.contains(":") ? Integer.parseInt(cuda.substring(5)) : 0;
  }

  /** Makes a scope within this one, for the arrays of one step. */
  public Tensors scope() {
    return new Tensors(manager.newSubManager(manager.getDevice()), arrays);
  }

  /** An int64 array of these values, in row-major order. */
  public PtNDArray longs(long[] values, long... shape) {
    PtNDArray array = empty(DataType.INT64, shape(values.length, shape));
    return write(array, bytes -> bytes.asLongBuffer().put(values));
  }

  /** An fp32 array of these values, in row-major order. */
  public PtNDArray floats(float[] values, long... shape) {
    PtNDArray array = empty(DataType.FLOAT32, shape(values.length, shape));
    return write(array, bytes -> bytes.asFloatBuffer().put(values));
  }

  private static long[] shape(int length, long[] shape) {
    return shape.length == 0 ? new long[] {length} : shape;
  }

  /** An array whose elements are not set. */
  public PtNDArray empty(DataType type, long... shape) {
    return type == DataType.BFLOAT16 ? zeros(type, shape) : manager.create(new Shape(shape), type);
  }

  /** An array of zeros. */
  public PtNDArray zeros(DataType type, long... shape) {
    if (type != DataType.BFLOAT16) {
      return (PtNDArray) manager.zeros(new Shape(shape), type);
    }
    try (PtNDArray like = manager.create(new Shape(1), DataType.FLOAT32)) {
      return arrays.call(this, "bfloat16_zeros", shape, like)[0];
    }
  }

  /** A copy that this scope owns. */
  public PtNDArray copy(PtNDArray array) {
    PtNDArray copy = (PtNDArray) array.duplicate();
    copy.attach(manager);
    return copy;
  }

  /** Converts an array to a type, rounding to the nearest. */
  public PtNDArray as(DataType type, PtNDArray array) {
    return type == DataType.BFLOAT16 ? arrays.call(this, "to_bfloat16", array)[0] : array;
  }

  /** Whether no element is NaN or infinite. */
  public boolean finite(PtNDArray array) {
    try (Tensors passing = scope()) {
      return arrays.call(passing, "finite", array)[0].toFloatArray()[0] != 0;
    }
  }

  /**
   * Fills an array. On the CPU {@code fill} writes into the array's own memory, on a GPU into a
   * buffer that is then copied.
   *
   * @param fill gets all bytes of the array, row-major, in native byte order
   * @return the array
   */
  public static PtNDArray write(PtNDArray array, Consumer<ByteBuffer> fill) {
    if (array.getShape().size() == 0) {
      return array;
    } else if (!array.getDevice().isGpu()) {
      fill.accept(memory(array));
      return array;
    }
    try (Tensors host = Host.SCOPE.scope()) {
      PtNDArray twin = host.arrays.call(host, "twin", array)[0];
      fill.accept(memory(twin));
      host.arrays.call(host, "assign", array, twin);
    }
    return array;
  }

  /**
   * The bytes of an array, row-major, in native byte order. On the CPU the buffer is the array's
   * own memory, on a GPU it is a copy.
   */
  public static ByteBuffer memory(PtNDArray array) {
    if (!array.getDevice().isGpu()) {
      return array.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }
    try (Tensors host = Host.SCOPE.scope()) {
      ByteBuffer own = memory(host.arrays.call(host, "on_cpu", array)[0]);
      return ByteBuffer.allocateDirect(own.remaining())
          .order(ByteOrder.nativeOrder())
          .put(own)
          .flip();
    }
  }

  /** The scope on the CPU that holds copies of arrays on a GPU. */
  private static final class Host {
    static final Tensors SCOPE =
        new Tensors((PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu()));
  }

  /** How many open arrays this scope and the scopes within it own. */
  public int count() {
    return manager.getManagedArrays().size();
  }

  /** Whether the device is a GPU. */
  public boolean onGpu() {
    return manager.getDevice().isGpu();
  }

  PtNDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
