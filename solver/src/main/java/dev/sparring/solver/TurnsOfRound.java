package dev.sparring.solver;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Turn;
import dev.sparring.core.Turns;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.TurnRequest;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The prompts of a round's turns, and what was written as turns. */
final class TurnsOfRound implements GenerationRole<TurnWriter.Write, AttemptedRound> {
  private final SelfPlay play;

  TurnsOfRound(SelfPlay play) {
    this.play = play;
  }

  /**
   * A request with the numbers of its turns.
   *
   * @param first number of its first turn among those of its role about its problem, from 0
   */
  private record Numbered(TurnRequest request, int first) {
    String id(int sample) {
      return String.format(
          Locale.ROOT, "%s-%s%03d", request.problem().id(), request.role(), first + sample);
    }

    List<RandomStream> streams(Round round) {
      List<RandomStream> streams = new ArrayList<>();
      for (int i = 0; i < request.samples(); i++) {
        streams.add(round.stream(request.role(), request.problem().index(), first + i));
      }
      return streams;
    }
  }

  private List<Numbered> requests(AttemptedRound attempted) {
    Map<String, Integer> next = new HashMap<>();
    List<Numbered> numbered = new ArrayList<>();
    for (TurnRequest request : play.requests(attempted)) {
      String key = request.problem().id() + " " + request.role();
      int first = next.getOrDefault(key, 0);
      numbered.add(new Numbered(request, first));
      next.put(key, first + request.samples());
    }
    return numbered;
  }

  @Override
  public List<Prompt> prompts(TurnWriter.Write write) {
    return requests(write.attempted()).stream()
        .map(
            numbered ->
                new Prompt(
                    numbered.id(0),
                    numbered.request().role(),
                    numbered.request().prompt(),
                    "",
                    numbered.streams(write.round())))
        .toList();
  }

  @Override
  public AttemptedRound read(TurnWriter.Write write, WorkerPool.Generated written) {
    List<Turn> turns = new ArrayList<>();
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    List<Numbered> requests = requests(write.attempted());
    for (int i = 0; i < requests.size(); i++) {
      Numbered numbered = requests.get(i);
      Optional<String> refusal = written.completions().get(i).refusal();
      if (refusal.isPresent()) {
        lose(numbered, refusal.get(), failed);
        continue;
      }
      List<Completion> completions = written.completions().get(i).completions();
      for (int n = 0; n < completions.size(); n++) {
        turns.add(turn(numbered, n, completions.get(n)));
      }
    }
    return write.attempted().with(new Turns(turns, failed, written.seconds()));
  }

  private Turn turn(Numbered numbered, int sample, Completion completion) {
    TurnRequest request = numbered.request();
    return new Turn(
        numbered.id(sample),
        request.role(),
        request.problem().id(),
        request.group(),
        request.about().stream().map(Attempt::id).toList(),
        completion,
        completion.truncated() ? Optional.empty() : play.read(request, completion));
  }

  private static void lose(Numbered numbered, String cause, Map<String, DropReason.Lost> failed) {
    for (int n = 0; n < numbered.request().samples(); n++) {
      failed.put(numbered.id(n), new DropReason.Lost(cause));
    }
  }

  @Override
  public AttemptedRound lost(TurnWriter.Write write, String cause) {
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    requests(write.attempted()).forEach(numbered -> lose(numbered, cause, failed));
    return write.attempted().with(new Turns(List.of(), failed, 0));
  }

  @Override
  public String summary(AttemptedRound attempted) {
    Turns turns = attempted.turns();
    StringBuilder text = new StringBuilder();
    for (Role role : play.roles()) {
      List<Turn> own = turns.written().stream().filter(t -> t.role().equals(role)).toList();
      text.append(
          String.format(
              Locale.ROOT,
              "%d turns of the %s, %d readable, ",
              own.size(),
              role,
              own.stream().filter(t -> t.reading().isPresent()).count()));
    }
    return text.append(turns.failed().size()).append(" lost").toString();
  }
}
