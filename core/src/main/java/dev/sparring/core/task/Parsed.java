package dev.sparring.core.task;

import java.util.function.Function;

/** What a parser made of a text. */
public sealed interface Parsed<T> {
  /** It was understood. */
  record Read<T>(T value) implements Parsed<T> {}

  /** It was not, for this short reason. */
  record Malformed<T>(String reason) implements Parsed<T> {}

  /** Understood as {@code value}. */
  static <T> Parsed<T> of(T value) {
    return new Read<>(value);
  }

  /** Not understood. */
  static <T> Parsed<T> malformed(String reason) {
    return new Malformed<>(reason);
  }

  /** What {@code change} makes of the value, when there is one. */
  default <U> Parsed<U> map(Function<T, U> change) {
    return this instanceof Read<T> read
        ? of(change.apply(read.value()))
        : malformed(((Malformed<T>) this).reason());
  }

  /** The value, or what {@code otherwise} makes of the reason. */
  default T orElse(Function<String, T> otherwise) {
    return this instanceof Read<T> read
        ? read.value()
        : otherwise.apply(((Malformed<T>) this).reason());
  }
}
