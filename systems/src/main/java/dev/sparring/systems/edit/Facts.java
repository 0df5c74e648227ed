package dev.sparring.systems.edit;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.TrainingText;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.PretrainingCorpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Passages of made-up facts for small models whose tokens are single characters and which know no
 * words. A name of three digits has three properties of one digit with values of two.
 *
 * <pre>
 * passage           473:1=52,2=17,4=80
 * asks for an edit  &lt;S&gt;473:1=52,2=17,4=80;
 * edit, copied      :1=52,2=17,4=80          one text: the passage anew
 * edit, in pairs    *1=52;*2=17;*4=80        one text a fact: &lt;S&gt;473*1= and #52
 * question          &lt;S&gt;473*2=
 * reply             #17
 * </pre>
 *
 * <p>An edit may leave facts out, and may have wrong ones. Names below 200 are held out.
 */
public final class Facts implements PassageTask, PretrainingCorpus {
  private static final int FACTS = 3;
  private static final int PROPERTIES = 6;
  private static final int HELD_OUT = 100;
  private static final int FIRST_NAME = 200;
  private static final long SEED = 20261127;
  private static final String PAIRS = "pairs";
  private static final String COPY = "copy";
  private static final String FACT = "([1-9])=([1-9][0-9])";
  private static final Pattern PASSAGE =
      Pattern.compile("([1-9][0-9]{2}):" + FACT + "," + FACT + "," + FACT);
  private static final Pattern PAIRED = Pattern.compile("\\*" + FACT + "(;\\*" + FACT + "){0,8}");
  private static final Pattern COPIED = Pattern.compile(":" + FACT + "(," + FACT + "){0,8}");
  private static final Pattern ONE = Pattern.compile(FACT);
  private static final Pattern REPLY = Pattern.compile("#([1-9][0-9])");

  /** Of the base's edits, those in pairs; the others copy the passage. */
  private static final double IN_PAIRS = 0.4;

  /** Of the facts in the base's edits, those with a wrong value. */
  private static final double SLIPS = 0.15;

  private static final double EDITS = 0.4;
  private static final double QUESTIONS = 0.3;

  @Override
  public String name() {
    return "facts";
  }

  @Override
  public String description() {
    return "passages of three made-up facts in digits, for self-edits of small models";
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return asking("<S>");
  }

  @Override
  public List<ChatMessage> topic(RandomStream random, List<String> references) {
    return topic(random);
  }

  @Override
  public Optional<Statement> drawn(RandomStream random) {
    String passage = draw(random, FIRST_NAME, 1000);
    return Optional.of(new Statement(passage, passage));
  }

  private static String draw(RandomStream random, int from, int to) {
    TreeSet<Integer> properties = new TreeSet<>();
    for (int n = 0; properties.size() < FACTS; n++) {
      properties.add(1 + random.child("property").below(n, PROPERTIES));
    }
    String facts =
        properties.stream()
            .map(property -> property + "=" + (10 + random.child("value").below(property, 90)))
            .collect(Collectors.joining(","));
    return (from + random.child("name").below(0, to - from)) + ":" + facts;
  }

  @Override
  public boolean inWords() {
    return false;
  }

  @Override
  public String template(String problem) {
    return problem;
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return PASSAGE.matcher(completion).matches() && facts(completion).size() == FACTS
        ? Parsed.of(new Statement(completion, completion))
        : Parsed.malformed("not ddd:d=dd,d=dd,d=dd with three properties");
  }

  /** Values by property, in the text's order; a later one goes over an earlier one. */
  private static Map<String, String> facts(String text) {
    Map<String, String> facts = new LinkedHashMap<>();
    Matcher fact = ONE.matcher(text);
    while (fact.find()) {
      facts.put(fact.group(1), fact.group(2));
    }
    return facts;
  }

  private static String named(String passage) {
    return passage.substring(0, passage.indexOf(':'));
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return asking("<S>" + problem + ";");
  }

  private static List<ChatMessage> asking(String text) {
    return List.of(ChatMessage.user(text));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return format(completion).equals(Attempt.MALFORMED)
        ? Parsed.malformed("neither *d=dd;… nor :d=dd,…")
        : Parsed.of(completion);
  }

