package dev.sparring.policy;

import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.AdapterSpec;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the roles write with: one part that all share, or one for each role.
 *
 * @param byName the parts; {@link #SHARED} is that of the roles that have none of their own
 * @param copy of the base, where its own weights are changed and something is to stay near it
 */
record RoleModels(LanguageModel model, Map<String, RoleModel> byName, Optional<Parameters> copy)
    implements AutoCloseable {
  private static final String SHARED = UpdatePlan.SHARED;

  /**
   * Parts that only write.
   *
   * @param adapters a PEFT directory, or one that holds such a directory for each role
   */
  static RoleModels writing(Tensors scope, LanguageModel model, Optional<Path> adapters) {
    Map<String, RoleModel> parts = new TreeMap<>();
    for (String name : adapters.map(Adapter::names).orElse(List.of(SHARED))) {
      Optional<Adapter> adapter =
          adapters.map(
              folder -> Adapter.load(scope, model.spec(), folder.resolve(name), model.directory()));
      parts.put(name, new RoleModel(model, adapter, Optional.empty()));
    }
    return new RoleModels(model, parts, Optional.empty());
  }

  /**
   * Parts that learn.
   *
   * @param nearBase whether they stay near the base that the model is now
   */
  static RoleModels learning(
      Tensors scope,
      LanguageModel model,
      Settings settings,
      boolean nearBase,
      GradientThreads threads) {
    PolicySettings.Adapter adapter = settings.policy().adapter();
    boolean all = adapter.use() == PolicySettings.Adapter.Use.NONE;
    Optional<Parameters> copy =
        all && nearBase ? Optional.of(model.weights().copy(scope)) : Optional.empty();
    RoleModels parts = new RoleModels(model, new TreeMap<>(), copy);
    for (String name : names(settings)) {
      Optional<Adapter> own =
          all ? Optional.empty() : Optional.of(fresh(scope, model, settings, name));
      Learner learner =
          new Learner(
              scope,
              model.decoder(),
              model.weights(),
              own,
              Optional.of(parts.reference()).filter(base -> nearBase),
              settings.learn(),
              settings.sampling().learningTemperature(),
              threads);
      parts.byName.put(name, new RoleModel(model, own, Optional.of(learner)));
    }
    return parts;
  }

  private static List<String> names(Settings settings) {
    return settings.policy().adapter().use() == PolicySettings.Adapter.Use.PER_ROLE
        ? settings.roles().stream().map(Role::name).toList()
        : List.of(SHARED);
  }

  private static Adapter fresh(Tensors scope, LanguageModel model, Settings settings, String name) {
    PolicySettings.Adapter adapter = settings.policy().adapter();
    AdapterSpec spec = AdapterSpec.of(adapter.rank(), adapter.alpha(), adapter.targets());
    RandomStream random = RandomStream.of(settings.run().seed()).child("adapter").child(name);
    return Adapter.fresh(scope, model.spec(), spec, random);
  }

  /** The base that the parts started from. */
  Weights reference() {
    return copy.orElse(model.weights()).with(Optional.empty());
  }

  /** Whether the reference has weights of its own, because those of the model are learned. */
  boolean ownReference() {
    return copy.isPresent();
  }

  /** What a person should know of the adapters, a line each. */
  List<String> notes() {
    return byName.values().stream()
        .flatMap(part -> part.adapter().stream())
        .flatMap(adapter -> adapter.notes().stream())
        .toList();
  }

  RoleModel named(String name) {
    return byName.get(name);
  }

  /** The name of the part that a role writes with; the base is none of them. */
  String nameFor(Role role) {
    return role.equals(Role.BASE) || byName.containsKey(role.name()) ? role.name() : SHARED;
  }

  /** Places of the episodes that each part is to score or to learn from. */
  Map<String, List<Integer>> places(List<Episode> episodes) {
    Map<String, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < episodes.size(); i++) {
      places.computeIfAbsent(nameFor(episodes.get(i).role()), p -> new ArrayList<>()).add(i);
    }
    return places;
  }

  /** Writes each part into a directory of its name. */
  void save(Path directory) throws IOException {
    for (var part : byName.entrySet()) {
      part.getValue().save(directory.resolve(part.getKey()));
    }
  }

  /** Writes the weights of each part, without the optimizer's state. */
  void saveWeights(Path directory) throws IOException {
    for (var part : byName.entrySet()) {
      part.getValue().saveWeights(directory.resolve(part.getKey()));
    }
  }

  /** Takes weights from what {@link #saveWeights} wrote. */
  void loadWeights(Path directory) {
    byName.forEach((name, part) -> part.loadWeights(directory.resolve(name)));
  }

  /** Takes from what {@link #save} wrote. */
  void restore(Path directory) {
    byName.forEach((name, part) -> part.restore(directory.resolve(name)));
  }

  @Override
  public void close() {
    byName.values().forEach(RoleModel::close);
    copy.ifPresent(Parameters::close);
  }
}
