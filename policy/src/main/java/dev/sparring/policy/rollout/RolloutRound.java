package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.policy.rollout.CompletionAnswer.Asked;
import dev.sparring.policy.rollout.RolloutBackend.Request;
import dev.sparring.policy.rollout.ServerFault.Kind;
import dev.sparring.policy.rollout.VllmBackend.Model;
import dev.sparring.policy.rollout.VllmBackend.Published;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.DecodeSequence;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has servers write the samples of one request. Every sample is written exactly once: it waits, is
 * in flight on one server or on two, or is written, and an answer to a written one is ignored.
 *
 * <pre>
 * a sample waits      for a server that has the adapter and room
 * a request           is repeated elsewhere when it fails, or takes longer than the timeout
 * the last requests   go to a second server as well when they take longer than twice the usual
 * a server in trouble is asked again after a pause (ServerPool)
 * </pre>
 */
final class RolloutRound {
  /** Answers to one sample that may be broken before the request is given up. */
  private static final int TRIES = 8;

  /** Broken answers in a row after which a server gets a pause. */
  private static final int BROKEN_IN_A_ROW = 3;

  private static final long LOOK_MILLIS = 50;

  private final ServerPool pool;
  private final Model model;
  private final Published adapter;
  private final Request request;
  private final BooleanSupplier cancelled;
  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Deque<Sample> waiting = new ArrayDeque<>();
  private final Set<Flight> flights = new LinkedHashSet<>();
  private final List<List<Sample>> samples = new ArrayList<>();
  private int open;
  private double usualNanos;
  private long answered;

  /** One completion that is wanted. */
  private static final class Sample {
    private final int[] prompt;
    private final int limit;
    private final long bits;
    private int flying;
    private int broken;
    private Completion written;

    private Sample(int[] prompt, int limit, long bits) {
      this.prompt = prompt;
      this.limit = limit;
      this.bits = bits;
    }
  }

  /** A request that a server works on. */
  private record Flight(
      Sample sample,
      ServerState server,
      Asked asked,
      CompletableFuture<HttpResponse<byte[]>> sent,
      long since) {}

  RolloutRound(
      ServerPool pool, Model model, Published adapter, Request request, BooleanSupplier cancelled) {
    this.pool = pool;
    this.model = model;
    this.adapter = adapter;
    this.request = request;
    this.cancelled = cancelled;
    for (int i = 0; i < request.prompts().size(); i++) {
      int[] prompt = request.prompts().get(i);
      int limit = Math.min(request.sampling().maxTokens(), model.context() - prompt.length);
      List<Sample> group = new ArrayList<>();
      for (RandomStream stream : request.samples().get(i)) {
        group.add(new Sample(prompt, limit, stream.bits(0)));
      }
      samples.add(group);
      waiting.addAll(group);
      open += group.size();
    }
  }

