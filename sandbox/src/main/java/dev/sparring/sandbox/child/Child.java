package dev.sparring.sandbox.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One child process, used by one thread at a time. */
final class Child implements AutoCloseable {
  private static final int REPLY_HEAD = 64;
  private static final int LAST_WORDS = 2000;

  private final Process process;
  private final DataInputStream replies;
  private final DataOutputStream requests;
  private final Watchdog watchdog;
  private final byte[] said = new byte[LAST_WORDS];
  private int saidLength;
  private final AtomicInteger programs = new AtomicInteger();
  private boolean spoiled;

  private Child(Process process, Watchdog watchdog) {
    this.process = process;
    this.watchdog = watchdog;
    this.replies = new DataInputStream(process.getInputStream());
    this.requests = new DataOutputStream(process.getOutputStream());
    Thread listener = new Thread(this::listen, "sandbox-child-errors");
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts a child and waits until it is ready. */
  static Child start(ChildLauncher launcher, Duration patience, Watchdog watchdog)
      throws ChildException {
    Process process;
    try {
      process = launcher.launch();
    } catch (IOException e) {
      throw new ChildException("a child of the sandbox did not start: " + e.getMessage(), e);
    }
    Child child = new Child(process, watchdog);
    try {
      if (!Arrays.equals(child.frame(ChildServer.HELLO.length, patience), ChildServer.HELLO)) {
        throw new ChildException("a child of the sandbox speaks another protocol");
      }
      return child;
    } catch (ChildException e) {
      child.close();
      throw e;
    }
  }

  /** Runs one program on one input. */
  RunReply run(RunRequest request, Duration wall) throws ChildException {
    spoiled = true;
    byte[] bytes = request.encode();
    byte[] frame;
    try {
      requests.writeInt(bytes.length);
      requests.write(bytes);
      requests.flush();
    } catch (IOException e) {
      throw new ChildException("a child of the sandbox is gone" + lastWords(), e);
    }
    frame = frame(2 * request.outputBytes() + REPLY_HEAD, wall);
    RunReply reply = RunReply.decode(frame);
    spoiled = reply.ending().spoilsChild();
    return reply;
  }

  private byte[] frame(int longest, Duration patience) throws ChildException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        watchdog.after(
            patience,
            () -> {
              late.set(true);
              process.destroyForcibly();
            });
    try {
      int length = replies.readInt();
      if (length < 0 || length > longest) {
        throw new ChildException("a child of the sandbox sent " + length + " bytes at once");
      }
      byte[] frame = replies.readNBytes(length);
      if (frame.length < length) {
        throw new IOException("the answer ends early");
      }
      return frame;
    } catch (ChildException e) {
      throw e;
    } catch (IOException e) {
      throw new ChildException(
          late.get()
              ? "a child of the sandbox did not answer in " + patience.toMillis() + " ms"
              : "a child of the sandbox died" + lastWords(),
          e);
    } finally {
      end.cancel(false);
    }
  }

  /** Counts one more program and tells how many there were. */
  int countProgram() {
    return programs.incrementAndGet();
  }

  /** How many programs it was lent for. */
  int programs() {
    return programs.get();
  }

  /** Whether it should not be used again. */
  boolean spoiled() {
    return spoiled || !process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  private void listen() {
    byte[] buffer = new byte[512];
    try (InputStream errors = process.getErrorStream()) {
      for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
        synchronized (said) {
          int kept = Math.min(count, LAST_WORDS - saidLength);
          System.arraycopy(buffer, 0, said, saidLength, kept);
          saidLength += kept;
        }
      }
    } catch (IOException e) {
      // The child is gone; what it said is kept.
    }
  }

  private String lastWords() {
    try {
      process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (said) {
      return new String(said, 0, saidLength, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((first, last) -> last)
          .map(line -> ": " + line.strip())
          .orElse("");
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
