package dev.sparring.exports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * How far a run has been told to MLflow: {@code mlflow/state.json} in its folder.
 *
 * @param server that it is told to
 * @param id that the run in MLflow has as a tag, so that it is found again
 * @param runId MLflow's own id; empty while the run has not been made there
 * @param configured whether it has the settings
 * @param sent bytes of the spool that it has
 */
record MlflowState(String server, String id, String runId, boolean configured, long sent) {
  /** The state in a folder, or a fresh one if there is none for this server. */
  static MlflowState read(Path file, String server) throws IOException {
    if (Files.isRegularFile(file)) {
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      if (json.path("server").asText().equals(server)) {
        return new MlflowState(
            server,
            json.path("id").asText(),
            json.path("runId").asText(),
            json.path("configured").asBoolean(),
            json.path("sent").asLong());
      }
    }
    return new MlflowState(server, UUID.randomUUID().toString(), "", false, 0);
  }

  void write(Path file) throws IOException {
    ObjectNode json =
        Json.MAPPER
            .createObjectNode()
            .put("server", server)
            .put("id", id)
            .put("runId", runId)
            .put("configured", configured)
            .put("sent", sent);
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(fresh, Json.MAPPER.writeValueAsBytes(json));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  MlflowState made(String run) {
    return new MlflowState(server, id, run, configured, sent);
  }

  MlflowState withConfiguration() {
    return new MlflowState(server, id, runId, true, sent);
  }

  MlflowState sent(long bytes) {
    return new MlflowState(server, id, runId, configured, bytes);
  }
}
