package dev.sparring.policy.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * How a model's parameters lie in the list that the tensor program takes (see {@code
 * program/decoder.py}): matrices that are applied to the same input are stacked into one.
 */
public final class ParameterLayout {
  private ParameterLayout() {}

  /**
   * One tensor of the file within a stacked one.
   *
   * @param name as in the file
   * @param rows its first dimension
   */
  public record Part(String name, long rows) {}

  /**
   * One tensor of the list.
   *
   * @param parts what it is stacked from; empty where the family has none, or where the head is
   *     tied
   * @param columns second dimension; 0 for a vector
   */
  public record Slot(List<Part> parts, long columns) {
    /** Nothing: the family, or the adapter, has none. */
    static final Slot ABSENT = new Slot(List.of(), 0);

    /** The head of a model that uses its embedding for one. */
    static final Slot TIED = new Slot(List.of(), -1);

    /** Whether the model has it. */
    public boolean present() {
      return !parts.isEmpty();
    }

    /** The shape of one part. */
    public long[] shape(Part part) {
      return columns == 0 ? new long[] {part.rows()} : new long[] {part.rows(), columns};
    }

    /** The shape of the whole. */
    public long[] shape() {
      long rows = parts.stream().mapToLong(Part::rows).sum();
      return columns == 0 ? new long[] {rows} : new long[] {rows, columns};
    }

    /** Whether it is a matrix; vectors are norms and biases. */
    public boolean matrix() {
      return columns > 0;
    }
  }

  /** The slots of a model, in order. */
  public static List<Slot> of(ModelSpec spec) {
    List<Slot> slots = new ArrayList<>();
    slots.add(matrix(spec.hidden(), part("model.embed_tokens.weight", spec.vocabulary())));
    slots.add(vector(part("model.norm.weight", spec.hidden())));
    slots.add(
        spec.tied() ? Slot.TIED : matrix(spec.hidden(), part("lm_head.weight", spec.vocabulary())));
    for (int i = 0; i < spec.layers(); i++) {
      addLayer(slots, "model.layers." + i + ".", spec);
    }
    return slots;
  }

  private static void addLayer(List<Slot> slots, String layer, ModelSpec spec) {
    String attention = layer + "self_attn.";
    int q = spec.querySize();
    int kv = spec.keyValueSize();
    slots.add(vector(part(layer + "input_layernorm.weight", spec.hidden())));
    slots.add(
        matrix(
            spec.hidden(),
            part(attention + "q_proj.weight", q),
            part(attention + "k_proj.weight", kv),
            part(attention + "v_proj.weight", kv)));
    slots.add(biases(attention, spec));
    boolean norm = spec.family().queryKeyNorm();
    slots.add(norm ? vector(part(attention + "q_norm.weight", spec.headSize())) : Slot.ABSENT);
    slots.add(norm ? vector(part(attention + "k_norm.weight", spec.headSize())) : Slot.ABSENT);
    slots.add(matrix(q, part(attention + "o_proj.weight", spec.hidden())));
    slots.add(vector(part(layer + "post_attention_layernorm.weight", spec.hidden())));
    slots.add(
        matrix(
            spec.hidden(),
            part(layer + "mlp.gate_proj.weight", spec.inner()),
            part(layer + "mlp.up_proj.weight", spec.inner())));
    slots.add(matrix(spec.inner(), part(layer + "mlp.down_proj.weight", spec.hidden())));
  }

  private static Slot biases(String attention, ModelSpec spec) {
    if (!spec.queryKeyValueBias()) {
      return Slot.ABSENT;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(part(attention + "q_proj.bias", spec.querySize()));
    parts.add(part(attention + "k_proj.bias", spec.keyValueSize()));
    parts.add(part(attention + "v_proj.bias", spec.keyValueSize()));
    if (spec.attentionBias()) {
      parts.add(part(attention + "o_proj.bias", spec.hidden()));
    }
    return new Slot(List.copyOf(parts), 0);
  }

  private static Part part(String name, long rows) {
    return new Part(name, rows);
  }

  private static Slot matrix(long columns, Part... parts) {
    return new Slot(List.of(parts), columns);
  }

  private static Slot vector(Part... parts) {
    return new Slot(List.of(parts), 0);
  }
}
