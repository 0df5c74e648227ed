package dev.sparring.core.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the answer out of what somebody states as one: a value, an equation, a sentence. What
 * leaves a doubt has no answer, since a wrong label from right work is worse than none.
 *
 * <ul>
 *   <li>What {@link CanonicalAnswer} reads is read so.
 *   <li>Otherwise there is one number, at most with words in front that lead to it and words behind
 *       that are its unit: {@code 5 apples}, {@code The result is $829}, {@code -$5}, {@code 3.2
 *       \times 10^3}. A number with anything beside it that could change its value has none: {@code
 *       50\%}, {@code 2 1/2}, {@code 2\sqrt{3}}, {@code x^2}, {@code 5k}, {@code half of 5}, {@code
 *       3-5}, {@code 3 or 4}, {@code 0.\overline{3}}, {@code \approx 5}.
 *   <li>Of equal sides that are numbers all have to be the same one. Calculations beside it are
 *       passed over ({@code 351 + 478 = 829} is 829, whatever the sum is), and so is what follows
 *       {@code \approx}. A line of such calculations ends with its result.
 *   <li>Where the problem asks for a variable, its value is read, and none where only others have
 *       one. Where it asks in words, all values that are given have to be the same.
 *   <li>A comma groups thousands ({@code 1,000}), and so does a thin space ({@code 1\,000}); a
 *       number with commas elsewhere, with other spaces or apostrophes between digits, or with
 *       digits other than 0 to 9, is none. A point begins decimals.
 * </ul>
 */
final class StatedAnswer {
  /** Characters that a statement may have; what is longer is an argument. */
  static final int MAX_LENGTH = 1000;

  private StatedAnswer() {}

  /** The canonical answer. Never throws. */
  static Optional<String> read(String text, Optional<Unknown> unknown) {
    Optional<String> canonical = CanonicalAnswer.of(text);
    if (canonical.isPresent() && (unknown.isEmpty() || text.indexOf('=') < 0)) {
      return canonical;
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return PlainText.of(text)
        .filter(plain -> !Words.change(plain))
        .flatMap(Clauses::of)
        .flatMap(clauses -> claims(clauses, unknown.map(Unknown::variables).orElse(Set.of())))
        .flatMap(claims -> value(claims, unknown))
        .map(Rational::toString)
        .filter(form -> form.length() <= CanonicalAnswer.MAX_LENGTH);
  }

  private static Optional<List<Claim>> claims(List<String> clauses, Set<String> variables) {
    List<Claim> claims = new ArrayList<>();
    for (String clause : clauses) {
      Optional<Claim> claim = Claim.of(clause, variables);
      if (claim.isEmpty()) {
        return Optional.empty();
      }
      claims.add(claim.get());
    }
    return Optional.of(claims);
  }

  private static Optional<Rational> value(List<Claim> claims, Optional<Unknown> unknown) {
    boolean open = claims.stream().anyMatch(claim -> claim.kind() == Claim.Kind.OPEN);
    List<Claim> valued = claims.stream().filter(claim -> claim.value().isPresent()).toList();
    if (unknown.isEmpty()) {
      return open ? Optional.empty() : agreed(valued);
    }
    String name = unknown.get().name();
    List<Claim> fitting =
        valued.stream()
            .filter(claim -> claim.variables().isEmpty() || claim.variables().contains(name))
            .toList();
    boolean named = fitting.stream().anyMatch(claim -> !claim.variables().isEmpty());
    boolean others = open || fitting.size() < valued.size();
    return named || !others ? agreed(fitting) : Optional.empty();
  }

  /** The one value of all statements and of the last step; of steps alone that of the last. */
  private static Optional<Rational> agreed(List<Claim> claims) {
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    Set<Rational> values =
        Stream.concat(
                claims.stream().filter(claim -> claim.kind() == Claim.Kind.VALUE),
                Stream.of(claims.get(claims.size() - 1)))
            .flatMap(claim -> claim.value().stream())
            .collect(Collectors.toSet());
    return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
  }
}
