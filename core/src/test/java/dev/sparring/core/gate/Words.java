package dev.sparring.core.gate;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Any text that is not blank is a problem, asked in two ways; sources are cited as [source]. */
final class Words implements Task {
  private static final Pattern CITED = Pattern.compile("\\[([a-z0-9]+)\\]");

  @Override
  public String name() {
    return "words";
  }

  @Override
  public String description() {
    return "any text";
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user(mode(random)));
  }

  @Override
  public String mode(RandomStream random) {
    return random.uniform(0) < .5 ? "heads" : "tails";
  }

  @Override
  public List<String> given(RandomStream random) {
    return List.of("passage");
  }

  @Override
  public List<String> cites(String problem) {
    return CITED.matcher(problem).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return completion.isBlank()
        ? Parsed.malformed("blank")
        : Parsed.of(new Statement(completion.strip(), completion));
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user(problem));
  }

  @Override
  public List<List<ChatMessage>> questions(String problem) {
    return List.of(question(problem), List.of(ChatMessage.user("Again: " + problem)));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return Parsed.of(completion);
  }
}
