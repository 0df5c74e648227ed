package dev.sparring.cluster.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.check.Mark;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.worker.WorkItem;
import dev.sparring.policy.worker.WorkResult;

/**
 * Gives the alternatives of the sealed types in messages their names, so that core needs no Jackson
 * and no class names are sent. Registered in {@code akka.conf}.
 */
public final class WireModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  public WireModule() {
    super("sparring-wire", Version.unknownVersion());
    setMixInAnnotation(Outcome.class, OutcomeNames.class);
    setMixInAnnotation(DropReason.class, ReasonNames.class);
    setMixInAnnotation(Mark.class, MarkNames.class);
    setMixInAnnotation(Loss.class, LossNames.class);
    setMixInAnnotation(WorkItem.class, ItemNames.class);
    setMixInAnnotation(WorkResult.class, ResultNames.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Scored.class, name = "scored"),
    @JsonSubTypes.Type(value = Outcome.Dropped.class, name = "dropped")
  })
  private interface OutcomeNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reason")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DropReason.Malformed.class, name = "malformed"),
    @JsonSubTypes.Type(value = DropReason.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = DropReason.NoLabel.class, name = "no-label"),
    @JsonSubTypes.Type(value = DropReason.Uncompared.class, name = "uncompared"),
    @JsonSubTypes.Type(value = DropReason.NoTruth.class, name = "no-truth"),
    @JsonSubTypes.Type(value = DropReason.Replayed.class, name = "replayed"),
    @JsonSubTypes.Type(value = DropReason.Drawn.class, name = "drawn"),
    @JsonSubTypes.Type(value = DropReason.Lost.class, name = "lost")
  })
  private interface ReasonNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "mark")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Mark.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = Mark.Unjudged.class, name = "unjudged")
  })
  private interface MarkNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Loss.PolicyGradient.class, name = "policy-gradient"),
    @JsonSubTypes.Type(value = Loss.Supervised.class, name = "supervised")
  })
  private interface LossNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "item")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = WorkItem.Generate.class, name = "generate"),
    @JsonSubTypes.Type(value = WorkItem.Adapt.class, name = "adapt"),
    @JsonSubTypes.Type(value = WorkItem.Score.class, name = "score"),
    @JsonSubTypes.Type(value = WorkItem.Monitor.class, name = "monitor"),
    @JsonSubTypes.Type(value = WorkItem.Learn.class, name = "learn"),
    @JsonSubTypes.Type(value = WorkItem.Gradient.class, name = "gradient"),
    @JsonSubTypes.Type(value = WorkItem.Step.class, name = "step"),
    @JsonSubTypes.Type(value = WorkItem.Save.class, name = "save"),
    @JsonSubTypes.Type(value = WorkItem.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = WorkItem.Publish.class, name = "publish")
  })
  private interface ItemNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = WorkResult.Generated.class, name = "generated"),
    @JsonSubTypes.Type(value = WorkResult.Scored.class, name = "scored"),
    @JsonSubTypes.Type(value = WorkResult.Monitored.class, name = "monitored"),
    @JsonSubTypes.Type(value = WorkResult.Learned.class, name = "learned"),
    @JsonSubTypes.Type(value = WorkResult.GradientWritten.class, name = "gradient-written"),
    @JsonSubTypes.Type(value = WorkResult.Stepped.class, name = "stepped"),
    @JsonSubTypes.Type(value = WorkResult.Done.class, name = "done"),
    @JsonSubTypes.Type(value = WorkResult.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = WorkResult.Abandoned.class, name = "abandoned")
  })
  private interface ResultNames {}
}
