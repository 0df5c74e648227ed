package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramBlockTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "```python\nprint(1)\n```",
        "Here it is:\n```py\nprint(1)\n```\nIt prints 1.",
        "```\nprint(1)\n```",
        "  ``` Python3 \nprint(1)\n  ```  \n",
        "```python\nprint(0)\n```\nBetter:\n```python\nprint(1)\n```",
        "```python\r\nprint(1)\r\n```\r\n"
      })
  void theLastBlockOfPythonIsTheProgram(String text) {
    assertThat(ProgramBlock.find(text)).hasValue("print(1)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "print(1)",
        "```python\nprint(1)\n",
        "```python\nprint(1)\n```\nand then\n```python\nprint(2)",
        "```python\n```",
        "```python\n \n```",
        "```javascript\nprint(1)\n```",
        "```python\nprint(1)\n```\n```sh\nrm -r x\n```",
        "`print(1)`",
        "``` print(1) ```"
      })
  void whatIsCutOffOrOfAnotherLanguageIsNoProgram(String text) {
    assertThat(ProgramBlock.find(text)).isEmpty();
  }

  @Test
  void indentationIsKept() {
    assertThat(ProgramBlock.find("```python\nif x:\n    y = '```'\n\n\tz\n```"))
        .hasValue("if x:\n    y = '```'\n\n\tz\n");
  }

  @Property
  void anyTextHasAProgramOrNone(@ForAll String text) {
    assertThat(ProgramBlock.find(text)).isNotNull();
    assertThat(ProgramBlock.find("```\nx" + text.replace("`", "") + "\n```")).isPresent();
  }
}
