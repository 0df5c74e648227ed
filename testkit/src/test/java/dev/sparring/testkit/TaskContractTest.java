package dev.sparring.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract fails for tasks that break it, each in one way. */
final class TaskContractTest {

  /** A task whose problems are digits and whose answers are letters. */
  private static class Digits implements Task {
    private int asked;

    int times() {
      return asked++;
    }

    @Override
    public String name() {
      return "digits";
    }

    @Override
    public String description() {
      return "digits";
    }

    @Override
    public List<ChatMessage> topic(RandomStream random) {
      return List.of(ChatMessage.user("a digit"));
    }

    @Override
    public Parsed<Statement> parseProblem(String completion) {
      return completion.matches("[0-9]")
          ? Parsed.of(new Statement(completion, completion))
          : Parsed.malformed("no digit");
    }

    @Override
    public List<ChatMessage> question(String problem) {
      return List.of(ChatMessage.user(problem));
    }

    @Override
    public Parsed<String> parseAnswer(String completion) {
      return completion.matches("[a-z]") ? Parsed.of(completion) : Parsed.malformed("no letter");
    }

    @Override
    public List<String> heldOut() {
      return List.of("1", "2");
    }
  }

  private static final class Contract extends TaskContract {
    private Contract(Task task) {
      super(task);
    }
  }

  @Test
  void aTaskThatKeepsItPasses() {
    Contract contract = new Contract(new Digits());
    assertThatCode(contract::aConfigurationCanNameTheTaskAndItsOptions).doesNotThrowAnyException();
    assertThatCode(contract::theSameNumbersGiveTheSamePromptForAProblem).doesNotThrowAnyException();
    assertThatCode(contract::anyTextIsReadOrRefusedAndAlwaysInTheSameWay)
        .doesNotThrowAnyException();
    assertThatCode(contract::longTextsAreReadInLinearTime).doesNotThrowAnyException();
    assertThatCode(contract::heldOutProblemsAreReadableFrozenAndExcluded)
        .doesNotThrowAnyException();
    assertThatCode(contract::everyFormHasAName).doesNotThrowAnyException();
  }

  @Test
  void aParserThatThrowsOnSomeTextIsFound() {
    Task throwing =
        new Digits() {
          @Override
          public Parsed<String> parseAnswer(String completion) {
            return Parsed.of(Integer.toString(Integer.parseInt(completion)));
          }
        };
    assertThatThrownBy(new Contract(throwing)::anyTextIsReadOrRefusedAndAlwaysInTheSameWay)
        .isInstanceOf(NumberFormatException.class);
  }

  @Test
  void aPromptThatDependsOnMoreThanItsNumbersIsFound() {
    Task counting =
        new Digits() {
          @Override
          public List<ChatMessage> topic(RandomStream random) {
            return List.of(ChatMessage.user("digit " + times()));
          }
        };
    assertThatThrownBy(new Contract(counting)::theSameNumbersGiveTheSamePromptForAProblem)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aHeldOutProblemThatCantBeReadIsFound() {
    Task unreadable =
        new Digits() {
          @Override
          public List<String> heldOut() {
            return List.of("1", "one");
          }
        };
    assertThatThrownBy(new Contract(unreadable)::heldOutProblemsAreReadableFrozenAndExcluded)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("one");
  }

  @Test
  void aKeyThatAProblemsOwnTextDoesNotHaveIsFound() {
    Task other =
        new Digits() {
          @Override
          public Parsed<Statement> parseProblem(String completion) {
            return Parsed.of(new Statement(completion.strip(), "=" + completion));
          }
        };
    assertThatThrownBy(new Contract(other)::anyTextIsReadOrRefusedAndAlwaysInTheSameWay)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("key");
  }
}
