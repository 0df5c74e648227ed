package dev.sparring.dashboard.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the logs of a run's actors as one log, in the order of time and, at the same time, of
 * rounds. Each reading begins where the one before has ended. It holds one line of each actor.
 */
public final class LogFollower {
  private static final int LONGEST_LINE = 4000;

  /** A line for people, or an object of JSON: both have the day, the time, and the round. */
  private static final Pattern BEGINS =
      Pattern.compile(
          "(?:\\{\"time\":\")?(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d\\.\\d{3})"
              + "(?: .{0,20}?\\[\\S{1,60} step |\\S{0,6}\",\"step\":)(\\d{1,9}|-|null)[ ,].*");

  /** A line without a time, as those of a stack trace, belongs to the line before it. */
  private static final Comparator<Cursor> ORDER =
      Comparator.comparing((Cursor cursor) -> cursor.time)
          .thenComparing(cursor -> !cursor.continues)
          .thenComparing(cursor -> cursor.step)
          .thenComparing(cursor -> cursor.actor);

  private final ActorLogs logs;
  private final Set<String> actors;
  private final Map<String, Long> read = new HashMap<>();

  /**
   * Begins before the first line.
   *
   * @param run the run's folder
   * @param actors whose logs are read; empty is all, those that begin later among them
   */
  public LogFollower(RunFolder run, Set<String> actors) {
    this.logs = new ActorLogs(run);
    this.actors = Set.copyOf(actors);
  }

  /** The actors that have a log, sorted. */
  public List<String> actors() {
    return List.copyOf(logs.files().keySet());
  }

  /**
   * Reads the lines that were added.
   *
   * @param all whether a last line that lacks its end is read too, and not left for the next time
   * @param reader gets each line without its end; of a longer one the first 4,000 bytes
   */
  public void poll(boolean all, Consumer<String> reader) throws IOException {
    List<Cursor> open = new ArrayList<>();
    try {
      PriorityQueue<Cursor> heads = new PriorityQueue<>(ORDER);
      for (Map.Entry<String, Path> log : logs.files().entrySet()) {
        if (actors.isEmpty() || actors.contains(log.getKey())) {
          Cursor cursor = new Cursor(log.getKey(), log.getValue(), all);
          open.add(cursor);
          if (cursor.next()) {
            heads.add(cursor);
          }
        }
      }
      while (!heads.isEmpty()) {
        Cursor head = heads.remove();
        reader.accept(head.line);
        if (head.next()) {
          heads.add(head);
        }
      }
    } finally {
      for (Cursor cursor : open) {
        cursor.in.close();
      }
    }
  }

  /** The place in one actor's log. */
  private final class Cursor {
    private final String actor;
    private final boolean all;
    private final InputStream in;
    private final LineScanner lines;
    private String line = "";
    private String time = "";
    private int step;
    private boolean continues;

    Cursor(String actor, Path file, boolean all) throws IOException {
      this.actor = actor;
      this.all = all;
      FileChannel channel = FileChannel.open(file);
      if (channel.size() < read.getOrDefault(actor, 0L)) {
        read.put(actor, 0L); // it was begun anew
      }
      channel.position(read.getOrDefault(actor, 0L));
      this.in = new BufferedInputStream(Channels.newInputStream(channel));
      this.lines = new LineScanner(in, LONGEST_LINE);
    }

    boolean next() throws IOException {
      if (!lines.next() || (!lines.ended() && !all)) {
        return false;
      }
      read.merge(actor, lines.length() + (lines.ended() ? 1 : 0), Long::sum);
      line =
          new String(lines.bytes(), 0, lines.kept(), StandardCharsets.UTF_8)
              + (lines.cut() ? "…" : "");
      Matcher begins = BEGINS.matcher(line);
      continues = !begins.matches();
      if (!continues) {
        time = begins.group(1) + " " + begins.group(2);
        String round = begins.group(3);
        step = round.matches("\\d+") ? Integer.parseInt(round) : 0;
      }
      return true;
    }
  }
}
