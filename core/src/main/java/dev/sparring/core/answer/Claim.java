package dev.sparring.core.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a clause says.
 *
 * @param variables that it gives a value
 * @param value the value
 */
record Claim(Kind kind, Set<String> variables, Optional<Rational> value) {
  private static final char ABOUT = '\u2248';

  enum Kind {
    /** Nothing about a value. */
    PROSE,

    /** That numbers have a result: {@code 3 + 4 = 7}. */
    STEP,

    /** That something has a value, or a value alone. */
    VALUE,

    /** Something about variables that leaves their values open. */
    OPEN
  }

  /**
   * What a clause of plain text says; empty when it is not understood, or contradicts itself.
   *
   * @param variables letters that are no articles
   */
  static Optional<Claim> of(String clause, Set<String> variables) {
    int about = clause.indexOf(ABOUT); // what follows is no exact value
    List<Term> terms = new ArrayList<>();
    for (String side : (about < 0 ? clause : clause.substring(0, about)).split("=", -1)) {
      terms.add(Terms.of(side, variables));
    }
    if (any(terms, Term.Unreadable.class)) {
      return Optional.empty();
    }
    Optional<Claim> claim = terms.size() == 1 ? alone(terms.get(0)) : equality(terms);
    return claim.filter(c -> about < 0 || c.value().isPresent());
  }

  private static Claim without(Kind kind) {
    return new Claim(kind, Set.of(), Optional.empty());
  }

  private static Optional<Claim> alone(Term term) {
    if (term instanceof Term.Value number) {
      return Optional.of(new Claim(Kind.VALUE, Set.of(), Optional.of(number.value())));
    }
    boolean prose =
        term instanceof Term.Nothing || term instanceof Term.Label label && !label.numbers();
    return prose ? Optional.of(without(Kind.PROSE)) : Optional.empty();
  }

  private static Optional<Claim> equality(List<Term> terms) {
    if (any(terms, Term.Formula.class)) {
      return Optional.of(without(Kind.OPEN));
    }
    Set<String> names = new HashSet<>();
    Set<Rational> values = new HashSet<>();
    List<Term.Label> labels = new ArrayList<>();
    for (Term term : terms) {
      if (term instanceof Term.Name name) {
        names.add(name.name());
      } else if (term instanceof Term.Value number) {
        values.add(number.value());
      } else if (term instanceof Term.Label label) {
        labels.add(label);
        names.addAll(label.variables());
      }
    }
    boolean two = names.size() > 1 && labels.stream().anyMatch(l -> !l.variables().isEmpty());
    if (two || values.size() > 1 || values.size() == 1 && !endsWell(terms)) {
      return Optional.empty();
    } else if (values.isEmpty()) {
      return valueless(terms, names, labels);
    }
    boolean step = names.isEmpty() && labels.isEmpty() && !any(terms, Term.Nothing.class);
    return Optional.of(
        new Claim(step ? Kind.STEP : Kind.VALUE, names, Optional.of(values.iterator().next())));
  }

  private static Optional<Claim> valueless(
      List<Term> terms, Set<String> names, List<Term.Label> labels) {
    if (any(terms, Term.Work.class) || labels.stream().anyMatch(Term.Label::numbers)) {
      return Optional.empty();
    }
    return Optional.of(without(names.isEmpty() ? Kind.PROSE : Kind.OPEN));
  }

  /** Whether words after the value, if there are any, say that it is the answer. */
  private static boolean endsWell(List<Term> terms) {
    for (int i = terms.size() - 1; !(terms.get(i) instanceof Term.Value); i--) {
      if (terms.get(i) instanceof Term.Label label && (!label.point() || label.numbers())) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Term> terms, Class<? extends Term> kind) {
    return terms.stream().anyMatch(kind::isInstance);
  }
}
