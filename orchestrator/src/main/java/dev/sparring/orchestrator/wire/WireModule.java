package dev.sparring.orchestrator.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.policy.learn.Loss;

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
    setMixInAnnotation(Loss.class, LossNames.class);
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
    @JsonSubTypes.Type(value = DropReason.NoTruth.class, name = "no-truth"),
    @JsonSubTypes.Type(value = DropReason.Lost.class, name = "lost")
  })
  private interface ReasonNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Loss.PolicyGradient.class, name = "policy-gradient"),
    @JsonSubTypes.Type(value = Loss.Supervised.class, name = "supervised")
  })
  private interface LossNames {}
}
