package dev.sparring.systems.judge;

import dev.sparring.core.Attempt;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Turn;
import dev.sparring.core.check.Checks;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Figures of the judgements of one round. A share of nothing is NaN. */
final class JudgeMetrics {
  private final List<Checks.Question> questions;
  private final Task task;

  JudgeMetrics(ScoredRound scored, Task task) {
    this.questions = Checks.of(scored.attempted());
    this.task = task;
  }

  Map<String, Double> all() {
    Map<String, Double> metrics = new TreeMap<>();
    Share swapped = new Share();
    Share first = new Share();
    Share cycles = new Share();
    Share right = new Share();
    List<Double> lengths = new ArrayList<>();
    for (Checks.Question question : questions) {
      List<Turn> read = question.turns().stream().filter(t -> t.reading().isPresent()).toList();
      for (Turn turn : read) {
        first.add(turn.reading().get().equals(turn.about().get(0)));
      }
      underSwap(read, swapped);
      cycles(read, cycles);
      lengths(question, read, lengths);
      accuracy(question, read, right);
    }
    metrics.put("judge/agreement", swapped.value());
    metrics.put("judge/first", first.value());
    metrics.put("judge/cycles", cycles.value());
    metrics.put(
        "judge/winnerLength", lengths.stream().mapToDouble(l -> l).average().orElse(Double.NaN));
    metrics.put("probe/judgeAccuracy", right.value());
    return metrics;
  }

  /** Of every two judgements of a pair in different orders, whether they prefer the same answer. */
  private static void underSwap(List<Turn> read, Share share) {
    for (Turn one : read) {
      for (Turn other : read) {
        if (one.group() == other.group()
            && one.about().get(0).compareTo(one.about().get(1)) < 0
            && other.about().get(0).equals(one.about().get(1))) {
          share.add(one.reading().equals(other.reading()));
        }
      }
    }
  }

  /** Of every three answers that are all compared with a clear preference, whether they cycle. */
  private static void cycles(List<Turn> read, Share share) {
    Map<String, Map<String, Integer>> lead = new TreeMap<>();
    for (Turn turn : read) {
      String winner = turn.reading().orElseThrow();
      String loser = PairwiseRewards.loser(turn);
      lead.computeIfAbsent(winner, w -> new HashMap<>()).merge(loser, 1, Integer::sum);
      lead.computeIfAbsent(loser, l -> new HashMap<>()).merge(winner, -1, Integer::sum);
    }
    List<String> ids = List.copyOf(lead.keySet());
    for (int i = 0; i < ids.size(); i++) {
      for (int j = i + 1; j < ids.size(); j++) {
        for (int k = j + 1; k < ids.size(); k++) {
          int a = sign(lead, ids.get(i), ids.get(j));
          int b = sign(lead, ids.get(j), ids.get(k));
          int c = sign(lead, ids.get(k), ids.get(i));
          if (a != 0 && b != 0 && c != 0) {
            share.add(a == b && b == c);
          }
        }
      }
    }
  }

  private static int sign(Map<String, Map<String, Integer>> lead, String one, String other) {
    return Integer.signum(lead.get(one).getOrDefault(other, 0));
  }

  /** Tokens of the preferred answer over those of the other one. */
  private static void lengths(Checks.Question question, List<Turn> read, List<Double> lengths) {
    Map<String, Integer> tokens = new HashMap<>();
    question.attempts().forEach(a -> tokens.put(a.id(), a.completion().ids().length));
    for (Turn turn : read) {
      lengths.add(
          (double) tokens.get(turn.reading().orElseThrow())
              / tokens.get(PairwiseRewards.loser(turn)));
    }
  }

  /** Of judgements of a right and a wrong answer, whether they prefer the right one. */
  private void accuracy(Checks.Question question, List<Turn> read, Share share) {
    Optional<String> truth = task.truth(question.problem().text());
    if (truth.isEmpty()) {
      return;
    }
    Map<String, Boolean> right = new HashMap<>();
    for (Attempt attempt : question.attempts()) {
      right.put(attempt.id(), attempt.answer().equals(truth));
    }
    for (Turn turn : read) {
      boolean winner = right.get(turn.reading().orElseThrow());
      if (winner != right.get(PairwiseRewards.loser(turn))) {
        share.add(winner);
      }
    }
  }

  /** A share of cases, NaN without any. */
  private static final class Share {
    private int holds;
    private int all;

    void add(boolean one) {
      holds += one ? 1 : 0;
      all++;
    }

    double value() {
      return (double) holds / all;
    }
  }
}
