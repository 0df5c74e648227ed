package dev.sparring.cli;

import dev.sparring.cluster.Certificates;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring certificates}. */
@Command(
    name = "certificates",
    header = "makes certificates for a trainer and workers on several hosts",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a certificate authority in OUT, or takes the one that is there, and for each NODE a"
          + " folder OUT/NODE with ca.crt, tls.crt and tls.key, which --tls takes. Copy each folder to"
          + " its host, and keep the authority (authority.p12, authority.password) to yourself: whom it"
          + " signs can join. For tests and small clusters.",
      ""
    },
    footer = {"", "Examples:", "  sparring certificates certs trainer left right"})
final class CertificatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT", description = "folder of the authority")
  private Path out;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NODE",
      description = "names of nodes (default: trainer worker)")
  private List<String> nodes = List.of("trainer", "worker");

  @Override
  public Integer call() {
    Certificates.make(out, nodes);
    for (String node : nodes) {
      spec.commandLine().getOut().println(out.resolve(node));
    }
    return 0;
  }
}
