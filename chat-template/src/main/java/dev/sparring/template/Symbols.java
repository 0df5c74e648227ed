package dev.sparring.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of one scope: where each is kept, and what it holds when the scope is entered. Jinja
 * decides this when it compiles a template, from all of the scope at once; therefore a variable
 * that is set further down hides one of the caller's from the beginning on.
 */
final class Symbols {
  /** What a variable holds when its scope is entered. */
  sealed interface Load {
    /** Whatever entering the scope passes. */
    record Parameter() implements Load {}

    /** The caller's variable of this name. */
    record Resolve(String name) implements Load {}

    /** What a variable of a scope around holds at that time. */
    record Alias(Slot outer) implements Load {}

    /** Nothing yet. */
    record Unset() implements Load {}
  }

  private final Symbols parent;
  private final FunctionScope function;
  private final int level;
  private final Map<String, Slot> slots;
  private final Map<Slot, Load> loads;
  private final Set<String> stores;

  private Symbols(
      Symbols parent,
      FunctionScope function,
      int level,
      Map<String, Slot> slots,
      Map<Slot, Load> loads,
      Set<String> stores) {
    this.parent = parent;
    this.function = function;
    this.level = level;
    this.slots = slots;
    this.loads = loads;
    this.stores = stores;
  }

  private static Symbols of(Symbols parent, FunctionScope function, int level) {
    return new Symbols(
        parent, function, level, new HashMap<>(), new LinkedHashMap<>(), new HashSet<>());
  }

  /** The outermost scope of a template or block. */
  static Symbols root() {
    return of(null, new FunctionScope(), 0);
  }

  /** A scope inside of this one. */
  Symbols inner() {
    return inner(function);
  }

  /** A scope inside of this one that is the outermost of {@code inside}. */
  Symbols inner(FunctionScope inside) {
    return of(this, inside, level + 1);
  }

  Symbols copy() {
    return new Symbols(
        parent,
        function,
        level,
        new HashMap<>(slots),
        new LinkedHashMap<>(loads),
        new HashSet<>(stores));
  }

  FunctionScope function() {
    return function;
  }

  Map<Slot, Load> loads() {
    return loads;
  }

  /** Whether this very scope says where the name is kept. */
  boolean isOwn(String name) {
    return slots.containsKey(name);
  }

  /** Where the name is kept, here or further out; {@code null} for a name nobody mentions. */
  Slot find(String name) {
    Slot slot = null;
    for (Symbols scope = this; scope != null && slot == null; scope = scope.parent) {
      slot = scope.slots.get(name);
    }
    return slot;
  }

  private void define(String name, Load load) {
    Slot slot = function.slot(level, name);
    slots.put(name, slot);
    loads.put(slot, load);
  }

  void parameter(String name) {
    stores.add(name);
    define(name, new Load.Parameter());
  }

  void load(String name) {
    if (find(name) == null) {
      define(name, new Load.Resolve(name));
    }
  }

  void store(String name) {
    stores.add(name);
    if (!slots.containsKey(name)) {
      Slot outer = parent == null ? null : parent.find(name);
      define(name, outer == null ? new Load.Unset() : new Load.Alias(outer));
    }
  }

  /**
   * Takes in what the branches of a condition do to copies of this scope. A name that is set in
   * some branch only holds what is further out, or the caller's, in the others.
   */
  void merge(List<Symbols> branches) {
    Set<String> fresh = new HashSet<>();
    branches.forEach(branch -> fresh.addAll(branch.stores));
    fresh.removeAll(stores);
    for (Symbols branch : branches) {
      slots.putAll(branch.slots);
      loads.putAll(branch.loads);
      stores.addAll(branch.stores);
    }
    for (String name : fresh) {
      Slot outer = parent == null ? null : parent.find(name);
      loads.put(find(name), outer == null ? new Load.Resolve(name) : new Load.Alias(outer));
    }
  }

  /** All names that are set here or further out, each where it is kept nearest. */
  Map<String, Slot> stored() {
    Map<String, Slot> stored = new HashMap<>();
    for (Symbols scope = this; scope != null; scope = scope.parent) {
      for (String name : scope.stores) {
        stored.putIfAbsent(name, find(name));
      }
    }
    return stored;
  }
}
