package dev.sparring.exports;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Sends spans to a collector by OTLP over HTTP. A round is a trace: its phases, the pieces that
 * workers did, and the checkpoint after it are spans below it. Headers are taken from {@code
 * OTEL_EXPORTER_OTLP_HEADERS}, as OpenTelemetry's own exporters do.
 */
final class OpenTelemetryExporter implements Exporter {
  private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  private static final AttributeKey<Long> STEP = AttributeKey.longKey("sparring.step");
  private static final AttributeKey<String> WORKER = AttributeKey.stringKey("sparring.worker");
  private static final AttributeKey<String> PIECE = AttributeKey.stringKey("sparring.piece");
  private static final List<String> PHASES = List.of("propose", "solve", "verify", "learn");

  /** The JDK forgets loggers, and how they are set, that nobody holds. */
  private static final Logger COMPLAINTS = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Handler complaints;
  private Optional<Span> round = Optional.empty();
  private long begun;

  private OpenTelemetryExporter(Settings settings, Consumer<String> note) {
    String url = settings.metrics().opentelemetry();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url.replaceAll("/+$", "") + "/v1/traces")
            .setTimeout(10, TimeUnit.SECONDS);
    headers(System.getenv(HEADERS), exporter);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.builder()
                                .put("service.name", "sparring")
                                .put("sparring.run", settings.run().name())
                                .put("sparring.task", settings.task())
                                .build())))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
            .build();
    this.tracer = provider.get("dev.sparring");
    this.complaints = new FirstComplaint(url, note);
    COMPLAINTS.addHandler(complaints);
    COMPLAINTS.setUseParentHandlers(false);
  }

  static Optional<Exporter> of(Settings settings, Consumer<String> note) {
    return settings.metrics().opentelemetry().isEmpty()
        ? Optional.empty()
        : Optional.of(new OpenTelemetryExporter(settings, note));
  }

  /** {@code name=value,name=value}. */
  private static void headers(String text, OtlpHttpSpanExporterBuilder exporter) {
    for (String header : text == null ? new String[0] : text.split(",")) {
      int equals = header.indexOf('=');
      if (equals > 0) {
        exporter.addHeader(
            header.substring(0, equals).strip(), header.substring(equals + 1).strip());
      }
    }
  }

  @Override
  public void accept(RunEvent event) {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    if (event instanceof RunEvent.RunBegun) {
      begun = now;
    } else if (event instanceof RunEvent.PieceFinished piece) {
      child(piece.kind(), now - nanos(piece.seconds()), now)
          .setAttribute(STEP, (long) piece.step())
          .setAttribute(WORKER, piece.worker())
          .setAttribute(PIECE, piece.piece())
          .end(now, TimeUnit.NANOSECONDS);
    } else if (event instanceof RunEvent.CheckpointWritten written) {
      child("checkpoint", now - nanos(written.seconds()), now)
          .setAttribute(STEP, (long) written.step())
          .end(now, TimeUnit.NANOSECONDS);
    } else if (event instanceof RunEvent.GuardRaised raised) {
      open(now).addEvent("guard " + raised.guard() + ": " + raised.message());
    } else if (event instanceof RunEvent.WorkerLost lost) {
      open(now).addEvent("worker " + lost.worker() + " is lost: " + lost.why());
    } else if (event instanceof RunEvent.RoundFinished finished) {
      finish(finished, now);
    } else if (event instanceof RunEvent.RunEnded ended) {
      round.ifPresent(
          open -> {
            open.updateName("end");
            if (ended.summary().stopped().equals("failed")) {
              open.setStatus(StatusCode.ERROR, ended.summary().reason());
            }
            open.end(now, TimeUnit.NANOSECONDS);
          });
      round = Optional.empty();
    }
  }

  /** The span of what goes on: it is named when it ends. */
  private Span open(long now) {
    if (round.isEmpty()) {
      long start = begun == 0 ? now : begun;
      round =
          Optional.of(
              tracer
                  .spanBuilder("round")
                  .setNoParent()
                  .setStartTimestamp(start, TimeUnit.NANOSECONDS)
                  .startSpan());
    }
    return round.get();
  }

  private Span child(String name, long start, long now) {
    SpanBuilder span = tracer.spanBuilder(name).setParent(Context.root().with(open(now)));
    return span.setStartTimestamp(start, TimeUnit.NANOSECONDS).startSpan();
  }

  /** Phases follow each other, so that their lengths tell when each began. */
  private void finish(RunEvent.RoundFinished finished, long now) {
    long at = now - nanos(finished.metrics().getOrDefault("time/round", 0.0));
    for (String phase : PHASES) {
      double seconds = finished.metrics().getOrDefault("time/" + phase, 0.0);
      if (seconds > 0) {
        long end = at + nanos(seconds);
        child(phase, at, now)
            .setAttribute(STEP, (long) finished.step())
            .end(end, TimeUnit.NANOSECONDS);
        at = end;
      }
    }
    open(now).setAttribute(STEP, (long) finished.step()).end(now, TimeUnit.NANOSECONDS);
    round = Optional.empty();
    begun = now;
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Override
  public void close() {
    provider.shutdown().join(10, TimeUnit.SECONDS);
    COMPLAINTS.removeHandler(complaints);
  }

  /** Tells once that spans can't be sent; OpenTelemetry would print a stack trace each time. */
  private static final class FirstComplaint extends Handler {
    private final AtomicBoolean said = new AtomicBoolean();
    private final String url;
    private final Consumer<String> note;

    private FirstComplaint(String url, Consumer<String> note) {
      this.url = url;
      this.note = note;
    }

    @Override
    public void publish(LogRecord complaint) {
      if (!said.getAndSet(true)) {
        note.accept("spans can't be sent to " + url + " and are lost until it answers");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
