package dev.sparring.cli.distill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.Checkers;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.evaluation.StandaloneEvaluation;
import dev.sparring.orchestrator.run.AtomicDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.FolderTree;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Teaches a student in one pass over the lessons of a teacher, and measures both on held-out
 * problems: the teacher once, the student before and at volumes that double. The folder holds what
 * is needed to go on where it was stopped:
 *
 * <pre>
 * lessons.jsonl   the lessons, as the teacher writes them
 * curve.jsonl     what is distilled; then the teacher, and the student at each volume
 * at-VOLUME       the student at the last of these volumes, with the optimizer's state
 * student         the student, at the end
 * </pre>
 */
public final class Distillation {
  private static final int SMALLEST = 16;
  private static final int TOGETHER = 64;

  /** A teacher none of whose last proposals became a lesson is given up. */
  private static final int FRUITLESS = 20 * TOGETHER;

  private final Path out;
  private final Task task;
  private final Settings settings;
  private final Plan plan;
  private final Consumer<String> progress;

  /**
   * What is to be done.
   *
   * @param volume lessons that the student learns from
   * @param batch lessons of an optimizer step
   * @param answers of a lesson that the student learns, at most
   */
  public record Plan(int volume, int batch, int answers) {}

  /**
   * A point of the curve.
   *
   * @param volume lessons learned; empty for the teacher
   * @param measured {@code eval/*}, as in the metrics of a run
   */
  public record Point(Optional<Integer> volume, Map<String, Double> measured) {}

  /**
   * A distillation.
   *
   * @param out folder, which is new or holds one that was stopped
   * @param progress told how far it is, a line now and then
   */
  public Distillation(
      Path out, Task task, Settings settings, Plan plan, Consumer<String> progress) {
    this.out = out;
    this.task = task;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
  }

  private Path lessons() {
    return out.resolve("lessons.jsonl");
  }

  private Path curve() {
    return out.resolve("curve.jsonl");
  }

  /** The student, at the end. */
  public Path student() {
    return out.resolve("student");
  }

  private Path at(int volume) {
    return out.resolve("at-" + volume);
  }

  /**
   * Does what has not been done yet.
   *
   * @param teacher writes
   * @param student learns
   * @param what of which models and settings this is, to refuse going on with others
   * @return the teacher, and then the student from volume 0 on
   * @throws RunException when the folder holds another distillation, or when nothing that the
   *     teacher writes becomes a lesson
   */
  public List<Point> run(Policy teacher, Policy student, Map<String, String> what)
      throws IOException {
    begin(what);
    List<Point> points = points();
    if (points.isEmpty()) {
      points.add(measured(teacher, Optional.empty()));
      points.add(measured(student, Optional.of(0)));
    } else if (points.size() == 1) {
      points.add(measured(student, Optional.of(0)));
    }
    int learned = points.get(points.size() - 1).volume().orElseThrow();
    if (learned > 0 && !Files.exists(student())) {
      student.restore(at(learned));
    }
    Student learner = new Student(student, task, settings);
    Lessons source = new Lessons(new Teacher(teacher, task, settings, plan.answers()));
    for (int volume : volumes()) {
      while (learned < volume) {
        int until = Math.min(volume, learned + plan.batch());
        source.require(until);
        double loss = learner.learn(source.all.subList(learned, until));
        learned = until;
        progress.accept(
            String.format(Locale.ROOT, "lesson %d/%d  loss %.3f", learned, plan.volume(), loss));
      }
      if (points.stream().noneMatch(p -> p.volume().equals(Optional.of(volume)))) {
        keep(student, volume);
        points.add(measured(student, Optional.of(volume)));
      }
    }
    finish(student);
    return points;
  }

  /** Volumes at which the student is measured, the whole one included. */
  private TreeSet<Integer> volumes() {
    TreeSet<Integer> volumes = new TreeSet<>();
    for (int volume = plan.volume(); volume >= Math.min(SMALLEST, plan.volume()); volume /= 2) {
      volumes.add(volume);
    }
    return volumes;
  }

  // ---- files ----

  private void begin(Map<String, String> what) throws IOException {
    String first = Json.MAPPER.writeValueAsString(what);
    if (!Files.exists(curve())) {
      if (Files.exists(out)) {
        try (Stream<Path> files = Files.list(out)) {
          if (files.findAny().isPresent()) {
            throw new RunException(out + " holds other files; choose another OUT, or remove it");
          }
        }
      }
      Files.createDirectories(out);
      append(curve(), first);
      return;
    }
    List<String> lines = whole(curve());
    if (lines.isEmpty() || !lines.get(0).equals(first)) {
      throw new RunException(
          out
              + " holds a distillation with other models or settings ("
              + lines.stream().findFirst().orElse("nothing")
              + "); choose another OUT, or remove it");
    }
  }

