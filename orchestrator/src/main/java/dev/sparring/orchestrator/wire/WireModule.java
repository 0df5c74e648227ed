package dev.sparring.orchestrator.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sparring.core.Outcome;
import dev.sparring.policy.learn.Loss;

/**
 * Names the alternatives of the sealed types that messages hold, so that the core needs no Jackson
 * and class names stay out of what travels. Registered in {@code akka.conf}.
 */
public final class WireModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  public WireModule() {
    super("sparring-wire", Version.unknownVersion());
    setMixInAnnotation(Outcome.class, OutcomeNames.class);
    setMixInAnnotation(Loss.class, LossNames.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Scored.class, name = "scored"),
    @JsonSubTypes.Type(value = Outcome.Dropped.class, name = "dropped")
  })
  private interface OutcomeNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Loss.PolicyGradient.class, name = "policy-gradient"),
    @JsonSubTypes.Type(value = Loss.Supervised.class, name = "supervised")
  })
  private interface LossNames {}
}
