package dev.sparring.systems.edit;

import dev.sparring.core.RandomStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a passage says about a made-up person: a sentence, the question for it, and its values. */
enum Property {
  TRADE(
      "%s works as a %s",
      "What is the trade of %s?",
      "glassblower beekeeper cartographer clockmaker ferryman locksmith miller printer saddler weaver"),
  TOWN(
      "%s lives in the town of %s",
      "In which town does %s live?",
      "Osmere Tarnvik Belloway Quenby Rusholt Dravenport Ilmstead Korrow Pellham Wexby"),
  YEAR("%s was born in the year %s", "In which year was %s born?", ""),
  ANIMAL(
      "%s keeps a tame %s",
      "Which tame animal does %s keep?",
      "heron badger raven otter ferret falcon hedgehog lynx goose marten"),
  INSTRUMENT(
      "%s plays the %s",
      "Which instrument does %s play?",
      "cello bassoon zither harp oboe mandolin trombone dulcimer lute accordion"),
  STONE(
      "%s carries a piece of %s for luck",
      "Which stone does %s carry for luck?",
      "amber jade onyx basalt opal garnet quartz slate agate jasper");

  private static final int FIRST_YEAR = 1710;
  private static final int YEARS = 230;

  private final String sentence;
  private final String question;
  private final List<String> values;

  Property(String sentence, String question, String values) {
    this.sentence = sentence;
    this.question = question;
    this.values = List.of(values.split(" "));
  }

  /** A value. */
  String draw(RandomStream random) {
    return this == YEAR
        ? Integer.toString(FIRST_YEAR + random.below(0, YEARS))
        : values.get(random.below(0, values.size()));
  }

  /** What a passage says, without the full stop. */
  String say(String name, String value) {
    return String.format(Locale.ROOT, sentence, name, value);
  }

  /** The question. */
  String ask(String name) {
    return String.format(Locale.ROOT, question, name);
  }

  /** Matches what {@link #say} gives; the groups are name and value. */
  Pattern pattern() {
    return Pattern.compile(
        sentence
            .replaceFirst("%s", "([A-Z][a-z]+ [A-Z][a-z]+)")
            .replaceFirst("%s", "([A-Za-z0-9]+)"));
  }
}
