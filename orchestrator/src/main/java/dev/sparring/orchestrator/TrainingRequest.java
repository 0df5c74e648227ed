package dev.sparring.orchestrator;

import dev.sparring.cluster.Listening;
import dev.sparring.core.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A training that is asked for.
 *
 * @param settings of the run; those of one that goes on as they are asked for now
 * @param resumed folder of a run that goes on; empty for a new one
 * @param listening where workers of other hosts can join; empty for a run of this process alone
 * @param subscribers each is sent every {@link RunEvent}
 */
public record TrainingRequest(
    Settings settings,
    Optional<Path> resumed,
    Optional<Listening> listening,
    List<Consumer<? super RunEvent>> subscribers) {

  public TrainingRequest {
    subscribers = List.copyOf(subscribers);
  }

  /**
   * A new run.
   *
   * @param settings with a run name
   */
  public static TrainingRequest start(Settings settings) {
    return new TrainingRequest(settings, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * A run that goes on from its newest whole checkpoint.
   *
   * @param run its folder
   * @param now the configuration as it is asked for now; a change that a run can't take is refused
   */
  public static TrainingRequest resume(Path run, Settings now) {
    return new TrainingRequest(now, Optional.of(run), Optional.empty(), List.of());
  }

  /** The same, and workers of other hosts can join. */
  public TrainingRequest listening(Listening where) {
    return new TrainingRequest(settings, resumed, Optional.of(where), subscribers);
  }

  /** The same with one subscriber more. */
  public TrainingRequest subscriber(Consumer<? super RunEvent> subscriber) {
    List<Consumer<? super RunEvent>> more = new ArrayList<>(subscribers);
    more.add(subscriber);
    return new TrainingRequest(settings, resumed, listening, more);
  }
}
