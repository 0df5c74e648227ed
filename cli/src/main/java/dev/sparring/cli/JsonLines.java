package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Work that comes as JSON objects, one a line, and whose results go out in the order in which it
 * came. What has come is worked on together; results do not wait for what has not.
 */
final class JsonLines {
  /**
   * Characters of a line, at most. A tokenizer gives up to one token for each, and its arrays of
   * more tokens do not fit Java's heap, which ends the process.
   */
  static final int LONGEST = 1 << 21;

  /** Help on the form of input, before what an object holds. */
  static final String READS = "Reads JSON objects, one a line, on standard input:";

  /** Help on how input becomes output. */
  static final String HELP =
      "Lines are worked on in batches as they come; results come in the order of the lines. A key"
          + " \"id\" is passed through. A line that can't be used ends the command; the results of"
          + " those before it are written. A line of more than "
          + LONGEST
          + " characters is passed over, and the others are answered.";

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final int most;
  private int number;
  private int passedOver;

  /**
   * @param err told of lines that are passed over
   * @param most lines that are worked on together
   */
  JsonLines(InputStream in, PrintWriter out, PrintWriter err, int most) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
    this.most = most;
  }

  /**
   * Works off all lines.
   *
   * @param read makes a piece of work of a line
   * @param run does pieces of work; gives the objects to write, in order
   * @return the command's exit code
   * @throws RunException on a line that can't be used, after the results of those before it
   */
  <T> int work(Function<JsonlRequest, T> read, Function<List<T>, List<Map<String, Object>>> run)
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
    return passedOver == 0 ? 0 : Main.MISTAKE;
  }

  /** Takes what is there, at least one line; says whether there may be more. */
  private <T> boolean fill(List<T> batch, Function<JsonlRequest, T> read) throws IOException {
    do {
      Optional<String> line = BoundedLine.read(in, LONGEST);
      if (line.isEmpty()) {
        return false;
      }
      number++;
      String text = line.get();
      if (text.length() > LONGEST) {
        passedOver++;
        err.printf(
            Locale.ROOT,
            "sparring: line %d: it has more than %d characters and is passed over; split it%n",
            number,
            LONGEST);
      } else if (!text.isBlank()) {
        batch.add(read.apply(JsonlRequest.of(number, text)));
      }
    } while (batch.size() < most && in.ready());
    return true;
  }

  private void write(List<Map<String, Object>> results) {
    for (Map<String, Object> result : results) {
      out.println(JsonOutput.line(result));
    }
    if (out.checkError()) {
      throw new RunException("standard output is closed, so the work is given up");
    }
  }
}
