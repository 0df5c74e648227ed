package dev.sparring.core.plugin;

/** What a configuration chooses by its name. */
public interface Named {
  /** The name in a configuration: lower case, with words joined by hyphens. */
  String configName();
}
