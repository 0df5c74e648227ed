package dev.sparring.template;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Renders templates for {@code it/templates/differential.py}: lines {@code {"template": …,
 * "variables": {…}}} on standard input, one line {@code {"text": …}} or {@code {"error": …}} for
 * each on standard output. The date is always the same.
 */
public final class TemplateRunner {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-06T03:04:05Z"), ZoneOffset.UTC);

  private TemplateRunner() {}

  /** Runs until standard input ends. */
  public static void main(String[] args) throws IOException {
    ObjectMapper mapper = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode request = mapper.readTree(line);
      out.println(mapper.writeValueAsString(render(mapper.createObjectNode(), request)));
    }
    out.flush();
  }

  private static ObjectNode render(ObjectNode answer, JsonNode request) {
    try {
      ChatTemplate template = ChatTemplate.parse(request.get("template").asText());
      RenderContext context = new RenderContext(Budget.standard(), CLOCK);
      String text = template.render(Resources.map(request.get("variables")), context);
      return answer.put("text", text);
    } catch (TemplateException refused) {
      return answer.put("error", refused.getMessage());
    } catch (RuntimeException | StackOverflowError bug) {
      return answer.put("bug", bug.toString());
    }
  }
}
