package dev.sparring.policy.rollout;

import dev.sparring.policy.rollout.ServerFault.Kind;
import dev.sparring.policy.rollout.VllmBackend.Published;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has a server started again with a new checkpoint, by the user's own command, and waits until the
 * server says that it serves it. The command finds the server's address in {@code SPARRING_SERVER}
 * and the checkpoint, as the server sees it, in {@code SPARRING_CHECKPOINT}.
 *
 * @param command program and arguments, started without a shell
 * @param patience how long the command and the server may take together
 */
record RestartLoader(AdapterDirectory directory, List<String> command, Duration patience)
    implements WeightLoader {
  private static final long LOOK_MILLIS = 250;
  private static final int SHOWN = 200;

  RestartLoader {
    command = List.copyOf(command);
  }

  @Override
  public String load(ServerState server, Published weights) throws ServerFault {
    String path = directory.seen(weights.directory());
    long deadline = System.nanoTime() + patience.toNanos();
    String base = served(server, path);
    if (base.isEmpty()) {
      run(server.server().address(), path, deadline);
      base = await(server, path, deadline);
    }
    return base;
  }

  /** A server goes on with the last checkpoint, which it has in memory. */
  @Override
  public void removeOwn(ServerState server) {}

  /** The name of the model on a server; empty while it does not serve this checkpoint. */
  private static String served(ServerState server, String path) throws ServerFault {
    try {
      VllmServer.Models models = server.server().models();
      return models.root().equals(path) ? models.base() : "";
    } catch (ServerFault e) {
      if (e.kind() == Kind.REFUSED) {
        throw e;
      }
      return ""; // it is down, or on its way up
    }
  }

  private void run(String address, String path, long deadline) throws ServerFault {
    Path said = directory.fresh("reload.log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("SPARRING_SERVER", address);
      builder.environment().put("SPARRING_CHECKPOINT", path);
      builder.redirectOutput(said.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        throw new ServerFault(Kind.GONE, "policy.rollout.reload-command has not ended" + within());
      } else if (process.exitValue() != 0) {
        throw new ServerFault(
            Kind.REFUSED,
            "policy.rollout.reload-command ended with code "
                + process.exitValue()
                + ": "
                + lastLine(said));
      }
      Files.deleteIfExists(said);
    } catch (IOException e) {
      throw new ServerFault(
          Kind.REFUSED, "can't run policy.rollout.reload-command: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String await(ServerState server, String path, long deadline) throws ServerFault {
    try {
      while (System.nanoTime() < deadline) {
        String base = served(server, path);
        if (!base.isEmpty()) {
          return base;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    throw new ServerFault(
        Kind.GONE, "after policy.rollout.reload-command it does not serve " + path + within());
  }

  private String within() {
    return " within policy.rollout.reload-timeout, " + patience.toSeconds() + " s";
  }

  private static String lastLine(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    String last = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}+", " ");
    return last.length() > SHOWN ? last.substring(0, SHOWN) + "…" : last;
  }
}
