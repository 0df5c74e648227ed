package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The held-out problems of {@link Algebra}: {@code Solve <equations> for <variable>.} in five
 * levels, after OMEGA's linear equations, which follow DeepMind's mathematics dataset (arXiv
 * 1904.01557).
 *
 * <p>A level has a number of variables, a number of modules, and an entropy e. A quarter of e is
 * divided among the solutions and the rest among the coefficients, by a flat Dirichlet
 * distribution; a number of entropy h is a whole number, uniform in ±⌈10^h/2⌉. The first module is
 * the system itself. Each further module replaces a constant of an equation by a name, and adds an
 * equation for that name ({@code k = 3 + 14}).
 */
final class LinearEquations {
  /** Problems in a level. */
  static final int COUNT = 200;

  private LinearEquations() {}

  /** The levels of difficulty. */
  enum Level {
    L1(2, 1, 1, 8, 10),
    L2(3, 2, 3, 10, 12),
    L3(4, 2, 3, 12, 14),
    L4(5, 2, 3, 14, 16),
    L5(6, 3, 4, 16, 20);

    private final int variables;
    private final int fewestModules;
    private final int mostModules;
    private final int leastEntropy;
    private final int greatestEntropy;

    Level(int variables, int fewest, int most, int least, int greatest) {
      this.variables = variables;
      this.fewestModules = fewest;
      this.mostModules = most;
      this.leastEntropy = least;
      this.greatestEntropy = greatest;
    }

    /** The problems of this level. */
    List<String> problems() {
      return List.copyOf(HeldOut.read(set()));
    }

    /** The name of the level's file. */
    String set() {
      return "algebra-" + name().toLowerCase(Locale.ROOT);
    }
  }

  static List<HeldOut.Recipe> recipes() {
    return Arrays.stream(Level.values()).map(LinearEquations::recipe).toList();
  }

  private static HeldOut.Recipe recipe(Level level) {
    return new HeldOut.Recipe(
        level.set(),
        "the task algebra",
        COUNT,
        String.format(
            Locale.ROOT,
            "%d variables, %d to %d modules, entropy %d to %d; see the generator",
            level.variables,
            level.fewestModules,
            level.mostModules,
            level.leastEntropy,
            level.greatestEntropy),
        (random, kept) -> draw(level, random),
        problem -> AlgebraText.read(problem).orElse(reason -> null).key());
  }

  /**
   * Draws a problem whose equations determine every variable, and no single one of which determines
   * the variable that is asked for.
   */
  private static String draw(Level level, RandomStream random) {
    for (long attempt = 0; ; attempt++) {
      RandomStream own = random.child(attempt);
      double entropy =
          level.leastEntropy
              + (level.greatestEntropy - level.leastEntropy) * own.child("entropy").uniform(0);
      int n = level.variables;
      double[] shares = dirichlet(own.child("shares"), n);
      int[] solutions = new int[n];
      int[][] matrix = new int[n][n];
      for (int i = 0; i < n; i++) {
        solutions[i] = number(own.child("solutions"), i, Math.max(1, entropy / 4 * shares[i]));
        for (int j = 0; j < n; j++) {
          matrix[i][j] = number(own.child("matrix"), i * n + j, entropy * 3 / 4 / (n * n));
        }
      }
      int modules =
          level.fewestModules
              + own.child("modules").below(0, level.mostModules - level.fewestModules + 1);
      Optional<String> text = new ScatteredSystem(matrix, solutions, modules - 1, own).text();
      if (text.isPresent()) {
        return text.get();
      }
    }
  }

  /** Draws from a flat Dirichlet distribution: exponential numbers divided by their sum. */
  private static double[] dirichlet(RandomStream random, int count) {
    double[] shares = new double[count];
    for (int i = 0; i < count; i++) {
      shares[i] = -StrictMath.log(1 - random.uniform(i));
    }
    double all = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / all).toArray();
  }

  private static int number(RandomStream random, int index, double entropy) {
    int most = (int) StrictMath.ceil(StrictMath.pow(10, entropy) / 2);
    return random.below(index, 2 * most + 1) - most;
  }
}
