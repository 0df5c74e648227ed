package dev.sparring.policy.worker;

import dev.sparring.core.Episode;
import dev.sparring.core.config.WorkerSettings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long a piece of work may take, from what pieces of its kind took before: the longest of the
 * last ones, by their size, times a factor.
 */
final class PieceDeadlines {
  private static final int REMEMBERED = 8;

  private final WorkerSettings.Deadline settings;
  private final Map<Class<?>, Deque<Double>> secondsPerUnit = new HashMap<>();

  PieceDeadlines(WorkerSettings.Deadline settings) {
    this.settings = settings;
  }

  /** A piece took so long. */
  void took(WorkItem item, double seconds) {
    Deque<Double> last =
        secondsPerUnit.computeIfAbsent(item.getClass(), kind -> new ArrayDeque<>());
    last.add(seconds / size(item));
    if (last.size() > REMEMBERED) {
      last.remove();
    }
  }

  /** Seconds after which a piece counts as hung. */
  double of(WorkItem item) {
    OptionalDouble slowest = slowest(item);
    return slowest.isPresent()
        ? Math.max(settings.least(), settings.factor() * slowest.getAsDouble())
        : settings.first();
  }

  /** Seconds that the slowest of the last workers would take; empty when none has finished one. */
  OptionalDouble slowest(WorkItem item) {
    OptionalDouble rate =
        secondsPerUnit.getOrDefault(item.getClass(), new ArrayDeque<>()).stream()
            .mapToDouble(Double::doubleValue)
            .max();
    return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * size(item)) : rate;
  }

  /** Samples to be written, texts to be adapted to, tokens to be read, or 1 for work with files. */
  private static double size(WorkItem item) {
    double size = 1;
    if (item instanceof WorkItem.Generate work) {
      size = work.prompts().stream().mapToInt((Prompt p) -> p.samples().size()).sum();
    } else if (item instanceof WorkItem.Adapt work) {
      size = work.adaptations().stream().mapToDouble(PieceDeadlines::learned).sum();
    } else if (item instanceof WorkItem.Score work) {
      size = tokens(work.episodes());
    } else if (item instanceof WorkItem.Monitor work) {
      size = tokens(work.episodes());
    } else if (item instanceof WorkItem.Gradient work) {
      size = tokens(work.shard().episodes());
    } else if (item instanceof WorkItem.Learn work) {
      size = tokens(work.episodes()) + tokens(work.monitored());
    }
    return Math.max(1, size);
  }

  /** Texts that are learned, each as often as it is, and questions that are answered. */
  private static double learned(Adaptation adaptation) {
    return adaptation.texts().size() * (double) adaptation.learning().epochs()
        + adaptation.questions().size();
  }

  private static double tokens(List<Episode> episodes) {
    return episodes.stream().mapToInt(episode -> episode.ids().length).sum();
  }
}