  /** The whole lines of a file; one that was being written is cut off. */
  private static List<String> whole(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    if (end < text.length()) {
      Files.writeString(file, text.substring(0, end), StandardCharsets.UTF_8);
    }
    return text.substring(0, end).lines().toList();
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private List<Point> points() throws IOException {
    List<Point> points = new ArrayList<>();
    List<String> lines = whole(curve());
    for (String line : lines.subList(1, lines.size())) {
      JsonNode read = json(line, curve());
      Map<String, Double> measured = new LinkedHashMap<>();
      read.fields()
          .forEachRemaining(
              field -> {
                if (field.getKey().startsWith("eval/")) {
                  measured.put(field.getKey(), field.getValue().asDouble());
                }
              });
      points.add(
          new Point(
              read.has("volume") ? Optional.of(read.path("volume").asInt()) : Optional.empty(),
              measured));
    }
    return points;
  }

  private static JsonNode json(String line, Path file) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new RunException(file + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private Point measured(Policy policy, Optional<Integer> volume) throws IOException {
    progress.accept(
        "answering held-out problems: "
            + volume.map(v -> "the student after " + v + " lessons").orElse("the teacher"));
    Map<String, Double> measured;
    try (var checker = Checkers.open(settings, task)) {
      measured =
          StandaloneEvaluation.of(
              policy, EvaluationSuite.of(task, settings), checker, promptSet -> {});
    }
    ObjectNode line = Json.MAPPER.createObjectNode();
    volume.ifPresentOrElse(v -> line.put("volume", v), () -> line.put("teacher", true));
    measured.forEach(line::put);
    append(curve(), Json.MAPPER.writeValueAsString(line));
    return new Point(volume, measured);
  }

  /** Keeps the student before it is measured: a line of the curve has its checkpoint. */
  private void keep(Policy student, int volume) throws IOException {
    if (Files.exists(at(volume))) {
      FolderTree.delete(at(volume));
    }
    try (AtomicDirectory made = AtomicDirectory.beside(at(volume))) {
      student.save(made.path());
      made.commit();
    }
    removeAllBut(Optional.of(at(volume)));
  }

  private void finish(Policy student) throws IOException {
    if (!Files.exists(student())) {
      try (AtomicDirectory made = AtomicDirectory.beside(student())) {
        student.saveWeights(made.path());
        made.commit();
      }
    }
    removeAllBut(Optional.empty());
  }

  private void removeAllBut(Optional<Path> kept) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("at-\\d+") && !kept.equals(Optional.of(file))) {
          FolderTree.delete(file);
        }
      }
    }
  }

  /** The lessons of the file, and as many more as are needed. */
  private final class Lessons {
    private final Teacher teacher;
    private final List<Lesson> all = new ArrayList<>();
    private int next;

    private Lessons(Teacher teacher) throws IOException {
      this.teacher = teacher;
      for (String line : whole(lessons())) {
        try {
          Lesson lesson = Json.MAPPER.readValue(line, Lesson.class);
          add(lesson);
          next = lesson.n() + 1;
        } catch (JsonProcessingException e) {
          throw new RunException(lessons() + " is damaged: " + e.getOriginalMessage(), e);
        }
      }
    }

    private void add(Lesson lesson) {
      teacher.knows(lesson.key());
      all.add(lesson);
    }

    private void require(int count) throws IOException {
      int fruitless = 0;
      while (all.size() < count) {
        List<Lesson> more = teacher.lessons(next, TOGETHER);
        for (Lesson lesson : more.subList(0, Math.min(more.size(), plan.volume() - all.size()))) {
          all.add(lesson);
          append(lessons(), Json.MAPPER.writeValueAsString(lesson));
        }
        next += TOGETHER;
        fruitless = more.isEmpty() ? fruitless + TOGETHER : 0;
        if (fruitless >= FRUITLESS) {
          throw new RunException(
              "none of the last "
                  + fruitless
                  + " proposals of the teacher is a new problem with a label; "
                  + all.size()
                  + " lessons stand in "
                  + lessons());
        }
      }
    }
  }
}
