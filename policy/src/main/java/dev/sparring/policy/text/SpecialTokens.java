package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The special tokens that a tokenizer's files and its class name, by attribute ({@code bos_token},
 * …, {@code additional_special_tokens}), as {@code SpecialTokensMixin} of transformers 4.53 has
 * them.
 */
final class SpecialTokens {
  private static final List<String> ATTRIBUTES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** Further attributes, which newer files may also have as a list without names. */
  private static final String EXTRA = "extra_special_tokens";

  /** Who names a special token. */
  enum Source {
    /** A file, by an attribute of its own. What other files say of its flags goes before. */
    NAMED,
    /** A file, among the additional ones. */
    LISTED,
    /** The tokenizer class, or an attribute that only this tokenizer has. */
    OWN
  }

  /**
   * A special token.
   *
   * @param flags empty where only its text is known
   */
  record SpecialToken(String content, Optional<AddedToken> flags, Source source) {}

  private final Map<String, List<SpecialToken>> byName = new LinkedHashMap<>();

  private SpecialTokens() {}

  static SpecialTokens of(TokenizerConfig config) {
    SpecialTokens all = new SpecialTokens();
    for (String name : ATTRIBUTES) {
      all.byName.put(name, attribute(config, name));
    }
    List<SpecialToken> additional = new ArrayList<>();
    for (String key : List.of(TokenizerConfig.ADDITIONAL, EXTRA)) {
      if (config.json().path(key).isArray()) {
        config
            .json()
            .path(key)
            .forEach(token -> additional.addAll(list(config, key, token, Source.LISTED)));
      }
    }
    all.byName.put(TokenizerConfig.ADDITIONAL, additional);
    if (config.kind() == TokenizerClass.CODE_LLAMA) {
      addInfilling(additional, config);
    }
    config
        .json()
        .path(EXTRA)
        .properties()
        .forEach(
            extra ->
                all.byName.put(
                    extra.getKey(), list(config, extra.getKey(), extra.getValue(), Source.OWN)));
    return all;
  }

  /** CodeLlama's tokens around a gap to be filled, which keys of the configuration may rename. */
  private static void addInfilling(List<SpecialToken> all, TokenizerConfig config) {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("prefix_token", "▁<PRE>");
    usual.put("middle_token", "▁<MID>");
    usual.put("suffix_token", "▁<SUF>");
    usual.put("eot_token", "▁<EOT>");
    usual.forEach(
        (key, text) ->
            all.addAll(
                config.json().has(key)
                    ? list(config, key, config.json().path(key), Source.OWN)
                    : List.of(new SpecialToken(text, Optional.empty(), Source.OWN))));
  }

  private static List<SpecialToken> attribute(TokenizerConfig config, String name) {
    String ofClass = config.kind().specialToken(name);
    List<SpecialToken> tokens =
        config.json().has(name)
            ? list(config, name, config.json().path(name), Source.NAMED)
            : ofClass == null
                ? List.of()
                : List.of(new SpecialToken(ofClass, Optional.empty(), Source.OWN));
    return config.kind().flags(name)
        ? tokens.stream().map(SpecialTokens::flagged).toList()
        : tokens;
  }

  private static SpecialToken flagged(SpecialToken token) {
    return new SpecialToken(
        token.content(),
        token.flags().or(() -> Optional.of(AddedToken.of(token.content(), true))),
        token.source());
  }

  private static List<SpecialToken> list(
      TokenizerConfig config, String key, JsonNode token, Source source) {
    if (token.isNull()) {
      return List.of();
    }
    boolean described = token.path("content").isTextual();
    if (!described && !token.isTextual()) {
      throw config.mistake(
          key + " holds " + token + "; it takes a text, or a token with its content");
    }
    String content = described ? token.path("content").asText() : token.asText();
    if (content.isEmpty()) {
      return List.of();
    }
    Optional<AddedToken> flags = described ? Optional.of(AddedToken.of(token)) : Optional.empty();
    return List.of(new SpecialToken(content, flags, source));
  }

  /** The text of a token that has a name. */
  Optional<String> text(String name) {
    return byName.getOrDefault(name, List.of()).stream().map(SpecialToken::content).findFirst();
  }

  /** All of them, in the order of their names; of attributes with the same text the first. */
  List<SpecialToken> all() {
    List<SpecialToken> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (List<SpecialToken> tokens : byName.values()) {
      List<SpecialToken> more =
          tokens.stream().filter(token -> !seen.contains(token.content())).toList();
      all.addAll(more);
      more.forEach(token -> seen.add(token.content()));
    }
    return all;
  }

  /** The texts of those that a file names as one of the common attributes. */
  Set<String> filed() {
    Set<String> texts = new TreeSet<>();
    for (List<SpecialToken> tokens : byName.values()) {
      tokens.stream()
          .filter(token -> token.source() != Source.OWN)
          .forEach(token -> texts.add(token.content()));
    }
    return texts;
  }

  /** What chat templates may name: a text by attribute, and the list of the additional ones. */
  Map<String, Object> templateNames() {
    Map<String, Object> names = new LinkedHashMap<>();
    byName.forEach(
        (name, tokens) -> {
          List<String> texts = tokens.stream().map(SpecialToken::content).toList();
          if (!texts.isEmpty()) {
            names.put(name, name.equals(TokenizerConfig.ADDITIONAL) ? texts : texts.get(0));
          }
        });
    return names;
  }
}
