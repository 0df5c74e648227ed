package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sparring.sandbox.child.ChildLauncher;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts Java processes that hold a guest: no environment, their own class path, a bounded heap.
 */
final class WasmLauncher implements ChildLauncher {
  /**
   * Heap besides the guest's memory, of which there are the image, the array and one on growing.
   */
  private static final int HEAP_MEGABYTES = 128;

  private final PreparedFiles files;
  private final int memoryMegabytes;

  WasmLauncher(PreparedFiles files, int memoryMegabytes) {
    this.files = files;
    this.memoryMegabytes = memoryMegabytes;
  }

  @Override
  public Process launch() throws IOException {
    return java(
        HEAP_MEGABYTES + 2 * memoryMegabytes,
        files.folder(),
        List.of(files.folder().toString(), Integer.toString(memoryMegabytes)));
  }

  /** A Java process of the main class of children. */
  static Process java(int heapMegabytes, Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-DontCompileHugeMethods",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + (File.separatorChar == '\\' ? "NUL" : "/dev/null"),
            "-cp",
            classPath(),
            WasmChild.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    return builder.start();
  }

  /** Where the classes of this module and of the runtime are, and nothing else. */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            WasmChild.class,
            Instance.class,
            WasmModule.class,
            MachineFactoryCompiler.class,
            org.objectweb.asm.ClassVisitor.class,
            org.objectweb.asm.commons.InstructionAdapter.class,
            org.objectweb.asm.tree.ClassNode.class,
            org.objectweb.asm.tree.analysis.Analyzer.class,
            org.objectweb.asm.util.CheckClassAdapter.class)) {
      entries.add(location(type));
    }
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("there is no file of " + type, e);
    }
  }
}
