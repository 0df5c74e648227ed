package dev.sparring.dashboard.run;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a page shows of a run beside its series.
 *
 * @param id by which the page asks for it
 * @param rounds finished
 * @param steps rounds that it is to have; 0 when that is not known
 * @param facts of the configuration, by name, in the order in which they are shown
 * @param problem with the configuration, in one line; empty when there is none
 * @param heldOut problems that accuracy is measured on; 0 when that is not known
 * @param newest metrics of the last round; a figure that was not measured is missing
 * @param before {@code eval/*} of the base; empty while it has not been measured
 * @param after {@code eval/*} at the end; null while it has not been measured
 * @param logs what each actor said last, the newest first
 * @param trainer who waits for whom, and what workers do; null when the run does not go on
 */
public record RunOverview(
    String id,
    String name,
    String path,
    RunStatus status,
    int rounds,
    int step,
    int steps,
    Map<String, String> facts,
    Map<String, String> versions,
    String problem,
    int heldOut,
    Map<String, Double> newest,
    Map<String, Double> before,
    Map<String, Double> after,
    List<GuardView> guards,
    List<GuardMarks.Mark> marks,
    List<RefusalCounts> refusals,
    List<Integer> checkpoints,
    List<ActorLogs.LastLine> logs,
    TrainerStatus trainer) {

  /** A guard that is on. */
  public record GuardView(String name, String metric, String rule, String action) {}

  static RunOverview of(
      String id,
      RunFolder run,
      RunGlance glance,
      int rounds,
      MetricsRow newest,
      GuardMarks marks,
      RefusalSample refusals) {
    RunConfiguration configuration = glance.configuration();
    boolean running = glance.status().kind().equals(RunStatus.RUNNING);
    Optional<Settings> settings = configuration.settings();
    return new RunOverview(
        id,
        run.name(),
        run.path().toString(),
        glance.status(),
        rounds,
        newest.step(),
        configuration.steps(),
        settings.map(RunOverview::facts).orElse(Map.of()),
        configuration.versions(),
        configuration.problem(),
        configuration.heldOut(),
        finite(newest.values()),
        glance.before(),
        glance.summary().map(RunSummary::after).filter(it -> !it.isEmpty()).orElse(null),
        settings.map(RunOverview::guards).orElse(List.of()),
        marks.marks(),
        refusals.counts(),
        run.checkpoints(),
        new ActorLogs(run).newest(),
        running ? TrainerStatus.read(run.status()).orElse(null) : null);
  }

  private static Map<String, Double> finite(Map<String, Double> values) {
    Map<String, Double> finite = new LinkedHashMap<>(values);
    finite.values().removeIf(value -> !Double.isFinite(value));
    return finite;
  }

  /** The settings that the overview shows. */
  private static Map<String, String> facts(Settings it) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Task", it.task());
    facts.put("Model", it.policy().model());
    facts.put("Trained", adapter(it));
    facts.put("Device", it.policy().device() + ", " + it.policy().dtype());
    facts.put("Seed", Long.toString(it.run().seed()));
    facts.put("Round", it.proposer().problems() + " problems × " + it.solver().samples());
    facts.put("Reward", it.solver().reward());
    facts.put("Algorithm", it.learn().algorithm() + ", rate " + it.learn().rate());
    int interval = it.proposer().updateInterval();
    facts.put("Proposer learns", interval == 0 ? "never" : "every " + interval + " rounds");
    return facts;
  }

  private static String adapter(Settings it) {
    return switch (it.policy().adapter().use()) {
      case NONE -> "all weights";
      case SHARED -> "a LoRA adapter, rank " + it.policy().adapter().rank();
      case PER_ROLE -> "a LoRA adapter a role, rank " + it.policy().adapter().rank();
    };
  }

  private static List<GuardView> guards(Settings settings) {
    return settings.guards().stream()
        .filter(guard -> guard.action() != GuardSettings.Action.OFF)
        .map(
            guard ->
                new GuardView(
                    guard.name(),
                    guard.metric(),
                    (guard.below().isPresent() ? "below " : "above ")
                        + guard.threshold()
                        + (guard.ofStart() ? " × its start" : "")
                        + " for "
                        + RunStatus.rounds(guard.rounds()),
                    guard.action().name().toLowerCase(Locale.ROOT).replace('_', '-')))
        .toList();
  }
}
