package dev.sparring.core.config;

import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the block {@value #BLOCK}, whose keys the task declares.
 *
 * @param task the task's name
 * @param options the options that the task declares
 */
record TaskOptions(String task, List<TaskOption> options) {
  static final String BLOCK = "task-options";

  static TaskOptions of(Task task) {
    return new TaskOptions(task.name(), task.options());
  }

  /** The value of every option; notes unknown keys and values that are not allowed. */
  Map<String, String> read(Map<String, String> given, SettingsReader reader) {
    List<String> names = options.stream().map(TaskOption::name).toList();
    given.keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> reader.unknown(BLOCK, name, takes(names), names));
    Map<String, String> all = new LinkedHashMap<>();
    for (TaskOption option : options) {
      String value = given.getOrDefault(option.name(), option.otherwise());
      Optional<String> taken = Limits.oneOf(option.values(), value);
      if (taken.isEmpty()) {
        reader.refuse(SettingKey.join(BLOCK, option.name()), Limits.either(option.values()));
      }
      all.put(option.name(), taken.orElse(value));
    }
    return all;
  }

  private String takes(List<String> names) {
    return "the task " + task + " takes " + (names.isEmpty() ? "none" : String.join(", ", names));
  }
}
