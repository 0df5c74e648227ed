package dev.sparring.testkit;

import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The tasks that Sparring brings keep what a task of somebody else owes. */
@ParameterizedClass
@MethodSource("tasks")
final class BundledTasksTest extends TaskContract {
  BundledTasksTest(Task task) {
    super(task);
  }

  static List<Task> tasks() {
    return Tasks.all();
  }

  @Override
  protected List<String> completions() {
    return List.of(
        ":8,13,2#1023",
        "#1023",
        "The answer is \\boxed{1{,}023}.",
        "Solve 3x + 4y = 10 and x - y = 1 for x. \\boxed{\\frac{14}{7}}",
        "What is 345 + 678? <answer>1,023</answer>");
  }
}
