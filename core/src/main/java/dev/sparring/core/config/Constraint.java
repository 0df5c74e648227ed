package dev.sparring.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a setting may hold. Without it: whatever fits its type. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Constraint {
  /** The key, where it is not the component's name. */
  String key() default "";

  double atLeast() default Double.NEGATIVE_INFINITY;

  double above() default Double.NEGATIVE_INFINITY;

  double atMost() default Double.POSITIVE_INFINITY;

  double below() default Double.POSITIVE_INFINITY;

  /** Whether 0 may stand outside these bounds, where it switches something off. */
  boolean orZero() default false;

  /** Names, separated by {@code |}. */
  String oneOf() default "";

  /**
   * Other words for names, each as {@code word=name}, separated by {@code |}; a file or {@code
   * --set} may use them, and the setting then holds the name.
   */
  String synonyms() default "";

  /** What to add to a refusal of certain words: {@code word|word: sentence}. */
  String remark() default "";

  /** Whether a text that matches in lower case alone is taken in lower case. */
  boolean anyCase() default false;

  /** A regular expression that a text must match; {@link #what} puts it in words. */
  String matching() default "";

  String what() default "";

  /** Whether a block of single values may have blocks in it, whose keys then have dots. */
  boolean nested() default false;

  /** What an entry that does not mention it holds; for blocks whose names the user chooses. */
  String otherwise() default "";
}
