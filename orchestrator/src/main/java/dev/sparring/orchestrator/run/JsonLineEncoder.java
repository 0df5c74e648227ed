package dev.sparring.orchestrator.run;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.StepVersion;
import dev.sparring.policy.checkpoint.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a line of an actor's log as an object: {@code time}, {@code step} and {@code
 * policyVersion} (null where a line belongs to none), {@code level}, {@code actor}, {@code
 * message}, and {@code trace} where something was thrown.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, String> context = event.getMDCPropertyMap();
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put(
        "time",
        TIME.format(Instant.ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault())));
    number(line, "step", context.get(StepVersion.STEP));
    number(line, "policyVersion", context.get(StepVersion.POLICY_VERSION));
    line.put("level", event.getLevel().toString());
    line.put("actor", context.getOrDefault(StepVersion.ROLE, "akka"));
    line.put("message", event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.put("trace", ThrowableProxyUtil.asString(thrown));
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void number(ObjectNode line, String key, String value) {
    if (value == null) {
      line.putNull(key);
    } else {
      line.put(key, Long.parseLong(value));
    }
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
