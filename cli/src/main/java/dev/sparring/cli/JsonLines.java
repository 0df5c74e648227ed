package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Work that comes as JSON objects, one a line, and whose results go out in the order in which it
 * came. What has come is worked on together; results do not wait for what has not.
 */
final class JsonLines {
  /** Help on the form of input, before what an object holds. */
  static final String READS = "Reads JSON objects, one a line, on standard input:";

  /** Help on how input becomes output. */
  static final String HELP =
      "Lines are worked on in batches as they come; results come in the order of the lines. A key"
          + " \"id\" is passed through. A line that can't be used ends the command; the results of"
          + " those before it are written.";

  private final BufferedReader in;
  private final PrintWriter out;
  private final int most;
  private int number;

  /**
   * @param most lines that are worked on together
   */
  JsonLines(InputStream in, PrintWriter out, int most) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.most = most;
  }

  /**
   * Works off all lines.
   *
   * @param read makes a piece of work of a line
   * @param run does pieces of work; gives the objects to write, in order
   * @throws RunException on a line that can't be used, after the results of those before it
   */
  <T> void work(Function<JsonlRequest, T> read, Function<List<T>, List<Map<String, Object>>> run)
      throws IOException {
    boolean more = true;
    while (more) {
      List<T> batch = new ArrayList<>();
      try {
        more = fill(batch, read);
      } finally {
        write(batch.isEmpty() ? List.of() : run.apply(batch));
      }
    }
  }

  /** Takes what is there, at least one line; says whether there may be more. */
  private <T> boolean fill(List<T> batch, Function<JsonlRequest, T> read) throws IOException {
    do {
      String text = in.readLine();
      if (text == null) {
        return false;
      }
      number++;
      if (!text.isBlank()) {
        batch.add(read.apply(JsonlRequest.of(number, text)));
      }
    } while (batch.size() < most && in.ready());
    return true;
  }

  private void write(List<Map<String, Object>> results) throws IOException {
    for (Map<String, Object> result : results) {
      out.println(Json.MAPPER.writeValueAsString(result));
    }
    if (out.checkError()) {
      throw new RunException("standard output is closed, so the work is given up");
    }
  }
}
