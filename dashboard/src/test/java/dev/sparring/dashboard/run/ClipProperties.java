package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ClipProperties {
  @Property
  void partsPutTogetherAreTheText(
      @ForAll String text, @ForAll @IntRange(min = 2, max = 9) int most) {
    StringBuilder whole = new StringBuilder();
    Clip part = Clip.of(text, 0, most);
    while (!part.text().isEmpty()) {
      assertThat(part.length()).isEqualTo(text.length());
      assertThat(part.text().length()).isBetween(1, most);
      whole.append(part.text());
      part = Clip.of(text, whole.length(), most);
    }
    assertThat(whole).hasToString(text);
  }

  @Property
  void noPartEndsInsideACharacter(@ForAll @IntRange(min = 0, max = 40) int most) {
    String text = "\ud83d\ude00".repeat(20);
    String part = Clip.of(text, 0, most).text();
    assertThat(part.length() % 2).isZero();
  }
}
