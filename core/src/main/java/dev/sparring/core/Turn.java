package dev.sparring.core;

import java.util.List;
import java.util.Optional;

/**
 * What was written in a round after the first answers and about them: a judgement of two answers,
 * or a second answer.
 *
 * @param id unique in a run
 * @param role who wrote it
 * @param problemId the problem's id
 * @param group turns of one role about one problem with the same number are compared with each
 *     other when they are learned from
 * @param about ids of the attempts that it is about, in the order in which the prompt shows them
 * @param completion what was written
 * @param reading what was read out of it; empty for one that could not be read
 */
public record Turn(
    String id,
    Role role,
    String problemId,
    int group,
    List<String> about,
    Completion completion,
    Optional<String> reading) {
  public Turn {
    about = List.copyOf(about);
  }
}
