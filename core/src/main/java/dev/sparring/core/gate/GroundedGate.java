package dev.sparring.core.gate;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.DropReason;
import dev.sparring.core.plugin.NumberOption;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.task.SelfJudgement;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses problems whose label the policy does not itself call right often enough, asked about it
 * alone ("Bidirectional RAG", 2512.22199, asks a model of entailment for .65). P(yes) is estimated
 * by replies that are drawn: the share of yes among those that are yes or no.
 */
public final class GroundedGate implements LearningGate {
  /** The name; a run that names it has its policy asked. */
  public static final String NAME = "grounded";

  private static final String THRESHOLD = "threshold";
  private static final String REPLIES = "replies";
  private static final DropReason.Refused DOUBTED = new DropReason.Refused(NAME, "doubted");

  private final double threshold;
  private final int replies;

  /** Five replies of eight have to say yes, or more. */
  public GroundedGate() {
    this(.6, 8);
  }

  private GroundedGate(double threshold, int replies) {
    this.threshold = threshold;
    this.replies = replies;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "problems whose label the policy does not call right when it is asked";
  }

  @Override
  public List<NumberOption> options() {
    return List.of(
        NumberOption.share(THRESHOLD, threshold), NumberOption.count(REPLIES, 1, replies));
  }

  @Override
  public LearningGate with(Task task, NumberValues values) {
    return new GroundedGate(values.number(THRESHOLD), values.count(REPLIES));
  }

  /** How many replies to {@link #question} it wants. */
  public int replies() {
    return replies;
  }

  /** The prompt about a label. */
  public static List<ChatMessage> question(String problem, String label) {
    return SelfJudgement.alone(problem, label);
  }

  /** The share of yes among replies that are yes or no; 0 where none is. */
  public static double share(List<String> replies) {
    int yes = 0;
    int no = 0;
    for (String reply : replies) {
      String plain = reply.strip().toLowerCase(Locale.ROOT);
      yes += plain.startsWith(SelfJudgement.YES.toLowerCase(Locale.ROOT)) ? 1 : 0;
      no += plain.startsWith(SelfJudgement.NO.toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    return yes + no == 0 ? 0 : (double) yes / (yes + no);
  }

  @Override
  public Optional<DropReason.Refused> refuse(AnsweredProblem answered, AdmittedProblems admitted) {
    return answered.verdict().label().isPresent() && answered.grounded() >= threshold
        ? Optional.empty()
        : Optional.of(DOUBTED);
  }
}
