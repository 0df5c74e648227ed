package dev.sparring.cli;

import dev.sparring.cluster.HostPort;
import dev.sparring.cluster.TlsFiles;
import dev.sparring.cluster.WorkerProcess;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.hub.DownloadListener;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring worker}. */
@Command(
    name = "worker",
    header = "works for a run of another process or host",
    mixinStandardHelpOptions = true,
    description = {
      "Works for the run that a trainer has opened with --listen: writes completions and computes"
          + " gradients on the devices of this host. Waits for a trainer that is not there yet,"
          + " joins again when the trainer comes back, and ends with exit code 0 when the run is"
          + " over, or when ^C or a signal asks for it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring worker --join trainer:7070 --tls certificates/worker",
      "  sparring worker --join 127.0.0.1:7070 --device cuda:0 --device cuda:1 --name left",
    })
final class WorkerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      required = true,
      description = "where the trainer listens")
  private String join;

  @Option(
      names = "--device",
      paramLabel = "D",
      description =
          "cpu, cuda:0, …; may be repeated (default: what policy.device of the run holds)")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "unique in the run (default: the host's name and the process id)")
  private String name;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "the run's base model on this host: a directory or a name on the hub (default: what"
              + " policy.model of the run holds; where it is not here, the trainer sends it)")
  private String model;

  @Option(
      names = "--rejoin-for",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "how long to wait for a trainer, as in 90s, 10m or 2h (default: 10m)")
  private Duration rejoinFor = Duration.ofMinutes(10);

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "by which address the trainer reaches this host (default: found out)")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of control messages on this host (default: any that is free)")
  private int port;

  @Option(
      names = "--advertise-port",
      paramLabel = "PORT",
      description = "by which port the trainer reaches --port, where ports are mapped")
  private Integer advertisedPort;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description = "certificates: a folder with ca.crt, tls.crt and tls.key")
  private Path tls;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<TlsFiles> certificates = Optional.ofNullable(tls).map(TlsFiles::new);
    certificates.ifPresent(TlsFiles::require);
    WorkerProcess process =
        new WorkerProcess(
            new WorkerProcess.Options(
                HostPort.parse(join),
                devices,
                name == null ? defaultName() : name,
                certificates,
                Optional.ofNullable(host),
                port,
                Optional.ofNullable(advertisedPort),
                Versions.program(),
                rejoinFor,
                this::model,
                cache(),
                line -> {
                  out.println(line);
                  out.flush();
                }));
    InterruptHandler.first(process::stop);
    process.run().ifPresent(why -> out.println(why));
    return 0;
  }

  private Optional<Path> model(Settings settings) {
    String wanted = model == null ? settings.policy().model() : model;
    if (model == null && Path.of(wanted).isAbsolute() && !Files.isDirectory(Path.of(wanted))) {
      return Optional.empty(); // a path of the trainer's host
    }
    try {
      return Optional.of(
          ModelResolver.find(wanted, settings.policy().hub(), new DownloadListener() {})
              .directory());
    } catch (CheckpointException e) {
      if (model != null) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Path cache() {
    String folder = System.getenv("XDG_CACHE_HOME");
    Path base =
        folder == null || folder.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(folder);
    return base.resolve("sparring").resolve("models");
  }

  private static String defaultName() {
    String own = "worker";
    try {
      own = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      own = "worker"; // the process id tells it apart
    }
    return String.format(
        Locale.ROOT,
        "%s-%d",
        own.replaceAll("[^A-Za-z0-9._-]", "-"),
        ProcessHandle.current().pid());
  }
}
