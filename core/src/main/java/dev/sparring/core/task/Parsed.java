package dev.sparring.core.task;

import java.util.function.Function;

/** The result of a parser: a value, or the reason why there is none. */
public sealed interface Parsed<T> {
  /** The parser read a value. */
  record Read<T>(T value) implements Parsed<T> {}

  /** The parser read no value. The reason is a few words. */
  record Malformed<T>(String reason) implements Parsed<T> {}

  /** A value that was read. */
  static <T> Parsed<T> of(T value) {
    return new Read<>(value);
  }

  /** No value, for this reason. */
  static <T> Parsed<T> malformed(String reason) {
    return new Malformed<>(reason);
  }

  /** Changes the value, if there is one. */
  default <U> Parsed<U> map(Function<T, U> change) {
    return this instanceof Read<T> read
        ? of(change.apply(read.value()))
        : malformed(((Malformed<T>) this).reason());
  }

  /** The value, or what {@code otherwise} returns for the reason. */
  default T orElse(Function<String, T> otherwise) {
    return this instanceof Read<T> read
        ? read.value()
        : otherwise.apply(((Malformed<T>) this).reason());
  }
}
