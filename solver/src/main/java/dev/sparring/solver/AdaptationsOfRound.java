package dev.sparring.solver;

import akka.actor.typed.ActorRef;
import dev.sparring.core.Adapted;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.check.Checks;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLoop;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.GenerationRole;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is tried with a round's attempts, and what came of it. */
final class AdaptationsOfRound implements GenerationRole<AdaptationRunner.Try, AttemptedRound> {
  private final InnerLoop loop;

  AdaptationsOfRound(InnerLoop loop) {
    this.loop = loop;
  }

  /** One for each attempt that can be read; those at one problem get the same random numbers. */
  private List<Adaptation> adaptations(AttemptedRound attempted) {
    List<Adaptation> adaptations = new ArrayList<>();
    for (Checks.Question question : Checks.of(attempted)) {
      RandomStream random =
          attempted.proposed().round().stream(Role.SOLVER, question.problem().index(), 0)
              .child("inner");
      for (Attempt attempt : question.attempts()) {
        loop.adaptation(question.problem(), attempt, random).ifPresent(adaptations::add);
      }
    }
    return adaptations;
  }

  /** Questions are asked by {@link #job}, after something was learned. */
  @Override
  public List<Prompt> prompts(AdaptationRunner.Try request) {
    return List.of();
  }

  @Override
  public WorkerPool.Job job(
      String id,
      AdaptationRunner.Try request,
      Sampling sampling,
      ActorRef<WorkerPool.Reply> replyTo) {
    return new WorkerPool.Adapt(
        id, request.round().stepVersion(), adaptations(request.attempted()), sampling, replyTo);
  }

  @Override
  public AttemptedRound read(AdaptationRunner.Try request, WorkerPool.Generated written) {
    Iterator<Completions> next = written.completions().iterator();
    Map<String, List<String>> replies = new LinkedHashMap<>();
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    for (Adaptation adaptation : adaptations(request.attempted())) {
      List<String> own = new ArrayList<>();
      Optional<String> refusal = Optional.empty();
      for (int i = 0; i < adaptation.questions().size(); i++) {
        Completions reply = next.next();
        refusal = refusal.or(reply::refusal);
        reply.completions().stream().map(AdaptationsOfRound::text).forEach(own::add);
      }
      if (refusal.isPresent()) {
        failed.put(adaptation.id(), new DropReason.Lost(refusal.get()));
      } else {
        replies.put(adaptation.id(), own);
      }
    }
    return request.attempted().with(new Adapted(replies, failed, written.seconds()));
  }

  /** A reply that was cut off counts as none. */
  private static String text(Completion completion) {
    return completion.truncated() ? "" : completion.text();
  }

  @Override
  public AttemptedRound lost(AdaptationRunner.Try request, String cause) {
    Map<String, DropReason.Lost> failed = new LinkedHashMap<>();
    adaptations(request.attempted())
        .forEach(adaptation -> failed.put(adaptation.id(), new DropReason.Lost(cause)));
    return request.attempted().with(new Adapted(Map.of(), failed, 0));
  }

  @Override
  public String summary(AttemptedRound attempted) {
    Adapted adapted = attempted.adapted();
    return String.format(
        Locale.ROOT,
        "learned from %d of %d attempts, each in an adapter of its own, and answered %d questions;"
            + " %d lost",
        adapted.replies().size(),
        attempted.attempts().size(),
        adapted.replies().values().stream().mapToInt(List::size).sum(),
        adapted.failed().size());
  }
}
