package dev.sparring.policy.checkpoint;

import dev.sparring.policy.checkpoint.ParameterLayout.Part;
import dev.sparring.policy.checkpoint.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * How an adapter's matrices lie in the list that the tensor program takes (see {@code
 * program/decoder.py}): the A of maps with the same input are stacked into one, each has a B of its
 * own. What is not adapted has no rows and no B.
 */
final class AdapterLayout {
  /** Goes before the names of the base's tensors. */
  static final String PREFIX = "base_model.model.";

  /** Ends the name of the matrix that takes a map's input. */
  static final String A = ".lora_A.weight";

  /** Ends the name of the matrix that gives to a map's output. */
  static final String B = ".lora_B.weight";

  private AdapterLayout() {}

  /** One linear map: its name, how many numbers it gives. */
  private record Target(String name, long outputs) {}

  /** The slots of an adapter over a model, in order. */
  static List<Slot> of(ModelSpec spec, AdapterSpec adapter) {
    long q = spec.querySize();
    long kv = spec.keyValueSize();
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < spec.layers(); i++) {
      String layer = PREFIX + "model.layers." + i + ".";
      String attention = layer + "self_attn.";
      String feed = layer + "mlp.";
      add(
          slots,
          adapter,
          attention,
          spec.hidden(),
          new Target("q_proj", q),
          new Target("k_proj", kv),
          new Target("v_proj", kv));
      add(slots, adapter, attention, q, new Target("o_proj", spec.hidden()));
      add(
          slots,
          adapter,
          feed,
          spec.hidden(),
          new Target("gate_proj", spec.inner()),
          new Target("up_proj", spec.inner()));
      add(slots, adapter, feed, spec.inner(), new Target("down_proj", spec.hidden()));
    }
    return slots;
  }

  private static void add(
      List<Slot> slots, AdapterSpec adapter, String within, long inputs, Target... targets) {
    List<Part> stacked = new ArrayList<>();
    List<Slot> own = new ArrayList<>();
    for (Target target : targets) {
      boolean adapted = adapter.targets().contains(target.name());
      String name = within + target.name();
      if (adapted) {
        stacked.add(new Part(name + A, adapter.rank()));
      }
      own.add(
          adapted
              ? new Slot(List.of(new Part(name + B, target.outputs())), adapter.rank())
              : Slot.ABSENT);
    }
    slots.add(stacked.isEmpty() ? Slot.ABSENT : new Slot(List.copyOf(stacked), inputs));
    slots.addAll(own);
  }

  /** Whether a slot's matrices begin at zero, so that a fresh adapter changes nothing. */
  static boolean beginsAtZero(Slot slot) {
    return slot.parts().get(0).name().endsWith(B);
  }
}
