package dev.sparring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A template comes with a download: whatever it does, it stops, with one line that says why. */
class BudgetTest {
  private static final String GROW =
      "{% set ns = namespace(x=START) %}{% for i in range(100) %}{% set ns.x = STEP %}{% endfor %}";

  private static void stops(String template, String reason) {
    assertThatThrownBy(() -> ChatTemplate.parse(template).render(Map.of("s", "a".repeat(100_000))))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(reason)
        .hasMessageMatching("line \\d+: [^\n]*");
  }

  @Test
  void aLoopThatDoesNotEndIsStopped() {
    String loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    stops(loops, "did not finish within");
  }

  @Test
  void outputThatGrowsWithoutBoundIsStopped() {
    stops("{% for a in range(99999) %}{{ s }}{% endfor %}", "longer than");
    stops("{% set x %}{% for a in range(99999) %}{{ s }}{% endfor %}{% endset %}", "longer than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ns.x ~ ns.x",
        "ns.x + ns.x",
        "ns.x * 2",
        "[ns.x, ns.x] | join",
        "ns.x.replace('a', ns.x)",
        "ns.x | replace('', ns.x)",
        "'%s%s' % (ns.x, ns.x)",
        "'{0}{0}'.format(ns.x)",
        "ns.x.join([ns.x, ns.x])",
        "ns.x | indent(ns.x | length, true)",
        "(ns.x, ns.x) | string",
        "[ns.x, ns.x] | tojson"
      })
  void aTextThatDoublesIsStopped(String step) {
    stops(GROW.replace("START", "'ab'").replace("STEP", step), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 99999999999 }}",
        "{{ [1] * 9999999999 }}",
        "{{ 'a'.center(999999999) }}",
        "{{ 'a' | center(999999999) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 'a'.zfill(999999999) }}",
        "{{ [1] | tojson(indent=999999999) }}",
        "{{ 'a' | indent(999999999, true) }}",
        "{{ s | replace('', s) }}",
        "{{ [1] | batch(999999999, 'x') | list }}"
      })
  void aSingleOperationCannotTakeAllMemory(String template) {
    stops(template, "longer than");
  }

  @Test
  void listsThatShareTheirPartsAreNotWalkedForever() {
    String nested = GROW.replace("START", "[]").replace("STEP", "[ns.x, ns.x]");
    stops(nested + "{{ ns.x }}", "");
    stops(nested + "{{ ns.x | tojson }}", "");
    stops(nested + nested.replace("ns", "other") + "{{ ns.x == other.x }}", "");
    stops(nested + nested.replace("ns", "other") + "{{ ns.x < other.x }}", "");
  }

  @Test
  void searchingALongTextAgainAndAgainIsStopped() {
    stops(
        "{% for i in range(99999) %}{% if (s[1:] ~ 'b') in s %}{% endif %}{% endfor %}",
        "did not finish within");
  }

  @Test
  void aMacroThatCallsItselfIsStoppedOnASmallStack() throws InterruptedException {
    String body = "{% if true %}{% for i in [1] %}{{ 'a' ~ (f() | trim) }}{% endfor %}{% endif %}";
    String template = "{% macro f() %}" + body + "{% endmacro %}{{ f() }}";
    assertThat(onSmallStack(() -> ChatTemplate.parse(template).render(Map.of())))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("nests deeper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "not ", "{1:", "f(", "1 if 1 else ", "1 ** (", "x["})
  void aDeeplyNestedExpressionIsRefusedOnASmallStack(String opening) throws InterruptedException {
    String template = "{{ " + opening.repeat(20_000) + " }}";
    assertThat(onSmallStack(() -> ChatTemplate.parse(template)))
        .isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " ~ 1", " and 1", "|string", ".a", "[0]"})
  void aLongChainIsRefusedOrRenderedOnASmallStack(String link) throws InterruptedException {
    String template = "{{ 1" + link.repeat(20_000) + " }}";
    Throwable thrown = onSmallStack(() -> ChatTemplate.parse(template).render(Map.of()));
    assertThat(thrown)
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            refused -> assertThat(refused).isInstanceOf(TemplateException.class));
  }

  @Test
  void deeplyNestedBlocksAreRefusedOnASmallStack() throws InterruptedException {
    String template = "{% if true %}".repeat(20_000);
    assertThat(onSmallStack(() -> ChatTemplate.parse(template)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("deeper");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ('a ' * 4000000).split() | length }}",
        "{{ ('a ' * 4000000).rsplit() | length }}",
        "{{ ('1' * 8000000 ~ 'x') | float }}",
        "{{ ('%(' * 4000000) % 1 }}",
        "{{ ('{0' ~ '.a' * 3000000 ~ '}').format(1) }}",
        "{{ strftime_now('%c' * 4000000) }}",
        "{{ ['\\x00' * 8000000] }}",
        "{{ ('x' * 8000000) | title | wordcount }}"
      })
  void aLongTextIsHandledInOnePass(String template) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try {
            ChatTemplate.parse(template).render(Map.of());
          } catch (TemplateException refused) {
            assertThat(refused).hasMessageStartingWith("line 1: ");
          }
        });
  }

  @Test
  void anOrdinaryTemplateSpendsLittle() {
    RenderContext run = new RenderContext(new Budget(50, 100, 20), Clock.systemUTC());
    ChatTemplate template = ChatTemplate.parse("{% for x in [1, 2] %}{{ x + 1 }}{% endfor %}");
    assertThat(template.render(Map.of(), run)).isEqualTo("23");
  }

  private static Throwable onSmallStack(Runnable body) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(null, body, "small stack", 512 * 1024);
    thread.setUncaughtExceptionHandler((self, throwable) -> thrown.set(throwable));
    thread.start();
    thread.join();
    return thrown.get();
  }
}
