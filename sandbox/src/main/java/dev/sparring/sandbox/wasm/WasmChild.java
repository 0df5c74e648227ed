package dev.sparring.sandbox.wasm;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sparring.sandbox.child.ChildServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main class of a child: {@code FOLDER MEGABYTES} answers requests, {@code prepare …} prepares. */
final class WasmChild {
  private static final long STACK_BYTES = 1L << 30;

  private WasmChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread guest =
        new Thread(
            null,
            () -> {
              try {
                work(arguments);
              } catch (Throwable e) {
                failure[0] = e;
              }
            },
            "guest",
            STACK_BYTES);
    guest.start();
    guest.join();
    if (failure[0] != null) {
      complain(failure[0]);
    }
    System.exit(failure[0] == null ? 0 : 1);
  }

  private static void work(String[] arguments) throws IOException {
    if (arguments[0].equals("prepare")) {
      Preparation.prepare(
          Files.readAllBytes(Path.of(arguments[1])),
          Integer.parseInt(arguments[3]),
          Integer.parseInt(arguments[4]),
          new PreparedFiles(Path.of(arguments[2])));
      return;
    }
    PreparedFiles files = new PreparedFiles(Path.of(arguments[0]));
    WasmModule module =
        Parser.builder().withValidation(false).build().parse(() -> open(files.module()));
    int pages = Integer.parseInt(arguments[1]) * 16;
    Guest guest =
        new Guest(
            module,
            CompiledClasses.load(module, files.classes()),
            Snapshot.read(files.snapshot()),
            pages);
    ChildServer.serve(
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        guest::run);
  }

  private static InputStream open(Path file) {
    try {
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line for whoever started this child. */
  private static void complain(Throwable e) {
    try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.write((e + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException lost) {
      e.addSuppressed(lost);
    }
  }
}
