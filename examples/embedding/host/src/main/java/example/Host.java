package example;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Sparring;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains two models at once in an actor system of its own, and ends when both are trained. */
public final class Host {
  private Host() {}

  /** Each argument is a configuration with a {@code run.name}. */
  public static void main(String[] arguments) {
    List<Settings> trainings =
        Stream.of(arguments)
            .map(file -> Settings.load(Optional.of(Path.of(file)), Map.of()))
            .toList();
    ActorSystem.create(host(trainings), "host").getWhenTerminated().toCompletableFuture().join();
  }

  static Behavior<Sparring.Outcome> host(List<Settings> trainings) {
    return Behaviors.setup(
        context -> {
          trainings.forEach(
              settings -> context.spawnAnonymous(Sparring.training(settings, context.getSelf())));
          return waiting(trainings.size());
        });
  }

  private static Behavior<Sparring.Outcome> waiting(int trainings) {
    return trainings == 0
        ? Behaviors.stopped()
        : Behaviors.receiveMessage(
            outcome -> {
              System.out.println(outcome);
              return waiting(trainings - 1);
            });
  }
}
