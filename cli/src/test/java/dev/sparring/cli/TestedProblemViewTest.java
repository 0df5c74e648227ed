package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestedProblemViewTest {
  private static List<JsonNode> lines(String... lines) throws Exception {
    List<JsonNode> read = new ArrayList<>();
    for (String line : lines) {
      read.add(new ObjectMapper().readTree(line.replace('\'', '"')));
    }
    return read;
  }

  @Test
  void aProblemIsShownWithItsTestsEveryProgramAndWhatCameOfEachTest() throws Exception {
    RolloutView round =
        new RolloutView(
            3,
            lines(
                "{'id':'s000003-p000','role':'proposer','problem':'Print the sum.\\n\\nTest Cases:\\n1 2 ||| 3',"
                    + "'reward':1,'outcome':'scored','tokens':20}",
                "{'id':'s000003-p000-a00','role':'solver','problem':'s000003-p000','text':'t',"
                    + "'answer':'print(\\u001b[2J)\\n','score':0.5,'reward':0.5,'outcome':'scored','tokens':9,"
                    + "'tests':[{'outcome':'passed','actual':'3'},{'outcome':'error','actual':'no\\u001b'}]}",
                "{'id':'s000003-p000-a01','role':'solver','problem':'s000003-p000','text':'no idea',"
                    + "'score':0,'reward':0,'outcome':'scored','tests':[]}",
                "{'id':'s000003-p000-a02','role':'solver','outcome':'dropped: infrastructure: died'}"));
    assertThat(round.problem("p000"))
        .isEqualTo(
            """
            s000003-p000  scored, reward 1, 20 tokens
                Print the sum.
                \s
                Test Cases:
                1 2 ||| 3

            s000003-p000-a00  1 of 2 tests passed, scored, reward 0.500, 9 tokens
                print(\\u001b[2J)
              test 1: passed: 3
              test 2: error: no\\u001b

            s000003-p000-a01  no answer, scored, reward 0
                no idea

            s000003-p000-a02  dropped: infrastructure: died
            """
                .replace("    \s", "    "));
  }
}
