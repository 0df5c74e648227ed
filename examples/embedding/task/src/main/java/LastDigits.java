import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Sums of two numbers, of which the last digits alone are the answer. */
public final class LastDigits implements Task {
  private static final Pattern PROBLEM = Pattern.compile("([0-9]{3})\\+([0-9]{3})");
  private static final Pattern ANSWER = Pattern.compile("(?::[^#]*)?#([0-9]{1,7})");
  private static final TaskOption DIGITS = new TaskOption("digits", List.of("1", "2"), "1");

  private final int modulus;

  /** A task is made without arguments, and holds its defaults. */
  public LastDigits() {
    this(Map.of("digits", "1"));
  }

  private LastDigits(Map<String, String> options) {
    modulus = options.get("digits").equals("1") ? 10 : 100;
  }

  @Override
  public String name() {
    return "last-digits";
  }

  @Override
  public String description() {
    return "the last digits of a sum";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(DIGITS);
  }

  @Override
  public Task with(Map<String, String> options) {
    return new LastDigits(options);
  }

  /** What the proposer is told. For a chat model: a request in words. */
  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user("<Tadd>"));
  }

  /** The key is equal for equal problems: 003+004 is the same problem as 004+003. */
  @Override
  public Parsed<Statement> parseProblem(String completion) {
    Matcher sum = PROBLEM.matcher(completion);
    if (!sum.matches()) {
      return Parsed.malformed("not ddd+ddd");
    }
    boolean ordered = sum.group(1).compareTo(sum.group(2)) <= 0;
    String key = ordered ? completion : sum.group(2) + "+" + sum.group(1);
    return Parsed.of(new Statement(key, completion));
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user("<S>" + problem + "="));
  }

  /** Equal answers have equal texts: the vote counts texts. */
  @Override
  public Parsed<String> parseAnswer(String completion) {
    Matcher answer = ANSWER.matcher(completion);
    return answer.matches()
        ? Parsed.of(Integer.toString(Integer.parseInt(answer.group(1)) % modulus))
        : Parsed.malformed("not # and digits");
  }

  /** Reported, never a reward. A task that knows no truth leaves this method out. */
  @Override
  public Optional<String> truth(String problem) {
    Matcher sum = PROBLEM.matcher(problem);
    return sum.matches()
        ? Optional.of(
            Integer.toString(
                (Integer.parseInt(sum.group(1)) + Integer.parseInt(sum.group(2))) % modulus))
        : Optional.empty();
  }

  /** Frozen, and never trained on. */
  @Override
  public List<String> heldOut() {
    return IntStream.range(0, 100)
        .mapToObj(i -> String.format(Locale.ROOT, "%03d+%03d", i * 37 % 1000, i * 91 % 1000))
        .toList();
  }
}
