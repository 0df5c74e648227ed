package dev.sparring.cli.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measures a file of instructions line by line and writes the part to keep. Lines are held a few at
 * a time; of each line that was measured, one number is kept in memory.
 */
public final class InstructionFilter {
  private static final int TOGETHER = 16;
  private static final int A_LINE_EVERY = 256;
  static final String IFD = "ifd";
  static final String SKIPPED = "skipped";

  private final StudentStatistics statistics;
  private final String model;
  private final Path data;
  private final Optional<Path> rewritten;
  private final Path out;
  private final int longest;

  /**
   * A filter.
   *
   * @param rewritten another version of each line of {@code data}
   * @param longest characters of a line, at most; longer ones are skipped
   */
  public InstructionFilter(
      Policy policy, Path data, Optional<Path> rewritten, Path out, int longest) {
    this.statistics = new StudentStatistics(policy);
    this.model = policy.model().directory().toString();
    this.data = data;
    this.rewritten = rewritten;
    this.out = out;
    this.longest = longest;
    for (Path file : rewritten.map(other -> List.of(data, other)).orElse(List.of(data))) {
      if (!Files.isRegularFile(file)) {
        throw new RunException(file + " is no file; DATA takes JSON objects, one a line");
      }
    }
  }

  /** Where the figures of each line are. */
  public Path scores() {
    return out.resolveSibling(out.getFileName() + ".scores.jsonl");
  }

  /**
   * Measures what has not been measured yet, and writes what is kept.
   *
   * @param keep share of the lines with an IFD below 1
   * @param progress told how far it is, a line of text now and then
   */
  public FilterReport run(double keep, Consumer<String> progress) throws IOException {
    measure(progress);
    return write(keep);
  }

  // ---- measuring ----

  private void measure(Consumer<String> progress) throws IOException {
    int done = resume();
    if (done > 0) {
      progress.accept("going on after line " + done);
    }
    try (BufferedReader lines = Files.newBufferedReader(data);
        LinesOf others = new LinesOf(rewritten);
        BufferedWriter scores =
            Files.newBufferedWriter(scores(), StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
      for (int i = 0; i < done; i++) {
        lines.readLine();
        others.next(i + 1);
      }
      int line = done;
      List<Line> batch = new ArrayList<>();
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        batch.add(new Line(line, parse(text), others.next(line).map(this::parse)));
        if (batch.size() == TOGETHER) {
          flush(batch, scores);
          if (line % A_LINE_EVERY == 0) {
            progress.accept(line + " lines measured");
          }
        }
      }
      flush(batch, scores);
      others.requireEnd(line);
    }
  }

  /**
   * Of how many lines the figures are there. Cut back to whole batches, so that the rest is
   * measured in the batches in which it would have been: figures depend on them in their last
   * digits.
   */
  private int resume() throws IOException {
    String header =
        json(
            new TreeMap<>(
                Map.of(
                    "model",
                    model,
                    "data",
                    data.toString(),
                    "bytes",
                    Files.size(data),
                    "rewritten",
                    rewritten.map(Path::toString).orElse(""))));
    if (!Files.exists(scores())) {
      Files.writeString(scores(), header + "\n");
      return 0;
    }
    List<Long> ends = new ArrayList<>(); // where every whole batch ends, in bytes
    long end = 0;
    int lines = 0;
    try (BufferedReader scores = Files.newBufferedReader(scores())) {
      for (String line = scores.readLine(); line != null; line = scores.readLine()) {
        end += line.getBytes(StandardCharsets.UTF_8).length + 1;
        if (lines == 0 && !line.equals(header)) {
          throw new RunException(
              scores()
                  + " has figures of another model or other data; remove it, or choose another OUT");
        }
        if (lines % TOGETHER == 0 && end <= Files.size(scores())) {
          ends.add(end);
        }
        lines++;
      }
    }
    if (ends.isEmpty()) {
      Files.writeString(scores(), header + "\n");
      return 0;
    }
    try (FileChannel file = FileChannel.open(scores(), StandardOpenOption.WRITE)) {
      file.truncate(ends.get(ends.size() - 1));
    }
    return (ends.size() - 1) * TOGETHER;
  }

  /** A line of the data, read or not. */
  private record Line(int number, Parsed parsed, Optional<Parsed> other) {}

  /** An example, or why there is none. */
  private record Parsed(Optional<InstructionExample> example, String why) {}

  private Parsed parse(String text) {
    if (text.length() > longest) {
      return new Parsed(Optional.empty(), "more than " + longest + " characters");
    }
    try {
      return new Parsed(Optional.of(InstructionExample.of(Json.MAPPER.readTree(text))), "");
    } catch (JsonProcessingException e) {
      return new Parsed(Optional.empty(), "not JSON");
    } catch (InstructionExample.Unusable e) {
      return new Parsed(Optional.empty(), e.getMessage());
    }
  }

  private void flush(List<Line> batch, BufferedWriter scores) throws IOException {
    List<InstructionExample> asked = new ArrayList<>();
    for (Line line : batch) {
      List<InstructionExample> versions = versions(line);
      asked.addAll(versions);
    }
    List<Optional<StudentStatistics.Figures>> figures = statistics.of(asked);
    int at = 0;
    for (Line line : batch) {
      int many = versions(line).size();
      scores.write(score(line, figures.subList(at, at + many)) + "\n");
      at += many;
    }
    scores.flush();
    batch.clear();
  }

