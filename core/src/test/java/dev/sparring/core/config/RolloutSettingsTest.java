package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not go with inference servers is refused before a run begins, with the reason. */
class RolloutSettingsTest {
  private static Map<String, String> served() {
    Map<String, String> served = new LinkedHashMap<>();
    served.put("policy.rollout.backend", "vllm");
    served.put(
        "policy.rollout.servers", "[\"http://localhost:8000\", \"https://gpu-2:8443/vllm\"]");
    served.put("policy.rollout.adapters", "/shared/adapters");
    served.put("policy.adapter.use", "shared");
    return served;
  }

  @Test
  void serversAndADirectoryAreEnough() {
    RolloutSettings rollout = Defaults.load(null, served()).policy().rollout();
    assertThat(rollout.remote()).isTrue();
    assertThat(rollout.servers())
        .containsExactly("http://localhost:8000", "https://gpu-2:8443/vllm");
  }

  @ParameterizedTest
  @CsvSource({
    "policy.rollout.servers, [], one address or more",
    "policy.rollout.servers, [\"localhost:8000\"], a list of addresses",
    "policy.rollout.servers, [\"http://user@host:1\"], a list of addresses",
    "policy.rollout.adapters, '', a directory that the servers can read",
    "policy.rollout.in-flight, 0, from 1 to 4096",
    "policy.rollout.timeout, 0, above 0",
    "policy.adapter.use, none, policy.rollout.reload-command",
    "policy.rollout.reload-command, [restart], adapters need no restart",
    "policy.devices, '[cpu, cpu]', one device at most",
    "workers.local, false, true while policy.rollout.backend is vllm",
    "sampling.top-k, 5, log-probabilities would be those of the tokens that are kept",
    "sampling.top-p, .9, log-probabilities would be those of the tokens that are kept",
    "sampling.min-p, .1, log-probabilities would be those of the tokens that are kept"
  })
  void whatDoesNotGoWithServersIsRefused(String key, String value, String why) {
    Map<String, String> settings = served();
    settings.put(key, value);
    assertThatThrownBy(() -> Defaults.load(null, settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  @Test
  void allWeightsGoWithACommandThatStartsServersAgain() {
    Map<String, String> settings = served();
    settings.put("policy.adapter.use", "none");
    settings.put("policy.rollout.reload-command", "[/opt/serve-again, \"two words\"]");
    assertThat(Defaults.load(null, settings).policy().rollout().reloadCommand())
        .containsExactly("/opt/serve-again", "two words");
  }
}
