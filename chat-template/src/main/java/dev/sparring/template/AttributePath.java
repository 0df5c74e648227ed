package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * What the argument {@code attribute} of a filter names: a key, an index, or several with dots
 * between.
 */
final class AttributePath {
  private final List<Object> parts;
  private final Object fallback;

  private AttributePath(List<Object> parts, Object fallback) {
    this.parts = parts;
    this.fallback = fallback;
  }

  static AttributePath of(RenderContext context, Object attribute) {
    return of(context, attribute, null);
  }

  /**
   * @param attribute a text, a key of any other kind, or {@code null} for the item itself
   * @param fallback what takes the place of something undefined on the way, or {@code null}
   */
  static AttributePath of(RenderContext context, Object attribute, Object fallback) {
    List<Object> parts = new ArrayList<>();
    if (Markup.isText(attribute)) {
      String path = Markup.text(attribute);
      context.budget().spendOnText(path.length());
      for (String part : path.split("\\.", -1)) {
        parts.add(part(part));
      }
    } else if (attribute != null) {
      parts.add(attribute);
    }
    return new AttributePath(parts, fallback);
  }

  /** Several paths, which commas separate in a text. */
  static List<AttributePath> several(RenderContext context, Object attributes) {
    if (!Markup.isText(attributes)) {
      return List.of(of(context, attributes));
    }
    List<AttributePath> paths = new ArrayList<>();
    for (String path : Markup.text(attributes).split(",", -1)) {
      paths.add(of(context, path));
    }
    return paths;
  }

  private static Object part(String part) {
    if (!CharacterClasses.all(part, CharacterClasses::isDigit)) {
      return part;
    }
    Object index = NumberParsing.integer(part, 10);
    if (index == null) {
      throw new TemplateRuntimeException("'" + part + "' is no index");
    }
    return index;
  }

  Object follow(RenderContext context, Object item) {
    Object found = item;
    for (Object part : parts) {
      context.budget().spend(1);
      found = Attributes.item(context, found, part);
      if (fallback != null && found instanceof Undefined) {
        found = fallback;
      }
    }
    return found;
  }

  /** As {@link #follow}; texts in lower case where case does not matter. */
  Object key(RenderContext context, Object item, boolean caseSensitive) {
    return caseSensitive ? follow(context, item) : withoutCase(follow(context, item));
  }

  static Object withoutCase(Object value) {
    return Markup.isText(value) ? Markup.like(value, LetterCase.lower(Markup.text(value))) : value;
  }
}
