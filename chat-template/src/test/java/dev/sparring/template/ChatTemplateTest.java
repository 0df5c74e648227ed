package dev.sparring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {
  private static String render(String template) {
    return render(template, Map.of());
  }

  private static String render(String template, Map<String, Object> context) {
    return ChatTemplate.parse(template).render(context);
  }

  @Test
  void aConversationBecomesAPrompt() {
    String template =
        "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
            + "{% if add_generation_prompt %}<assistant>{% endif %}";
    List<Map<String, String>> messages = List.of(Map.of("role", "user", "content", "Hello"));
    assertThat(render(template, Map.of("messages", messages, "add_generation_prompt", true)))
        .isEqualTo("<user>Hello<assistant>");
  }

  @Test
  void anEmptyTemplateRendersNothing() {
    assertThat(render("")).isEmpty();
  }

  @Test
  void theNumbersOfJavaPrintAsPythonPrintsThem() {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("i", 5);
    context.put("f", 2.5f);
    context.put("d", new BigDecimal("0.1"));
    context.put("b", BigInteger.TEN);
    context.put("s", (short) 3);
    context.put("n", null);
    assertThat(render("{{ [i, f, d, b, s, n, i + b] }}", context))
        .isEqualTo("[5, 2.5, 0.1, 10, 3, None, 15]");
  }

  @Test
  void aContextOfUnknownTypesIsRefused() {
    assertThatThrownBy(() -> render("x", Map.of("when", Instant.EPOCH)))
        .isInstanceOf(TemplateException.class)
        .hasMessage("the context holds a java.time.Instant");
  }

  @Test
  void aContextThatContainsItselfIsRefused() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);
    assertThatThrownBy(() -> render("x", Map.of("loop", loop)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("nests deeper");
  }

  @Test
  void theCallersContextStaysAsItIs() {
    Map<String, Object> context = new HashMap<>(Map.of("x", 1));
    render("{% set x = 2 %}{% set y = 3 %}", context);
    assertThat(context).containsOnly(Map.entry("x", 1));
  }

  @Test
  void oneTemplateServesManyThreads() {
    ChatTemplate template =
        ChatTemplate.parse(
            "{% set ns = namespace(t='') %}{% for i in range(n) %}{% set ns.t = ns.t ~ n %}"
                + "{% endfor %}{{ ns.t }}");
    List<String> texts =
        IntStream.range(0, 200).parallel().mapToObj(n -> template.render(Map.of("n", n))).toList();
    for (int n = 0; n < texts.size(); n++) {
      assertThat(texts.get(n)).isEqualTo(String.valueOf(n).repeat(n));
    }
  }

  @Test
  void whatATemplateRaisesIsTheMessageAlone() {
    assertThatThrownBy(() -> render("a\n{{ raise_exception('Roles must alternate') }}"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("Roles must alternate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a~{{ nosuch.x }}                    | line 2: 'nosuch' is undefined
          {% if 1 %}~~{{ 'a' + 1 }}{% endif %}| line 3: '+' does not work on str and int
          {{ [1,~2,~none.x.y] }}              | line 3: 'None' has no attribute 'x'
          a~{% for x in 5 %}{% endfor %}      | line 2: a value of type int cannot be iterated
          {% set a,~b = [1] %}                | line 1: cannot unpack only 1 values into 2 names
          {% macro f() %}~{{ 1/0 }}{% endmacro %}~{{ f() }} | line 2: division by zero
          """)
  void anErrorNamesItsLine(String template, String message) {
    assertThatThrownBy(() -> render(template.replace('~', '\n')))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
a~b {% if x %} never     | line 2: the template ends before 'if' is closed with 'endif'
a~{{ 'open }}            | line 2: a string is never closed with "'"
a~~{{ 1 + }}             | line 3: expected an expression, found '}}'
{# a~b                   | line 1: a comment is never closed with '#}'
~{% raw %}               | line 2: 'raw' is never closed with 'endraw'
~{{ (1] }}               | line 2: unexpected ']', expected ')'
~{% for x in y %}{% fi %} | line 2: the tag 'fi' is unknown here; the innermost open tag is 'for'
""")
  void badSyntaxIsFoundByTheParser(String template, String message) {
    assertThatThrownBy(() -> ChatTemplate.parse(template.replace('~', '\n')))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message.replace("\"'\"", "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ messages.getClass() }}",
        "{{ ''.getBytes() }}",
        "{{ messages.stream() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ messages.append(1) }}",
        "{{ range.body }}{{ range.call() }}",
        "{{ namespace().attributes.put('a', 1) }}"
      })
  void nothingOfJavaOrPythonBehindAValueCanBeReached(String template) {
    assertThatThrownBy(() -> render(template, Map.of("messages", List.of())))
        .isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          %Y-%m-%d             | 2024-07-06
          %d %b %Y             | 06 Jul 2024
          %A, %B %-d           | Saturday, July 6
          %H:%M:%S %I %p %y %j | 03:04:05 03 AM 24 188
          %a %u %w %F %T %%    | Sat 6 6 2024-07-06 03:04:05 %
          """)
  void datesPrintAsStrftimePrintsThem(String format, String expected) {
    Clock clock = Clock.fixed(Instant.parse("2024-07-06T03:04:05Z"), ZoneOffset.UTC);
    assertThat(
            ChatTemplate.parse("{{ strftime_now(format) }}")
                .render(Map.of("format", format), new RenderContext(Budget.standard(), clock)))
        .isEqualTo(expected);
  }

  @Test
  void aLongConversationIsWellWithinBounds() {
    String template =
        Resources.json("checkpoints.json").get("templates").get("Qwen2.5-0.5B").asText();
    Map<String, String> message = Map.of("role", "user", "content", "word ".repeat(200));
    List<Map<String, String>> messages = Collections.nCopies(5_000, message);
    assertThat(render(template, Map.of("messages", messages, "add_generation_prompt", true)))
        .hasSizeGreaterThan(5_000_000);
  }
}
