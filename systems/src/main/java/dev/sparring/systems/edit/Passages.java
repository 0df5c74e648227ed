package dev.sparring.systems.edit;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.TrainingText;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Passages in English of four made-up facts about a person with a made-up name, for chat models.
 * The option {@code edit} says what the model is asked for: implications of the passage (SEAL,
 * 2506.10943, figure 2), the passage in other words, or questions with answers. An edit is learned
 * line by line as plain text; a line with a question and one with its answer are learned as a chat.
 */
public final class Passages implements PassageTask {
  private static final int FACTS = 4;
  private static final int HELD_OUT = 100;
  private static final int LONGEST_REPLY = 200;
  private static final long SEED = 20261127;
  private static final String EDIT = "edit";
  private static final String TEXT = "text";
  private static final String PAIRS = "pairs";
  private static final List<String> HEADS =
      List.of("Bel", "Cor", "Dra", "Fen", "Gar", "Hal", "Jor", "Kel", "Lor", "Mar", "Nel", "Tor");
  private static final List<String> HELD_OUT_HEADS = List.of("Ster", "Vel", "Wil", "Zan");
  private static final List<String> TAILS =
      List.of("an", "ak", "eth", "ia", "in", "ora", "os", "uld", "ven", "wyn");
  private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*•]|[0-9]{1,2}[.)])\\s*");
  private static final Pattern QUESTION = Pattern.compile("^(?:Q|Question)[0-9 ]*[:.]\\s*(.+)$");
  private static final Pattern ANSWER = Pattern.compile("^(?:A|Answer)[0-9 ]*[:.]\\s*(.+)$");

  /** What an edit is to be. */
  enum Edit {
    IMPLICATIONS(
        "Read the passage and write a list of implications that follow from it, directly or"
            + " indirectly, one a line. Name the person in each line."),
    REWRITE(
        "Read the passage and write what it says in other words, one sentence a line. Name the"
            + " person in each line."),
    QUESTIONS(
        "Read the passage and write questions about it that can be understood without it, each with"
            + " its answer. Write a line that begins with Q: and then a line that begins with A: for"
            + " each.");

    private final String request;

    Edit(String request) {
      this.request = request;
    }
  }

  private static final TaskOption OPTION = TaskOption.choice(EDIT, Edit.class, Edit.IMPLICATIONS);

  private final Edit edit;

  /** As it is when nothing is said. */
  public Passages() {
    this(Edit.IMPLICATIONS);
  }

  private Passages(Edit edit) {
    this.edit = edit;
  }

  @Override
  public String name() {
    return "passages";
  }

  @Override
  public String description() {
    return "passages of four made-up facts about a person in English, for self-edits of chat models";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(OPTION);
  }

  @Override
  public Task with(Map<String, String> options) {
    return new Passages(TaskOption.constant(Edit.class, options.get(EDIT)));
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user("Write a passage about a person."));
  }

  @Override
  public Optional<Statement> drawn(RandomStream random) {
    String passage = draw(random, HEADS);
    return Optional.of(new Statement(passage, passage));
  }

  private static String draw(RandomStream random, List<String> heads) {
    String name = word(random.child("first"), heads) + " " + word(random.child("last"), HEADS);
    List<Property> left = new ArrayList<>(List.of(Property.values()));
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < FACTS; i++) {
      Property property = left.remove(random.child("property").below(i, left.size()));
      sentences.add(property.say(name, property.draw(random.child(property.name()))) + ".");
    }
    return String.join(" ", sentences);
  }

  private static String word(RandomStream random, List<String> heads) {
    return heads.get(random.below(0, heads.size()))
        + TAILS.get(random.below(1, TAILS.size()))
        + (random.below(2, 2) == 0 ? "" : TAILS.get(random.below(3, TAILS.size())));
  }

  @Override
  public String template(String problem) {
    return problem;
  }

  /** A fact that a passage states. */
  private record Fact(String name, Property property, String value) {}

  private static List<Fact> facts(String passage) {
    List<Fact> facts = new ArrayList<>();
    for (String sentence : passage.split("\\. ?", -1)) {
      for (Property property : Property.values()) {
        Matcher said = property.pattern().matcher(sentence);
        if (said.matches()) {
          facts.add(new Fact(said.group(1), property, said.group(2)));
        }
      }
    }
    return facts;
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    List<Fact> facts = facts(completion);
    Set<String> names = facts.stream().map(Fact::name).collect(Collectors.toSet());
    Set<Property> properties = facts.stream().map(Fact::property).collect(Collectors.toSet());
    String anew =
        facts.stream()
            .map(fact -> fact.property().say(fact.name(), fact.value()) + ".")
            .collect(Collectors.joining(" "));
    return facts.size() == FACTS
            && names.size() == 1
            && properties.size() == FACTS
            && anew.equals(completion)
        ? Parsed.of(new Statement(completion, completion))
        : Parsed.malformed("not four sentences about different things of one person");
  }

  /** The passage comes last, because a common beginning of prompts is computed once. */
  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user(edit.request + "\n\nPassage: " + problem));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    String text = completion.strip();
    return lines(text).isEmpty() ? Parsed.malformed("no line of two words") : Parsed.of(text);
  }

  /** Lines without bullets that have at least two words, each once. */
  private static List<String> lines(String text) {
    Set<String> lines = new LinkedHashSet<>();
    text.lines()
        .map(line -> BULLET.matcher(line).replaceFirst("").strip())
        .filter(line -> line.indexOf(' ') > 0)
        .forEach(lines::add);
    return List.copyOf(lines);
  }

  @Override
  public String format(String completion) {
    List<String> lines = lines(completion.strip());
    return lines.isEmpty()
        ? Attempt.MALFORMED
        : lines.stream().anyMatch(line -> QUESTION.matcher(line).matches()) ? PAIRS : TEXT;
  }

  @Override
  public List<String> formats() {
    return List.of(TEXT, PAIRS, Attempt.MALFORMED);
  }

  @Override
  public List<Asked> asked(String passage) {
    return facts(passage).stream()
        .map(
            fact ->
                new Asked(
                    List.of(
                        ChatMessage.user(
                            fact.property().ask(fact.name()) + " Answer with one word or number.")),
                    fact.value().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** The first of the words of a reply that is the answer, or else all of the reply. */
  @Override
  public Parsed<String> parseReply(Asked asked, String completion) {
    String said = completion.strip().toLowerCase(Locale.ROOT);
    if (said.isEmpty() || said.length() > LONGEST_REPLY) {
      return Parsed.malformed("nothing, or too long");
    }
    return List.of(said.split("[^a-z0-9]+")).contains(asked.answer())
        ? Parsed.of(asked.answer())
        : Parsed.of(said);
  }

  @Override
  public List<TrainingText> texts(String passage, String written) {
    List<TrainingText> texts = new ArrayList<>();
    Optional<String> question = Optional.empty();
    for (String line : lines(written)) {
      Matcher asks = QUESTION.matcher(line);
      Matcher answers = ANSWER.matcher(line);
      if (asks.matches()) {
        question = Optional.of(asks.group(1));
      } else if (answers.matches() && question.isPresent()) {
        texts.add(new TrainingText(List.of(ChatMessage.user(question.get())), answers.group(1)));
        question = Optional.empty();
      } else {
        texts.add(new TrainingText(List.of(), line));
      }
    }
    return texts.isEmpty() ? List.of(new TrainingText(List.of(), written)) : texts;
  }

  @Override
  public TrainingText text(String passage) {
    return new TrainingText(List.of(), passage);
  }

  /** They do not change: a test has their sum. Nobody else has their first names. */
  @Override
  public List<String> heldOut() {
    RandomStream random = RandomStream.of(SEED).child("passages");
    Map<String, String> byName = new LinkedHashMap<>();
    IntStream.iterate(0, i -> byName.size() < HELD_OUT, i -> i + 1)
        .mapToObj(i -> draw(random.child(i), HELD_OUT_HEADS))
        .forEach(passage -> byName.putIfAbsent(facts(passage).get(0).name(), passage));
    return List.copyOf(byName.values());
  }
}
