package dev.sparring.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Configurations of actor systems: of a run in one process, and of nodes of a cluster. */
public final class ClusterConfig {
  private ClusterConfig() {}

  /** The actor system of a run in one process. */
  public static Config local() {
    return ConfigFactory.parseResources(
            ClusterConfig.class.getClassLoader(), "dev/sparring/cluster/akka.conf")
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /**
   * A node of a cluster.
   *
   * @param host by which others reach it
   * @param port by which others reach it; 0 for any
   * @param bind address on which it listens
   * @param bindPort port on which it listens, which differs where ports are mapped
   * @param seed address of the trainer; empty for the trainer itself
   * @param pause seconds without a sign of life after which a node is out of reach
   */
  static Config node(
      String system,
      String role,
      String host,
      int port,
      String bind,
      int bindPort,
      Optional<String> seed,
      Optional<TlsFiles> tls,
      double pause) {
    String own = String.format(Locale.ROOT, "akka://%s@%s:%d", system, host, port);
    Map<String, Object> values = new HashMap<>();
    values.put("akka.actor.provider", "cluster");
    values.put("akka.remote.artery.canonical.hostname", host);
    values.put("akka.remote.artery.canonical.port", port);
    values.put("akka.remote.artery.bind.hostname", bind);
    values.put("akka.remote.artery.bind.port", bindPort);
    values.put("akka.cluster.roles", List.of(role));
    values.put("akka.cluster.seed-nodes", List.of(seed.orElse(own)));
    values.put(
        "akka.cluster.failure-detector.acceptable-heartbeat-pause",
        String.format(Locale.ROOT, "%dms", Math.round(pause * 1000)));
    if (seed.isPresent()) {
      values.put(
          "akka.cluster.failure-detector.implementation-class",
          TrustingFailureDetector.class.getName());
    }
    tls.ifPresent(
        files -> {
          String ssl = "akka.remote.artery.ssl.";
          values.put("akka.remote.artery.transport", "tls-tcp");
          values.put(
              ssl + "ssl-engine-provider",
              "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
          values.put(ssl + "rotating-keys-engine.key-file", files.key().toString());
          values.put(ssl + "rotating-keys-engine.cert-file", files.certificate().toString());
          values.put(ssl + "rotating-keys-engine.ca-cert-file", files.authority().toString());
        });
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      config = config.withValue(value.getKey(), ConfigValueFactory.fromAnyRef(value.getValue()));
    }
    return config
        .withFallback(
            ConfigFactory.parseResources(
                ClusterConfig.class.getClassLoader(), "dev/sparring/cluster/node.conf"))
        .withFallback(
            ConfigFactory.parseResources(
                ClusterConfig.class.getClassLoader(), "dev/sparring/cluster/akka.conf"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
