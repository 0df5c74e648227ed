package dev.sparring.core.advantage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns the rewards of one role's sequences into advantages, one a sequence. */
public sealed interface Advantage
    permits BatchNormalised,
        DrGrpo,
        Grpo,
        PositiveWeight,
        ReinforcePlusPlus,
        ReinforcePlusPlusBaseline,
        Rloo,
        Spiral {

  /** The name in a configuration. */
  String configName();

  /** The advantages, and the role's baseline afterwards. */
  Advantages compute(Batch batch);

  /** All of them. */
  static List<Advantage> all() {
    return List.of(
        new Grpo(),
        new DrGrpo(),
        new Rloo(),
        new ReinforcePlusPlus(),
        new ReinforcePlusPlusBaseline(),
        new Spiral(),
        new BatchNormalised());
  }

  /** The one with this name; {@link IllegalArgumentException} lists the names there are. */
  static Advantage named(String name) {
    return all().stream()
        .filter(advantage -> advantage.configName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "the advantage is \"%s\", and may be %s",
                        name,
                        all().stream()
                            .map(Advantage::configName)
                            .collect(Collectors.joining(", ")))));
  }
}
