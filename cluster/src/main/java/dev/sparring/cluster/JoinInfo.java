package dev.sparring.cluster;

import java.util.Map;

/**
 * What a trainer tells a worker that wants to join, before anything else.
 *
 * @param protocol must be {@link #PROTOCOL}
 * @param version of the program; both sides run the same one, for results depend on it
 * @param run name of the run
 * @param incarnation differs each time that a trainer starts
 * @param system name of the actor system
 * @param controlHost of control messages
 * @param controlPort of control messages
 * @param settings of the run, as {@code run.conf} has them
 * @param model sha256 sums of the base model's files by name
 */
record JoinInfo(
    int protocol,
    String version,
    String run,
    String incarnation,
    String system,
    String controlHost,
    int controlPort,
    String settings,
    Map<String, String> model) {
  /** Rises with every change that workers and trainers of different versions would not survive. */
  static final int PROTOCOL = 1;
}
