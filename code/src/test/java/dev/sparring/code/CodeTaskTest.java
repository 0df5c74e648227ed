package dev.sparring.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Round;
import dev.sparring.core.config.GateSettings;
import dev.sparring.core.config.SandboxOptions;
import dev.sparring.core.gate.AdmissionGates;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.problems.EvaluationProblems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeTaskTest {
  private static final Task TASK = Tasks.named("code").orElseThrow();

  private static Task.Statement read(String text) {
    return ((Parsed.Read<Task.Statement>) TASK.parseProblem(text)).value();
  }

  @Test
  void everyHeldOutProblemIsReadBackWithAllItsTests() {
    assertThat(TASK.heldOut()).hasSize(240);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 240; i++) {
      String text = TASK.heldOut().get(i);
      assertThat(read(text).text()).isEqualTo(text);
      assertThat(keys.add(read(text).key())).as(text).isTrue();
      assertThat(CodeProblem.of(text).tests()).isEqualTo(EvaluationProblems.load().get(i).tests());
    }
  }

  @Test
  void theSolverIsShownTheStatementAndNoTest() {
    for (String problem : TASK.heldOut()) {
      String question = TASK.question(problem).get(0).content();
      assertThat(question).endsWith(CodeProblem.of(problem).statement()).doesNotContain("|||");
    }
  }

  @Test
  void theProgramIsTheLastClosedBlockOfPython() {
    assertThat(TASK.parseAnswer("So:\n```python\nprint(1)\n```\n"))
        .isEqualTo(Parsed.of("print(1)\n"));
    assertThat(TASK.format("```python\nprint(1)\n```")).isEqualTo("program");
    assertThat(TASK.parseAnswer("print(1)")).isInstanceOf(Parsed.Malformed.class);
    assertThat(TASK.format("```python\nprint(1)")).isEqualTo("malformed");
  }

  @Test
  void aPromptIsAFunctionOfItsStreamAndPromptsDiffer() {
    Set<List<ChatMessage>> prompts = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      RandomStream random = RandomStream.of(1).child(i);
      assertThat(TASK.topic(random)).isEqualTo(TASK.topic(random));
      prompts.add(TASK.topic(random));
    }
    assertThat(prompts).hasSizeGreaterThan(20);
    Task paper = TASK.with(Map.of("seeded", "false", "example", "false", "least-tests", "5"));
    assertThat(paper.topic(RandomStream.of(1)))
        .hasSize(1)
        .isEqualTo(paper.topic(RandomStream.of(2)));
    assertThat(paper.topic(RandomStream.of(1)).get(0).content()).doesNotContainPattern("[0-9]");
  }

  @Test
  void examplesHeldOutProblemsAndTestsThatSayNothingAreRefusedWithTheirReason() {
    String head = "Read a line of integers and print something of them, number ";
    List<String> texts =
        List.of(
            CodeTopic.examples().get(0),
            TASK.heldOut().get(7),
            head + "a.\nTest Cases:\n1 ||| 1\n1 ||| 2\n3 ||| 3\n4 ||| 4\n5 ||| 5",
            head + "b.\nTest Cases:\n1 ||| 7\n2 ||| 7\n3 ||| 7\n4 ||| 7\n5 ||| 7",
            head + "c.\nTest Cases:\n1 2 ||| [1, 2]\n3 ||| 3\n4 ||| [4]\n5 ||| 5\n6 ||| 6",
            head + "d.\nTest Cases:\n1 ||| 2\n1 ||| 2\n1 ||| 2\n1 ||| 2\n1 ||| 2",
            CodeTopic.examples().get(1).replace("squares", "cubes").replace("square", "cube"),
            head + "e.\nTest Cases:\n1 ||| 2\n2 ||| 3\n3 ||| 4\n4 ||| 5\n5 ||| 6");
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Task.Statement statement = read(texts.get(i));
      proposals.add(
          Proposal.of(new Problem("p" + i, i, statement.key(), statement.text()), Completion.NONE));
    }
    ProposedRound admitted =
        AdmissionGates.of(
                TASK,
                new GateSettings(
                    List.of("held-out", "novel"), List.of(), 0, RefusalRule.MASK, Map.of()))
            .admit(new ProposedRound(new Round(1, 0, 0, 8, 2), proposals, 0), Set.of(), List.of())
            .round();
    assertThat(admitted.proposals())
        .extracting(p -> p.rejection().map(DropReason::kind).orElse("admitted"))
        .containsExactly(
            "held-out",
            "held-out",
            "two tests contradict each other",
            "printing a constant passes all tests",
            "printing the input passes all tests",
            "all tests are equal",
            "tests copied from the prompt",
            "admitted");
  }

  @Test
  void theDefaultsOfTheConfigurationAreThoseOfTheSandbox() {
    Config written =
        ConfigFactory.parseResources(SandboxOptions.class.getClassLoader(), "reference.conf")
            .getConfig("sparring.sandbox");
    SandboxOptions options =
        new SandboxOptions(
            written.getString("backend"),
            written.getInt("children"),
            written.getInt("programs-per-child"),
            written.getLong("instructions"),
            written.getDouble("cpu-seconds"),
            written.getInt("memory"),
            written.getInt("output"),
            written.getInt("program"),
            written.getDouble("wall-seconds"),
            written.getDouble("warm-seconds"));
    assertThat(CodeTask.sandbox(options))
        .isEqualTo(SandboxSettings.of(SandboxBackend.AUTO).withChildren(2));
  }
}
