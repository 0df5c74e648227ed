package dev.sparring.cli.distill;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Learns a teacher's answers by their likelihood, as in supervised fine-tuning. */
final class Student {
  private final Policy policy;
  private final Task task;
  private final Loss loss;
  private final double rate;

  Student(Policy policy, Task task, Settings settings) {
    this.policy = policy;
    this.task = task;
    this.loss = new Loss.Supervised(settings.learn().aggregation());
    this.rate = settings.learn().rate();
  }

  /**
   * Takes one optimizer step.
   *
   * @return mean loss before it, nats a token
   */
  double learn(List<Lesson> lessons) {
    List<Episode> episodes = new ArrayList<>();
    for (Lesson lesson : lessons) {
      var questions = task.questions(lesson.problem());
      for (Lesson.Answer answer : lesson.answers()) {
        int[] prompt = policy.model().ids(questions.get(answer.question()), "");
        int[] text = policy.model().tokenizer().encode(answer.text());
        if (prompt.length + text.length < policy.context()) {
          episodes.add(episode(lesson, prompt, text));
        }
      }
    }
    return policy.learn(episodes, List.of(), loss, rate, () -> false).loss();
  }

  /** The prompt is given; answer and end are learned. */
  private Episode episode(Lesson lesson, int[] prompt, int[] text) {
    int n = prompt.length + text.length + 1;
    int[] ids = Arrays.copyOf(prompt, n);
    System.arraycopy(text, 0, ids, prompt.length, text.length);
    ids[n - 1] = policy.model().stopIds().iterator().next();
    boolean[] mask = new boolean[n];
    Arrays.fill(mask, prompt.length, n, true);
    return new Episode(
        Integer.toString(lesson.n()), Role.SOLVER, ids, mask, new float[n], new float[n]);
  }
}