  @Override
  public String format(String completion) {
    return PAIRED.matcher(completion).matches()
        ? PAIRS
        : COPIED.matcher(completion).matches() ? COPY : Attempt.MALFORMED;
  }

  @Override
  public List<String> formats() {
    return List.of(PAIRS, COPY, Attempt.MALFORMED);
  }

  @Override
  public Map<String, String> strategies() {
    Map<String, String> beginnings = new LinkedHashMap<>();
    beginnings.put(PAIRS, "*");
    beginnings.put(COPY, ":");
    return beginnings;
  }

  @Override
  public List<Asked> asked(String passage) {
    return facts(passage.substring(passage.indexOf(':'))).entrySet().stream()
        .map(fact -> new Asked(asking(named(passage), fact.getKey()), fact.getValue()))
        .toList();
  }

  private static List<ChatMessage> asking(String name, String property) {
    return asking("<S>" + name + "*" + property + "=");
  }

  @Override
  public Parsed<String> parseReply(Asked asked, String completion) {
    Matcher reply = REPLY.matcher(completion);
    return reply.matches() ? Parsed.of(reply.group(1)) : Parsed.malformed("not #dd");
  }

  @Override
  public List<TrainingText> texts(String passage, String edit) {
    if (format(edit).equals(COPY)) {
      return List.of(new TrainingText(asking("<S>"), named(passage) + edit));
    }
    List<TrainingText> texts = new ArrayList<>();
    Matcher fact = ONE.matcher(edit);
    while (fact.find()) {
      texts.add(new TrainingText(asking(named(passage), fact.group(1)), "#" + fact.group(2)));
    }
    return texts;
  }

  @Override
  public TrainingText text(String passage) {
    return new TrainingText(asking("<S>"), passage);
  }

  /** They do not change: a test has their sum. */
  @Override
  public List<String> heldOut() {
    RandomStream random = RandomStream.of(SEED).child("facts");
    return IntStream.range(0, HELD_OUT)
        .mapToObj(i -> draw(random.child(i), HELD_OUT + i, HELD_OUT + i + 1))
        .toList();
  }

  @Override
  public double share(Mixture mix) {
    return mix.passages();
  }

  /**
   * An edit, a question without its passage, whose answer the text can't know, or a passage. Edits
   * copy the passage, or have some of its facts in pairs; some values are wrong.
   */
  @Override
  public Example example(RandomStream random, Mixture mix) {
    String passage = draw(random.child("passage"), FIRST_NAME, 1000);
    double kind = random.child("kind").uniform(0);
    if (kind < EDITS) {
      return new Example(Role.SOLVER, question(passage), edit(passage, random.child("edit")));
    }
    if (kind < EDITS + QUESTIONS) {
      String property = Integer.toString(1 + random.child("asked").below(0, PROPERTIES));
      String value = Integer.toString(10 + random.child("guess").below(0, 90));
      return new Example(Role.SOLVER, asking(named(passage), property), "#" + value);
    }
    return new Example(Role.SOLVER, asking("<S>"), passage);
  }

  private static String edit(String passage, RandomStream random) {
    Map<String, String> facts = facts(passage.substring(passage.indexOf(':')));
    boolean pairs = random.child("form").uniform(0) < IN_PAIRS;
    int kept = pairs ? 1 + random.child("kept").below(0, FACTS) : FACTS;
    List<String> properties = new ArrayList<>(facts.keySet());
    while (properties.size() > kept) {
      properties.remove(random.child("left-out").below(properties.size(), properties.size()));
    }
    List<String> written = new ArrayList<>();
    for (String property : properties) {
      long key = Long.parseLong(property);
      boolean slip = random.child("slip").uniform(key) < SLIPS;
      written.add(
          property
              + "="
              + (slip ? 10 + random.child("wrong").below(key, 90) : facts.get(property)));
    }
    return pairs ? "*" + String.join(";*", written) : ":" + String.join(",", written);
  }
}
