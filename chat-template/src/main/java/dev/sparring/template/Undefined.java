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
    if (Markup.isText(key)) {
      return attribute(owner, Markup.text(key));
    }
    boolean plain = key == null || Numbers.isNumber(key);
    String shown = plain ? String.valueOf(key) : "of this kind, a " + PythonTypes.typeName(key);
    return new Undefined(ownerName(owner) + " has no element " + shown);
  }

  static Undefined unsafeAttribute(Object owner, String name) {
    String type = PythonTypes.typeName(owner);
    return new Undefined(
        "access to attribute '" + shortened(name) + "' of '" + type + "' object is unsafe.");
  }

  TemplateRuntimeException failure() {
    return new TemplateRuntimeException(problem);
  }

  /** Fails when the value is undefined. */
  static void refuse(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
  }

  private static String ownerName(Object owner) {
    return owner == null ? "None" : PythonTypes.typeName(owner) + " object";
  }

  private static String shortened(String name) {
    String line = name.replace('\n', ' ');
    return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
  }
}
