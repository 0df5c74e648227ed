package dev.sparring.template;

import java.util.List;

/**
 * What {@code keys()}, {@code values()} and {@code items()} return: it can be walked and measured,
 * not indexed.
 */
record DictView(String type, List<Object> items) {
  boolean isSet() {
    return !type.equals("dict_values");
  }
}
