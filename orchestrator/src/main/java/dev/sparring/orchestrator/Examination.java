package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Moment;
import dev.sparring.orchestrator.evaluation.Exam;
import dev.sparring.policy.worker.PolicyWorker;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Sittings of an exam: its papers go to the worker one after the other. */
final class Examination {
  private final Exam exam;
  private final RunListener listener;
  private final Supplier<Logger> log;
  private final ActorRef<PolicyWorker.Command> worker;
  private final ActorRef<PolicyWorker.Reply> replies;
  private Sitting now; // null between sittings

  private record Sitting(
      String when,
      Moment moment,
      Queue<Exam.Paper> papers,
      Map<String, Double> marks,
      Stopwatch watch,
      Consumer<Map<String, Double>> then) {}

  Examination(
      Orchestrator.Plan plan,
      ActorRef<PolicyWorker.Command> worker,
      ActorRef<PolicyWorker.Reply> replies,
      Supplier<Logger> log) {
    this.exam = Exam.of(plan.task(), plan.settings());
    this.listener = plan.listener();
    this.log = log;
    this.worker = worker;
    this.replies = replies;
  }

  /**
   * Begins a sitting.
   *
   * @param when in words
   * @param moment the weights that answer
   * @param forced whether each way of answering is forced as well
   * @param then given the marks
   */
  void begin(String when, Moment moment, boolean forced, Consumer<Map<String, Double>> then) {
    var papers = new ArrayDeque<>(exam.papers(forced));
    listener.examining(when, papers.stream().mapToInt(Exam.Paper::answers).sum());
    now = new Sitting(when, moment, papers, new TreeMap<>(), new Stopwatch(), then);
    handOut();
  }

  /** Whether there is a sitting. */
  boolean inProgress() {
    return now != null;
  }

  private void handOut() {
    Exam.Paper paper = now.papers().element();
    worker.tell(
        new PolicyWorker.Generate(
            "exam-" + paper.name(), now.moment(), paper.prompts(), paper.sampling(), replies));
  }

  /** Marks the paper that was handed out; then comes the next one, or the end of the sitting. */
  void answered(PolicyWorker.Generated answers) {
    now.marks().putAll(exam.mark(now.papers().remove(), answers.completions()));
    if (now.papers().isEmpty()) {
      Sitting done = now;
      now = null;
      done.marks().put("time/evaluate", done.watch().seconds());
      log.get().info("{}: {}", done.when(), rounded(done.marks()));
      listener.examined(done.when(), done.marks());
      done.then().accept(done.marks());
    } else {
      handOut();
    }
  }

  /** {@code eval/greedy 0.998, …}: as many digits as a person reads. */
  private static String rounded(Map<String, Double> marks) {
    return marks.entrySet().stream()
        .map(mark -> String.format(Locale.ROOT, "%s %.3f", mark.getKey(), mark.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Marks that are the same every time: those of the clock are left out. */
  static Map<String, Double> withoutTimes(Map<String, Double> marks) {
    Map<String, Double> kept = new TreeMap<>(marks);
    kept.keySet().removeIf(key -> key.startsWith("time/"));
    return kept;
  }
}
