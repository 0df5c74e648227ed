package dev.sparring.cli;

import dev.sparring.cluster.HostPort;
import dev.sparring.cluster.Listening;
import dev.sparring.cluster.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a run is opened to workers of other hosts. */
final class ListenOptions {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "lets workers of other processes and hosts join there; the next port is used as well")
  private String listen;

  @Option(
      names = "--advertise",
      paramLabel = "HOST",
      description = "by which name or address workers reach this host (default: that of --listen)")
  private String advertise;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description = "certificates: a folder with ca.crt, tls.crt and tls.key")
  private Path tls;

  @Option(
      names = "--insecure",
      description = "listens beyond this host without certificates; anybody there can join")
  private boolean insecure;

  /** Where to listen, if at all. */
  Optional<Listening> listening() {
    if (listen == null) {
      return Optional.empty();
    }
    return Optional.of(
        Listening.of(
            HostPort.parse(listen),
            Optional.ofNullable(advertise),
            Optional.ofNullable(tls).map(TlsFiles::new),
            insecure));
  }
}
