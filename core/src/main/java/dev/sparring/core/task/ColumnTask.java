package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Column arithmetic for the bundled model, whose tokens are single characters and which knows no
 * words.
 *
 * <pre>
 * problem     345+678            both operands padded to three digits, which makes columns learnable
 * question    &lt;S&gt;345+678=
 * guess       #1023
 * scratchpad  :13,12,10#1023     three columns, least significant first, then the answer
 * comparison  &lt;S&gt;345+678=#1023;#1019;    answered with 1 or 2
 * correction  &lt;S&gt;345+678=#1019;          answered with another answer
 * </pre>
 *
 * <p>A subclass defines the sign, the contents of the columns, and the allowed operands.
 */
abstract class ColumnTask implements Task, PretrainingCorpus, HeldOut.Drawn {
  private static final String GUESS = "guess";
  private static final String SCRATCHPAD = "scratchpad";
  private static final Pattern ANSWER = Pattern.compile("(:[^#]*)?#(0|[1-9][0-9]{0,6})");

  private final String name;
  private final String topic;
  private final char sign;
  private final Pattern problem;

  /**
   * @param name the task's name
   * @param topic the token that asks for a problem
   * @param sign the sign between the operands
   */
  ColumnTask(String name, String topic, char sign) {
    this.name = name;
    this.topic = topic;
    this.sign = sign;
    this.problem = Pattern.compile("([0-9]{3})" + Pattern.quote("" + sign) + "([0-9]{3})");
  }

  /** The right answer. */
  abstract int result(Operands operands);

  /** The text of each column of the scratchpad, least significant first. */
  abstract List<String> columns(Operands operands);

  /** Draws allowed operands. They depend on the stream alone. */
  abstract Operands draw(RandomStream random, Operands.Law law);

