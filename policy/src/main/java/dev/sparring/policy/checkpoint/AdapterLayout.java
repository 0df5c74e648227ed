package dev.sparring.policy.checkpoint;

import dev.sparring.policy.checkpoint.ParameterLayout.Part;
import dev.sparring.policy.checkpoint.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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

  private static final Pattern NAMED = Pattern.compile("\\.lora_([AB])\\.default\\.weight$");

  private AdapterLayout() {}

  /** One linear map: its name, how many numbers it gives. */
  private record Target(String name, long outputs) {}

  /** Linear maps with the same input. */
  private record Group(long inputs, List<Target> targets) {}

  /** The linear maps of a model, those with the same input together, in the order of layers. */
  private static List<Group> groups(ModelSpec spec) {
    long hidden = spec.hidden();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < spec.layers(); i++) {
      String attention = "model.layers." + i + ".self_attn.";
      String feed = "model.layers." + i + ".mlp.";
      groups.add(
          new Group(
              hidden,
              List.of(
                  new Target(attention + "q_proj", spec.querySize()),
                  new Target(attention + "k_proj", spec.keyValueSize()),
                  new Target(attention + "v_proj", spec.keyValueSize()))));
      groups.add(new Group(spec.querySize(), List.of(new Target(attention + "o_proj", hidden))));
      groups.add(
          new Group(
              hidden,
              List.of(
                  new Target(feed + "gate_proj", spec.inner()),
                  new Target(feed + "up_proj", spec.inner()))));
      groups.add(new Group(spec.inner(), List.of(new Target(feed + "down_proj", hidden))));
    }
    return groups;
  }

  /** The names of the linear maps that can be adapted. */
  static List<String> modules(ModelSpec spec) {
    return groups(spec).stream()
        .flatMap(group -> group.targets().stream())
        .map(Target::name)
        .toList();
  }

  /** The slots of an adapter over a model, in order. */
  static List<Slot> of(ModelSpec spec, AdapterModules adapter) {
    List<Slot> slots = new ArrayList<>();
    for (Group group : groups(spec)) {
      List<Part> stacked = new ArrayList<>();
      List<Slot> own = new ArrayList<>();
      for (Target target : group.targets()) {
        AdapterModules.Module module = adapter.byName().get(target.name());
        if (module == null) {
          own.add(Slot.ABSENT);
        } else {
          String name = PREFIX + target.name();
          stacked.add(new Part(name + A, module.rank()));
          own.add(new Slot(List.of(new Part(name + B, target.outputs())), module.rank()));
        }
      }
      slots.add(stacked.isEmpty() ? Slot.ABSENT : new Slot(List.copyOf(stacked), group.inputs()));
      slots.addAll(own);
    }
    return slots;
  }

  /**
   * The name of a tensor as the layout has it: files also have the adapter's name in it, {@code
   * default}, or leave the prefix out.
   */
  static String canonical(String name) {
    String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return PREFIX + NAMED.matcher(bare).replaceFirst(".lora_$1.weight");
  }

  /** Whether a slot's matrices begin at zero, so that a fresh adapter changes nothing. */
  static boolean beginsAtZero(Slot slot) {
    return slot.parts().get(0).name().endsWith(B);
  }
}
