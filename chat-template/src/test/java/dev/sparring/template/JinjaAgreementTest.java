package dev.sparring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that the jinja2 environment of transformers rendered from the same templates and contexts.
 */
class JinjaAgreementTest {
  /**
   * Errors that quote a name of the template, which is worth agreeing on; the others have words of
   * our own.
   */
  private static final Set<String> SAME_WORDS =
      Set.of("UndefinedError", "SecurityError", "TemplateError", "TemplateAssertionError");

  record Case(String name, String template, Map<String, Object> context, JsonNode outcome) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> golden() {
    List<Case> cases = new ArrayList<>();
    Resources.json("templates.json")
        .properties()
        .forEach(entry -> cases.add(of(entry.getKey(), entry.getValue(), entry.getValue())));
    return cases.stream();
  }

  static Stream<Case> fragments() {
    JsonNode file = Resources.json("fragments.json");
    return elements(file.get("cases")).map(node -> of(node.get("name").asText(), node, file));
  }

  static Stream<Case> tinyCheckpoints() {
    return elements(Resources.json("golden-chat.json").get("cases"))
        .map(node -> of(node.get("name").asText(), node, node));
  }

  static Stream<Case> checkpoints() {
    JsonNode file = Resources.json("checkpoints.json");
    return elements(file.get("cases"))
        .map(
            node -> {
              String name = node.get("template").asText();
              String source = file.get("templates").get(name).asText();
              return new Case(name, source, Resources.map(node.get("context")), node);
            });
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Case of(String name, JsonNode node, JsonNode context) {
    return new Case(
        name, node.get("template").asText(), Resources.map(context.get("context")), node);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void goldenCasesRenderAsTransformersRendersThem(Case example) {
    agrees(example);
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void fragmentsOfTheLanguageRenderAsJinjaRendersThem(Case example) {
    agrees(example);
  }

  @ParameterizedTest
  @MethodSource("tinyCheckpoints")
  void theTemplateFileOfACheckpointRendersTheGoldenChat(Case example) {
    agrees(example);
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void templatesOfPublishedCheckpointsRenderConversationsAndTools(Case example) {
    agrees(example);
  }

  private static void agrees(Case example) {
    if (example.outcome().has("expected")) {
      assertThat(ChatTemplate.parse(example.template()).render(example.context()))
          .isEqualTo(example.outcome().get("expected").asText());
      return;
    }
    String[] error = example.outcome().get("error").asText().split(": ", 2);
    assertThatThrownBy(() -> ChatTemplate.parse(example.template()).render(example.context()))
        .isInstanceOf(TemplateException.class)
        .message()
        .satisfies(
            message -> {
              assertThat(message).doesNotContain("\n");
              if (SAME_WORDS.contains(error[0])) {
                assertThat(message).endsWith(error[1].replace("jinja2.utils.", ""));
              }
            });
  }
}