  /**
   * What has to be measured of a line: itself; and, where it was rewritten, with the other
   * instruction, with the other response, and with both.
   */
  private List<InstructionExample> versions(Line line) {
    Optional<InstructionExample> own = line.parsed().example();
    if (own.isEmpty() || (rewritten.isPresent() && other(line).isEmpty())) {
      return List.of();
    }
    if (rewritten.isEmpty()) {
      return List.of(own.get());
    }
    InstructionExample one = own.get();
    InstructionExample two = other(line).orElseThrow();
    return List.of(
        one,
        new InstructionExample(one.json(), two.instruction(), one.response()),
        new InstructionExample(one.json(), one.instruction(), two.response()),
        new InstructionExample(one.json(), two.instruction(), two.response()));
  }

  private static Optional<InstructionExample> other(Line line) {
    return line.other().flatMap(Parsed::example);
  }

  private String score(Line line, List<Optional<StudentStatistics.Figures>> figures) {
    Map<String, Object> score = new TreeMap<>();
    score.put("line", line.number());
    if (figures.isEmpty()) {
      String why = line.parsed().why();
      score.put(SKIPPED, why.isEmpty() ? "rewritten: " + line.other().orElseThrow().why() : why);
    } else if (figures.stream().anyMatch(Optional::isEmpty)) {
      score.put(SKIPPED, "too short, or too long for the context");
    } else {
      put(score, figures.stream().map(Optional::orElseThrow).toList());
    }
    return json(score);
  }

  private static void put(Map<String, Object> score, List<StudentStatistics.Figures> figures) {
    StudentStatistics.Figures own = figures.get(0);
    score.put(IFD, own.ifd());
    score.put("rIfd", own.reverse());
    if (figures.size() > 1) {
      double ifd = figures.get(1).ifd();
      boolean instruction = ifd > own.ifd() && ifd < 1;
      // The responses are compared under the instruction that was taken.
      double before = (instruction ? figures.get(1) : own).reverse();
      double after = figures.get(instruction ? 3 : 2).reverse();
      score.put("ifdRewritten", ifd);
      score.put("rIfdBefore", before);
      score.put("rIfdRewritten", after);
      score.put("instruction", instruction ? "rewritten" : "original");
      score.put("response", after < before ? "rewritten" : "original");
    }
  }

  // ---- keeping ----

  private FilterReport write(double keep) throws IOException {
    double least = threshold(keep);
    FilterReport report = new FilterReport();
    Path beside = out.resolveSibling(out.getFileName() + ".part");
    try (BufferedReader lines = Files.newBufferedReader(data);
        LinesOf others = new LinesOf(rewritten);
        BufferedReader scores = Files.newBufferedReader(scores());
        BufferedWriter kept = Files.newBufferedWriter(beside)) {
      scores.readLine();
      int line = 0;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        Optional<String> other = others.next(line);
        JsonNode score = Json.MAPPER.readTree(scores.readLine());
        Optional<String> chosen =
            score.has(SKIPPED)
                ? Optional.empty()
                : rewritten.isPresent()
                    ? Optional.of(mixed(text, other.orElseThrow(), score))
                    : Optional.of(text).filter(t -> keeps(score, least));
        report.add(score, chosen.isPresent());
        if (chosen.isPresent()) {
          kept.write(chosen.get() + "\n");
        }
      }
    }
    Files.move(beside, out, StandardCopyOption.ATOMIC_MOVE);
    return report;
  }

  private static boolean keeps(JsonNode score, double least) {
    double ifd = score.path(IFD).asDouble();
    return ifd < 1 && ifd >= least;
  }

  /** The least IFD that is kept. */
  private double threshold(double keep) throws IOException {
    if (keep == 1) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] below;
    try (var lines = Files.lines(scores())) {
      below =
          lines
              .skip(1)
              .map(InstructionFilter::read)
              .filter(score -> score.has(IFD))
              .mapToDouble(score -> score.path(IFD).asDouble())
              .filter(ifd -> ifd < 1)
              .sorted()
              .toArray();
    }
    int count = (int) Math.ceil(keep * below.length);
    return count == 0 ? Double.POSITIVE_INFINITY : below[below.length - count];
  }

  private static JsonNode read(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new RunException("the figures are damaged: " + e.getOriginalMessage(), e);
    }
  }

  private String mixed(String text, String other, JsonNode score) {
    InstructionExample own = parse(text).example().orElseThrow();
    Optional<InstructionExample> rewrite = parse(other).example();
    return json(
        own.with(
            rewrite.filter(e -> score.path("instruction").asText().equals("rewritten")),
            rewrite.filter(e -> score.path("response").asText().equals("rewritten"))));
  }

  /** The lines of a file that may not be there; it has as many as the other. */
  private static final class LinesOf implements AutoCloseable {
    private final Optional<BufferedReader> reader;

    LinesOf(Optional<Path> file) throws IOException {
      this.reader =
          file.isEmpty() ? Optional.empty() : Optional.of(Files.newBufferedReader(file.get()));
    }

    Optional<String> next(int line) throws IOException {
      if (reader.isEmpty()) {
        return Optional.empty();
      }
      String text = reader.get().readLine();
      if (text == null) {
        throw new RunException("--rewritten has no line " + line + ", and DATA has one");
      }
      return Optional.of(text);
    }

    void requireEnd(int lines) throws IOException {
      if (reader.isPresent() && reader.get().readLine() != null) {
        throw new RunException("--rewritten has more lines than DATA, which has " + lines);
      }
    }

    @Override
    public void close() throws IOException {
      if (reader.isPresent()) {
        reader.get().close();
      }
    }
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
