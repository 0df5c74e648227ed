package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sparring.core.RandomStream;
import dev.sparring.core.Verdict;
import dev.sparring.core.vote.VoteRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A hundred and twenty-five runs of 2,000 texts of each of four kinds: a million texts. They are
 * drawn from our own streams, since a generator that shrinks is too slow for so many; a failing run
 * names its seed.
 */
class HostileTextProperties {
  private static final int TEXTS = 2_000;
  private static final String DIGITS = "0123456789,./-+eE %$x=";
  private static final List<String> PIECES =
      List.of(
          "<answer>",
          "</answer>",
          "\\boxed{",
          "{",
          "}",
          "\\",
          "\\frac{",
          "\\dfrac",
          "$",
          "$$",
          "\\(",
          "\\)",
          "x",
          "=",
          "7",
          "007",
          "1,000",
          "2.5",
          "3/4",
          "e9",
          "-",
          "\u2212",
          ".",
          " ",
          "\n",
          "%",
          "\u0661",
          "\uD835\uDFD5",
          "\uD800");

  private static final AnswerText ANSWERS = new AnswerText(true);
  private static final VoteRule VOTE = new VoteRule(2, 1, 0, 0);

  @Property(tries = 125)
  void noTextBreaksTheReading(@ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    assertThatCode(
            () -> {
              for (int i = 0; i < TEXTS; i++) {
                read(bytes(random.child(4L * i)));
                read(digits(random.child(4L * i + 1)));
                read(unicode(random.child(4L * i + 2)));
                read(pieces(random.child(4L * i + 3)));
              }
            })
        .doesNotThrowAnyException();
  }

  private static void read(String text) {
    Optional<String> canonical = CanonicalAnswer.of(text);
    if (!canonical.flatMap(CanonicalAnswer::of).equals(canonical)) {
      throw new AssertionError("not canonical: " + canonical);
    }
    Optional<String> found = ANSWERS.canonical(text);
    Verdict verdict = VOTE.decide("p", List.of(canonical, found, Optional.of(text)));
    if (verdict.count() > verdict.answered() || !(verdict.entropy() >= 0)) {
      throw new AssertionError("not a vote: " + verdict);
    }
  }

  @Property(tries = 20)
  void theTextsAreHostileEnoughToHoldAnswers(@ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    Stream<String> texts =
        IntStream.range(0, TEXTS)
            .boxed()
            .flatMap(i -> Stream.of(digits(random.child(i)), pieces(random.child(i))));
    assertThat(texts.filter(text -> ANSWERS.canonical(text).isPresent()).count()).isPositive();
  }

  private static String bytes(RandomStream random) {
    byte[] bytes = new byte[length(random)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.bits(i);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String digits(RandomStream random) {
    StringBuilder text = new StringBuilder();
    for (int i = length(random); i > 0; i--) {
      text.append(DIGITS.charAt(random.below(i, DIGITS.length())));
    }
    return text.toString();
  }

  private static String unicode(RandomStream random) {
    StringBuilder text = new StringBuilder();
    for (int i = length(random); i > 0; i--) {
      text.appendCodePoint(random.below(i, Character.MAX_CODE_POINT + 1));
    }
    return text.toString();
  }

  private static String pieces(RandomStream random) {
    StringBuilder text = new StringBuilder();
    for (int i = length(random); i > 0; i--) {
      text.append(PIECES.get(random.below(i, PIECES.size())));
    }
    return text.toString();
  }

  /** Mostly short, sometimes past the length that is read. */
  private static int length(RandomStream random) {
    return random.below(1_000, random.below(1_001, 64) == 0 ? 400 : 24);
  }
}
