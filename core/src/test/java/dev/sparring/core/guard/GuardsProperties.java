package dev.sparring.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.core.config.GuardSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GuardsProperties {
  private static final String METRIC = "proposer/distinct";

  @Property
  void aRunThatIsResumedFromItsStateAnywhereSeesTheSame(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 4) Integer> values,
      @ForAll @IntRange(min = 0, max = 29) int cut,
      @ForAll boolean ofStart)
      throws Exception {
    ObjectMapper json = new ObjectMapper();
    Guards guards = new Guards(List.of(half(ofStart)));
    GuardState straight = GuardState.START;
    GuardState resumed = GuardState.START;
    for (int i = 0; i < values.size(); i++) {
      if (i == cut) {
        resumed = json.readValue(json.writeValueAsString(resumed), GuardState.class);
      }
      Map<String, Double> metrics =
          values.get(i) == 4 ? Map.of() : Map.of(METRIC, values.get(i) / 3.);
      Guards.Observation a = guards.observe(straight, i + 1, metrics);
      Guards.Observation b = guards.observe(resumed, i + 1, metrics);
      assertThat(b).isEqualTo(a);
      straight = a.next();
      resumed = b.next();
    }
    assertThat(json.writeValueAsString(resumed)).isEqualTo(json.writeValueAsString(straight));
  }

  private static GuardSettings half(boolean ofStart) {
    return new GuardSettings(
        "g",
        METRIC,
        OptionalDouble.of(.5),
        OptionalDouble.empty(),
        ofStart,
        2,
        1,
        GuardSettings.Action.WARN);
  }
}
