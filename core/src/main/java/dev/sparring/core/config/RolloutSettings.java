package dev.sparring.core.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Who writes the completions of a run.
 *
 * @param backend {@code builtin}, the program's own sampler, or {@code vllm}, inference servers
 * @param servers addresses of the servers
 * @param adapters directory that adapters for the servers are written into
 * @param adaptersAs the same directory as the servers see it; empty where they see it alike
 * @param inFlight requests at most that a server works on at a time
 * @param timeout seconds after which a request counts as hung
 * @param reloadCommand program and arguments that start a server again with a checkpoint; empty
 *     where servers are handed adapters
 * @param reloadTimeout seconds that this may take
 */
public record RolloutSettings(
    @Constraint(oneOf = "builtin|vllm") String backend,
    @Constraint(
            matching = "https?://[^\\s/?#@]+(/[^\\s?#]*)?",
            what = "a list of addresses, such as [\"http://localhost:8000\"]")
        List<String> servers,
    @Constraint(matching = "[^\\x00]*", what = "a directory, or nothing") String adapters,
    @Constraint(matching = "[^\\x00]*", what = "a directory, or nothing") String adaptersAs,
    @Constraint(atLeast = 1, atMost = 4096) int inFlight,
    @Constraint(above = 0) double timeout,
    @Constraint(matching = "[^\\x00]+", what = "a program and its arguments")
        List<String> reloadCommand,
    @Constraint(above = 0) double reloadTimeout) {

  public RolloutSettings {
    servers = List.copyOf(servers);
    reloadCommand = List.copyOf(reloadCommand);
    adapters = adapters.isEmpty() ? "" : Path.of(adapters).toAbsolutePath().normalize().toString();
  }

  /** Whether servers write, and not this program. */
  public boolean remote() {
    return !backend.equals("builtin");
  }

  /** Notes settings that do not go with servers. */
  static void agree(Settings settings, SettingsReader reader) {
    PolicySettings policy = settings.policy();
    if (!policy.rollout().remote()) {
      return;
    }
    String with = " while policy.rollout.backend is " + policy.rollout().backend();
    if (policy.rollout().servers().isEmpty()) {
      reader.refuse("policy.rollout.servers", "one address or more" + with);
    }
    if (policy.rollout().adapters().isEmpty()) {
      reader.refuse(
          "policy.rollout.adapters", "a directory that the servers can read as well" + with);
    }
    if (policy.adapter().use() == PolicySettings.Adapter.Use.NONE) {
      if (policy.rollout().reloadCommand().isEmpty()) {
        reader.refuse(
            "policy.adapter.use",
            "shared or per-role"
                + with
                + ": servers are handed adapters; for all weights, policy.rollout.reload-command"
                + " starts a server again with each checkpoint");
      }
    } else if (!policy.rollout().reloadCommand().isEmpty()) {
      reader.refuse(
          "policy.rollout.reload-command",
          "empty" + with + " and policy.adapter.use is not none: adapters need no restart");
    }
    if (policy.devices().size() > 1) {
      reader.refuse("policy.devices", "one device at most" + with);
    }
    if (!settings.workers().local()) {
      reader.refuse("workers.local", "true" + with);
    }
    String biased = with + ": its log-probabilities would be those of the tokens that are kept";
    if (settings.sampling().topK() != 0) {
      reader.refuse("sampling.top-k", "0" + biased);
    }
    if (settings.sampling().topP() != 1) {
      reader.refuse("sampling.top-p", "1" + biased);
    }
    if (settings.sampling().minP() != 0) {
      reader.refuse("sampling.min-p", "0" + biased);
    }
  }
}
