package dev.sparring.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import dev.sparring.policy.checkpoint.Rope;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Small models, small episodes and settings for tests. */
public final class Tiny {
  /** Three checkpoints of random weights. */
  public static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** The model that comes along. */
  public static final Path BUNDLED = Path.of("../models/bundled");

  /** Where tensors are in tests: the CPU, unless the build is told otherwise. */
  public static final String DEVICE = System.getProperty("sparring.test.device", "cpu");

  private Tiny() {}

  /** A model of a few hundred parameters. */
  public static ModelSpec spec(Family family, boolean tied) {
    return spec(family, tied, false);
  }

  /** The same, with biases around attention or without. */
  public static ModelSpec spec(Family family, boolean tied, boolean attentionBias) {
    return new ModelSpec(
        "test",
        11,
        8,
        12,
        2,
        4,
        2,
        4,
        1e-6,
        new Rope(new float[] {1, 0.1f}),
        tied,
        family,
        attentionBias,
        32,
        "float32");
  }

  /** A model's weights as sampling takes them, for as long as the scope lives. */
  public static Weights packed(Tensors scope, LanguageModel model) {
    TensorList base = model.decoder().pack(scope, model.weights().list(), 16);
    return new Weights(base, TensorList.none(), 1);
  }

  /** The same with the last matrix of each layer in two halves. */
  public static Weights packedInHalves(Tensors scope, LanguageModel model) {
    TensorList base = model.decoder().pack(scope, model.weights().list(), 16, 1);
    return new Weights(base, TensorList.none(), 1);
  }

  /** Settings of all modules with these changes: key, value, key, value, … */
  public static Settings settings(String... keysAndValues) {
    Map<String, String> overrides = new LinkedHashMap<>(Map.of("policy.device", DEVICE));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      overrides.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    URL[] others =
        Stream.of("proposer", "solver", "verifier", "orchestrator")
            .map(module -> url(Path.of("..", module, "src/main/resources")))
            .toArray(URL[]::new);
    try {
      thread.setContextClassLoader(new URLClassLoader(others, own));
      return Settings.load(Optional.empty(), overrides);
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An episode with random ids, mask, behaviour and advantages; its last token always counts. */
  public static Episode episode(RandomStream random, int length, int vocabulary) {
    int[] ids = new int[length];
    boolean[] mask = new boolean[length];
    float[] behaviour = new float[length];
    float[] advantage = new float[length];
    for (int i = 0; i < length; i++) {
      ids[i] = random.child("id").below(i, vocabulary);
      mask[i] = i > 0 && (i == length - 1 || random.child("mask").below(i, 3) > 0);
      if (mask[i]) {
        behaviour[i] = (float) (-1 - 2 * random.child("behaviour").uniform(i));
        advantage[i] = (float) (2 * random.child("advantage").uniform(i) - 1);
      }
    }
    return new Episode("e" + random.key(), Role.SOLVER, ids, mask, behaviour, advantage);
  }

  /** Copies a directory of files. */
  public static Path copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a JSON file. */
  public static void edit(Path file, Consumer<ObjectNode> change) {
    JsonNode json = Json.read(file);
    change.accept((ObjectNode) json);
    try {
      Files.writeString(file, json.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