  /** Waits until all samples are written. */
  List<List<Completion>> run() {
    try {
      while (open > 0) {
        Cancelled.check(cancelled, false);
        pool.prepare(
            adapter,
            (server, written, fault) -> events.add(() -> prepared(server, written, fault)));
        expire();
        send();
        sendSlowOnesAgain();
        pool.sayIfNone();
        work();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      flights.forEach(flight -> flight.sent().cancel(true));
      pool.servers().forEach(ServerState::idle);
    }
    return samples.stream().map(group -> group.stream().map(s -> s.written).toList()).toList();
  }

  private void work() throws InterruptedException {
    Runnable event = events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    while (event != null) {
      event.run();
      event = events.poll();
    }
  }

  private void prepared(
      ServerState server, Optional<WeightProbe.Written> written, Optional<ServerFault> fault) {
    written.ifPresent(probe -> pool.prepared(server, adapter, probe));
    fault.ifPresent(why -> pool.failed(server, why));
  }

  private void send() {
    while (!waiting.isEmpty()) {
      Optional<ServerState> server = pool.free(adapter, Optional.empty());
      if (server.isEmpty()) {
        return;
      }
      Sample sample = waiting.remove();
      if (sample.written == null) {
        send(sample, server.get());
      }
    }
  }

  private void send(Sample sample, ServerState server) {
    Asked asked =
        VllmBackend.asked(
            server.name(adapter).orElseThrow(),
            sample.prompt,
            sample.limit,
            request,
            sample.bits,
            model);
    Flight flight =
        new Flight(
            sample, server, asked, server.server().send(asked, model.stopIds()), System.nanoTime());
    flights.add(flight);
    sample.flying++;
    server.sent();
    flight
        .sent()
        .whenComplete((response, failure) -> events.add(() -> landed(flight, response, failure)));
  }

  /** A request has ended. One that had expired, or whose sample is written, is of no use. */
  private void landed(Flight flight, HttpResponse<byte[]> response, Throwable failure) {
    if (!leave(flight) || flight.sample().written != null) {
      return;
    }
    try {
      if (failure != null) {
        throw VllmServer.fault(failure);
      }
      flight.sample().written = read(flight, VllmServer.read(response, flight.asked()));
      open--;
      flight.server().worked();
      answered++;
      usualNanos += (System.nanoTime() - flight.since() - usualNanos) / answered;
    } catch (ServerFault e) {
      failed(flight, e);
    }
  }

  private Completion read(Flight flight, CompletionAnswer answer) throws ServerFault {
    return DecodeSequence.replay(
            flight.sample().prompt,
            answer.ids(),
            answer.logprobs(),
            flight.sample().limit,
            model.stopIds(),
            request.sampling(),
            model.tokenizer())
        .orElseThrow(
            () ->
                new ServerFault(
                    Kind.BROKEN,
                    "its answer is broken: it stopped at a token that does not end a completion"
                        + " of this model"));
  }

  private void failed(Flight flight, ServerFault fault) {
    Sample sample = flight.sample();
    boolean own = fault.kind() == Kind.BROKEN || fault.kind() == Kind.REFUSED;
    if (own && ++sample.broken >= TRIES) {
      throw new RolloutException(
          flight.server().server().address() + ": " + fault.getMessage(), fault);
    }
    if (sample.flying == 0) {
      waiting.addFirst(sample);
    }
    boolean current = flight.server().name(adapter).equals(Optional.of(flight.asked().model()));
    if (fault.kind() == Kind.UNKNOWN_MODEL && current) {
      pool.lost(flight.server(), fault);
    } else if (own) {
      if (flight.server().brokenAgain() >= BROKEN_IN_A_ROW) {
        pool.failed(flight.server(), fault);
      }
    } else if (current) {
      pool.failed(flight.server(), fault);
    }
  }

  private boolean leave(Flight flight) {
    boolean flew = flights.remove(flight);
    if (flew) {
      flight.sample().flying--;
      flight.server().returned();
    }
    return flew;
  }

  /** Gives up requests that take longer than the timeout. */
  private void expire() {
    long now = System.nanoTime();
    for (Flight flight : List.copyOf(flights)) {
      if (now - flight.since() > pool.timeout().toNanos() && leave(flight)) {
        flight.sent().cancel(true);
        if (flight.sample().written == null) {
          failed(flight, VllmServer.hung(pool.timeout()));
        }
      }
    }
  }

  /** So one slow server does not hold up the end of a round. */
  private void sendSlowOnesAgain() {
    if (!waiting.isEmpty() || answered == 0) {
      return;
    }
    double slow = Math.max(2 * usualNanos, 1e9);
    long now = System.nanoTime();
    for (Flight flight : List.copyOf(flights)) {
      if (flight.sample().flying == 1 && now - flight.since() > slow) {
        pool.free(adapter, Optional.of(flight.server()))
            .ifPresent(other -> send(flight.sample(), other));
      }
    }
  }
}
