package dev.sparring.core.gate;

import dev.sparring.core.plugin.NumberOption;
import java.util.List;

/**
 * A named rule that decides what a run asks, or what it learns from. A gate is made without
 * arguments and found by {@link java.util.ServiceLoader} as {@link AdmissionGate} or {@link
 * LearningGate}; it then holds what its options say by default.
 *
 * <p>A gate holds nothing that changes: what it compares with is part of the run's state, or of the
 * round, and is handed in. The same question has the same answer, however often it is asked.
 */
public interface Gate {
  /** The name in {@code gates.admission} or {@code gates.learning}: lower case, with hyphens. */
  String name();

  /** One line on what is refused. */
  String description();

  /** What it can be set to, under {@code gates.options.NAME}; nothing by default. */
  default List<NumberOption> options() {
    return List.of();
  }

  /**
   * Whether {@code gates.epsilon} lets a share of what is refused pass. A gate that keeps
   * evaluation sets apart never yields.
   */
  default boolean yields() {
    return true;
  }
}
