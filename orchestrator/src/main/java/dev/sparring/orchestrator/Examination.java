package dev.sparring.orchestrator;

import akka.actor.typed.ActorRef;
import dev.sparring.orchestrator.evaluation.Exam;
import dev.sparring.policy.worker.PolicyWorker;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One sitting of an exam: its papers go to the worker one after the other. */
final class Examination {
  private final Exam exam;
  private final Queue<Exam.Paper> papers;
  private final Map<String, Double> marks = new TreeMap<>();
  private final Consumer<Map<String, Double>> done;
  private final Stopwatch watch = new Stopwatch();

  Examination(Exam exam, boolean forced, Consumer<Map<String, Double>> done) {
    this.exam = exam;
    this.papers = new ArrayDeque<>(exam.papers(forced));
    this.done = done;
  }

  /** Hands out the next paper, or all the marks when there is none. */
  void next(ActorRef<PolicyWorker.Command> worker, ActorRef<PolicyWorker.Reply> replyTo) {
    if (papers.isEmpty()) {
      marks.put("time/evaluate", watch.seconds());
      done.accept(marks);
    } else {
      Exam.Paper paper = papers.peek();
      worker.tell(
          new PolicyWorker.Generate(
              "exam-" + paper.name(), paper.prompts(), paper.sampling(), replyTo));
    }
  }

  /** Marks the paper that was handed out. */
  void mark(PolicyWorker.Generated answers) {
    marks.putAll(exam.mark(papers.remove(), answers.completions()));
  }
}
