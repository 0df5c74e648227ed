package dev.sparring.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.PastProblem;
import dev.sparring.core.RunState;
import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

final class RunStateFileProperties {
  @Property(tries = 200)
  void aStateComesBackToTheBit(
      @ForAll int step,
      @ForAll long version,
      @ForAll @Size(max = 20) List<String> archive,
      @ForAll @Size(max = 3) Map<String, Double> baselines,
      @ForAll double sum,
      @ForAll int streak)
      throws IOException {
    GuardState guards =
        new GuardState(step, Map.of("kl", new GuardState.Progress(streak, sum, streak, step)));
    RunState state =
        new RunState(
            step,
            version,
            new LinkedHashSet<>(archive),
            archive.stream().map(text -> past(text, sum, step)).toList(),
            sum,
            new Baselines(baselines),
            guards,
            baselines);
    RunState read = roundTrip(state);
    assertThat(read).isEqualTo(state);
    assertThat(new ArrayList<>(read.archive())).isEqualTo(new ArrayList<>(state.archive()));
  }

  @Property(tries = 1)
  void numbersThatAreNoneComeBackToo() throws IOException {
    Map<String, Double> odd =
        Map.of(
            "nan", Double.NaN, "high", Double.POSITIVE_INFINITY, "zero", -0.0, "least", 4.9e-324);
    RunState start = RunState.start(odd);
    assertThat(roundTrip(start)).isEqualTo(start);
  }

  private static PastProblem past(String text, double share, int step) {
    Optional<String> label = text.isEmpty() ? Optional.empty() : Optional.of(text);
    return new PastProblem(text, text + text, label, share, step);
  }

  private static RunState roundTrip(RunState state) throws IOException {
    Path directory = Files.createTempDirectory("state");
    try {
      RunStateFile.write(directory, state, Optional.empty());
      return RunStateFile.read(directory).state();
    } finally {
      Files.deleteIfExists(directory.resolve(RunStateFile.NAME));
      Files.delete(directory);
    }
  }
}
