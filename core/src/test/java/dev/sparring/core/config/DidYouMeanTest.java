package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> NAMES = List.of("nightly", "frozen", "Ceiling");

  @Test
  void theNearestNameIsFoundWhateverItsCase() {
    assertThat(DidYouMean.among(NAMES, "nigthly")).contains("nightly");
    assertThat(DidYouMean.among(NAMES, "FROZEN")).contains("frozen");
    assertThat(DidYouMean.among(NAMES, "ceilin")).contains("Ceiling");
  }

  @Test
  void whatIsNearToNothingIsNotGuessed() {
    assertThat(DidYouMean.among(NAMES, "something else")).isEmpty();
    assertThat(DidYouMean.among(List.of(), "nightly")).isEmpty();
  }
}
