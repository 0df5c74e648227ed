package dev.sparring.template;

/**
 * What a missing name, attribute or element yields: it prints as nothing, counts as false and as
 * empty, and fails with {@code problem} as soon as anything else is done with it.
 */
record Undefined(String problem) {
  private static final int LONGEST_NAME = 80;

  static Undefined variable(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  static Undefined attribute(Object owner, String name) {
    return new Undefined("'" + ownerName(owner) + "' has no attribute '" + shortened(name) + "'");
  }

  static Undefined element(Object owner, Object key) {
    return key instanceof String name
        ? attribute(owner, name)
        : new Undefined(ownerName(owner) + " has no element " + shortened(String.valueOf(key)));
  }

  static Undefined unsafeAttribute(Object owner, String name) {
    return new Undefined(
        "access to attribute '" + name + "' of '" + Values.typeName(owner) + "' object is unsafe.");
  }

  Failure failure() {
    return new Failure(problem);
  }

  private static String ownerName(Object owner) {
    return owner == null ? "None" : Values.typeName(owner) + " object";
  }

  private static String shortened(String name) {
    String line = name.replace('\n', ' ');
    return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
  }
}
