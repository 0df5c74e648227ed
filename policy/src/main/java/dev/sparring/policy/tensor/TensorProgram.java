package dev.sparring.policy.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A compiled TorchScript program, whose methods can be called.
 *
 * <p>A TorchScript archive is an uncompressed zip of five entries, so no Python is needed to make
 * one. The text declares one class without attributes; its methods take and return tensors, lists
 * and numbers.
 */
public final class TensorProgram {
  private static final String FOLDER = "/dev/sparring/policy/program/";

  private final PtSymbolBlock block;

  private TensorProgram(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Compiles a program.
   *
   * @param scope owns the program
   * @param className the class that the text declares
   * @param resources names of class-path resources whose texts, joined in this order, are the
   *     program
   * @throws IllegalStateException if there is no such resource
   */
  public static TensorProgram load(Tensors scope, String className, String... resources) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      for (String resource : resources) {
        try (InputStream part = TensorProgram.class.getResourceAsStream(FOLDER + resource)) {
          if (part == null) {
            throw new IllegalStateException("no program " + resource + " in " + FOLDER);
          }
          part.transferTo(text);
        }
      }
      byte[] archive = archive(text.toByteArray(), className);
      return new TensorProgram(
          JniUtils.loadModule(scope.manager(), new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls a method that returns a list of tensors, or one tensor. It waits at the {@link
   * NativeCallGate}.
   *
   * @param scope owns the result
   * @param arguments tensors, lists of tensors, {@link TensorList}, long[] or int[] (a list of
   *     ints), double[], Integer, Long, Double, Float, Boolean
   * @return the list, or the one tensor as a list
   */
  public PtNDArray[] call(Tensors scope, String method, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      try (IValue result =
          NativeCallGate.all().make(() -> IValueUtils.runMethod(block, method, values))) {
        return result.isTensor()
            ? new PtNDArray[] {result.toTensor(scope.manager())}
            : result.toTensorArray(scope.manager());
      }
    } finally {
      for (int i = 0; i < arguments.length; i++) {
        if (values[i] != null && !(arguments[i] instanceof TensorList)) {
          values[i].close();
        }
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof TensorList list) {
      return list.value();
    } else if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(list.toArray(PtNDArray[]::new));
    } else if (argument instanceof long[] longs) {
      return IValue.listFrom(longs);
    } else if (argument instanceof int[] ints) {
      return IValue.listFrom(Arrays.stream(ints).asLongStream().toArray());
    } else if (argument instanceof double[] doubles) {
      return IValue.listFrom(doubles);
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    } else if (argument instanceof Integer || argument instanceof Long) {
      return IValue.from(((Number) argument).longValue());
    } else if (argument instanceof Number number) {
      return IValue.from(number.doubleValue());
    }
    throw new IllegalArgumentException("no program takes a " + argument.getClass().getName());
  }

  private static byte[] archive(byte[] text, String className) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "data.pkl", emptyModule(className));
      entry(zip, "code/__torch__.py", text);
      entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** A pickle (protocol 2) of an object of {@code __torch__.className} without attributes. */
  private static byte[] emptyModule(String className) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2});
    pickle.write(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {')', (byte) 0x81, '}', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("program/" + name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
