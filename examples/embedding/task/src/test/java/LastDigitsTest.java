import dev.sparring.testkit.TaskContract;
import java.util.List;

class LastDigitsTest extends TaskContract {
  LastDigitsTest() {
    super(new LastDigits());
  }

  @Override
  protected List<String> completions() {
    return List.of("345+678", "#1023", ":13,12,10#1023");
  }
}
