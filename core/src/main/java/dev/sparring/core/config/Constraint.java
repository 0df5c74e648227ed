package dev.sparring.core.config;

import dev.sparring.core.plugin.Named;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values that a setting may hold. A setting without it may hold every value of its type. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Constraint {
  /** The key, if it differs from the component's name with hyphens. */
  String key() default "";

  double atLeast() default Double.NEGATIVE_INFINITY;

  double above() default Double.NEGATIVE_INFINITY;

  double atMost() default Double.POSITIVE_INFINITY;

  double below() default Double.POSITIVE_INFINITY;

  /** Whether 0 is allowed although it is outside the bounds; it then switches something off. */
  boolean orZero() default false;

  /** The texts that are allowed, separated by {@code |}. */
  String oneOf() default "";

  /** An interface whose implementations on the class path have names that are allowed as well. */
  Class<? extends Named> orNameOf() default Named.class;

  /**
   * Other words for allowed texts, each as {@code word=text}, separated by {@code |}. A file or
   * {@code --set} may use the word; the setting then holds the text.
   */
  String synonyms() default "";

  /** A sentence that is added when one of these words is refused: {@code word|word: sentence}. */
  String remark() default "";

  /** Whether a text that only matches in lower case is converted to lower case. */
  boolean anyCase() default false;

  /** A regular expression that a text must match; {@link #what} puts it in words. */
  String matching() default "";

  String what() default "";

  /** Whether a block of single values may have blocks in it, whose keys then have dots. */
  boolean nested() default false;

  /** The default, for settings of blocks whose names the user chooses, such as guards. */
  String otherwise() default "";
}