  /** Why these operands are not allowed, in a few words; empty if they are. */
  Optional<String> objection(Operands operands) {
    return Optional.empty();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user(topic));
  }

  @Override
  public final boolean inWords() {
    return false;
  }

  /** The bundled model knows no words to ask for something else with. */
  @Override
  public final List<ChatMessage> topic(RandomStream random, List<String> references) {
    return topic(random);
  }

  @Override
  public final Parsed<Statement> parseProblem(String completion) {
    Matcher matcher = problem.matcher(completion);
    if (!matcher.matches()) {
      return Parsed.malformed("not ddd" + sign + "ddd");
    }
    return objection(operands(matcher))
        .<Parsed<Statement>>map(Parsed::malformed)
        .orElseGet(() -> Parsed.of(new Statement(completion, completion)));
  }

  @Override
  public final List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user("<S>" + problem + "="));
  }

  @Override
  public final List<ChatMessage> comparison(String problem, String first, String second) {
    return List.of(ChatMessage.user("<S>" + problem + "=" + first + ";" + second + ";"));
  }

  @Override
  public final List<ChatMessage> correction(String problem, String answer) {
    return List.of(ChatMessage.user("<S>" + problem + "=" + answer + ";"));
  }

  @Override
  public final Parsed<String> parseAnswer(String completion) {
    Matcher matcher = ANSWER.matcher(completion);
    // Digits without leading zeros are canonical as they stand.
    return matcher.matches() ? Parsed.of(matcher.group(2)) : Parsed.malformed(defect(completion));
  }

  private static String defect(String completion) {
    int mark = completion.indexOf('#');
    if (mark < 0) {
      return "no #";
    }
    if (completion.indexOf('#', mark + 1) >= 0) {
      return "more than one #";
    }
    if (mark > 0 && completion.charAt(0) != ':') {
      return "begins with neither # nor :";
    }
    return "not 1 to 7 digits without leading zeros after #";
  }

  @Override
  public final String format(String completion) {
    if (!ANSWER.matcher(completion).matches()) {
      return Attempt.MALFORMED;
    }
    return completion.charAt(0) == '#' ? GUESS : SCRATCHPAD;
  }

  @Override
  public final List<String> formats() {
    return List.of(GUESS, SCRATCHPAD, Attempt.MALFORMED);
  }

  @Override
  public final Map<String, String> strategies() {
    Map<String, String> beginnings = new LinkedHashMap<>();
    beginnings.put(SCRATCHPAD, ":");
    beginnings.put(GUESS, "#");
    return Collections.unmodifiableMap(beginnings);
  }

  @Override
  public final Optional<String> truth(String problem) {
    Matcher matcher = this.problem.matcher(problem);
    return matcher.matches()
        ? Optional.of(operands(matcher))
            .filter(operands -> objection(operands).isEmpty())
            .map(operands -> Integer.toString(result(operands)))
        : Optional.empty();
  }

  @Override
  public final List<String> heldOut() {
    return List.copyOf(heldOutSet());
  }

  @Override
  public final Example example(RandomStream random, Mixture mix) {
    Operands operands = practised(random.child("problem"));
    FollowUps about = mix.followUps();
    double kind = random.child("follow-up").uniform(0);
    if (kind < about.comparisons()) {
      return comparison(operands, mix, random.child("comparison"));
    }
    if (kind < about.comparisons() + about.corrections()) {
      return correction(operands, mix, random.child("correction"));
    }
    if (random.child("role").uniform(0) < mix.proposerShare()) {
      return new Example(Role.PROPOSER, topic(random), write(operands));
    }
    String answer =
        random.child("format").uniform(0) < mix.scratchpadShare()
            ? random.child("slip").uniform(0) < about.slips()
                ? slip(operands, random.child("slipped"))
                : scratchpad(operands)
            : guess(operands, mix.guessError(), random.child("guess"));
    return new Example(Role.SOLVER, question(write(operands)), answer);
  }

  /** Two answers in one form, of which at most one is right, and a number that prefers one. */
  private Example comparison(Operands operands, Mixture mix, RandomStream random) {
    boolean guess = random.child("format").uniform(0) >= mix.scratchpadShare();
    boolean right = random.child("right").uniform(0) < 0.7;
    String good = guess ? "#" + result(operands) : scratchpad(operands);
    String one = right ? good : wrong(operands, guess, mix, random.child("one"));
    String other = wrong(operands, guess, mix, random.child("other"));
    boolean turned = random.child("order").uniform(0) < 0.5;
    double sure = right ? mix.followUps().preferred() : 0.5;
    boolean prefersOne = random.child("preferred").uniform(0) < sure;
    String problem = write(operands);
    return new Example(
        Role.SOLVER,
        turned ? comparison(problem, other, one) : comparison(problem, one, other),
        prefersOne == turned ? "2" : "1");
  }

  /** A right or wrong answer, and another one after it. */
  private Example correction(Operands operands, Mixture mix, RandomStream random) {
    boolean guess = random.child("format").uniform(0) >= mix.scratchpadShare();
    boolean right = random.child("right").uniform(0) < 0.5;
    String first =
        right
            ? guess ? "#" + result(operands) : scratchpad(operands)
            : wrong(operands, guess, mix, random.child("first"));
    double repeats = right ? mix.followUps().kept() : 1 - mix.followUps().corrected();
    String second =
        random.child("second").uniform(0) < repeats
            ? first
            : right ? slip(operands, random.child("slipped")) : scratchpad(operands);
    return new Example(Role.SOLVER, correction(write(operands), first), second);
  }

  private String wrong(Operands operands, boolean guess, Mixture mix, RandomStream random) {
    if (!guess) {
      return slip(operands, random);
    }
    int off = random.below(0, Math.max(1, mix.guessError())) + 1;
    boolean below = random.uniform(1) < 0.5 && off <= result(operands);
    return "#" + (result(operands) + (below ? -off : off));
  }

  /** The answer with a scratchpad in which one column, and with it the answer, is too high. */
  private String slip(Operands operands, RandomStream random) {
    List<String> columns = new ArrayList<>(columns(operands));
    int column = random.below(0, columns.size());
    int off = random.below(1, 3) + 1;
    columns.set(column, Integer.toString(Integer.parseInt(columns.get(column)) + off));
    int place = column == 0 ? 1 : column == 1 ? 10 : 100;
    return ":" + String.join(",", columns) + "#" + (result(operands) + off * place);
  }

  /** The text of the problem with these operands. */
  final String write(Operands operands) {
    return padded(operands.first()) + sign + padded(operands.second());
  }

  /** The answer with a scratchpad. */
  final String scratchpad(Operands operands) {
    return ":" + String.join(",", columns(operands)) + "#" + result(operands);
  }

  private String guess(Operands operands, int error, RandomStream random) {
    int off = random.below(0, 2 * error + 1) - error;
    return "#" + Math.max(0, result(operands) + off);
  }

  private Operands practised(RandomStream random) {
    for (long attempt = 0; ; attempt++) {
      Operands operands = draw(random.child(attempt), Operands.Law.MIXED);
      if (!heldOutSet().contains(write(operands))) {
        return operands;
      }
    }
  }

  @Override
  public final List<HeldOut.Recipe> recipes() {
    return List.of(
        new HeldOut.Recipe(
            name,
            "the task " + name,
            HeldOut.COUNT,
            "the task's own with Operands.Law.FULL (three digits throughout), distinct",
            (random, kept) -> write(draw(random, Operands.Law.FULL)),
            UnaryOperator.identity()));
  }

  private Set<String> heldOutSet() {
    return HeldOut.read(name);
  }

  private static Operands operands(Matcher matcher) {
    return new Operands(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private static String padded(int number) {
    StringBuilder digits = new StringBuilder();
    for (int column = Operands.WIDTH - 1; column >= 0; column--) {
      digits.append(Operands.digit(number, column));
    }
    return digits.toString();
  }
}
