package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparring.policy.text.SpecialTokens.Source;
import dev.sparring.policy.text.SpecialTokens.SpecialToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The added tokens of a tokenizer with the ids that they get.
 *
 * <p>They come in the order in which transformers gives them to the tokenizers library: those of
 * {@code tokenizer.json}, and then those that the files beside it add or describe otherwise ({@code
 * PreTrainedTokenizerFast.__init__} of transformers 4.53). A later entry with the same text goes
 * over the flags of an earlier one; what was special once stays so.
 */
final class AddedTokens {
  /** Elements of {@code added_tokens}, as the library reads them. */
  private final ArrayNode json = JsonNodeFactory.instance.arrayNode();

  private final Map<String, Integer> vocabulary;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, AddedToken> byId = new HashMap<>();
  private int next;

  private AddedTokens(JsonNode tokenizer, List<AddedToken> more) {
    this.vocabulary = Vocabulary.texts(tokenizer);
    this.next = vocabulary.size();
    tokenizer.path("added_tokens").forEach(token -> add(AddedToken.of(token)));
    more.forEach(this::add);
  }

  static AddedTokens of(
      Path directory, JsonNode tokenizer, TokenizerConfig config, SpecialTokens special) {
    TreeMap<Integer, AddedToken> described = new TreeMap<>();
    Map<String, AddedToken> flags = new HashMap<>();
    if (config.older()) {
      older(directory, special, described);
      for (JsonNode token : tokenizer.path("added_tokens")) {
        described.put(token.path("id").asInt(), AddedToken.of(token));
        flags.put(token.path("content").asText(), AddedToken.of(token));
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : config.addedTokens().properties()) {
        AddedToken token = AddedToken.of(entry.getValue());
        described.put(id(entry.getKey(), config), token);
        flags.put(token.content(), token);
      }
    }
    List<AddedToken> all = List.copyOf(described.values());
    return new AddedTokens(tokenizer, added(tokenizer, all, flags, special));
  }

  /** {@code added_tokens.json}: ids by text. */
  private static void older(
      Path directory, SpecialTokens special, Map<Integer, AddedToken> described) {
    Set<String> named = special.filed();
    TokenizerConfig.optional(directory.resolve("added_tokens.json"))
        .properties()
        .forEach(
            entry -> {
              AddedToken token = AddedToken.of(entry.getKey(), named.contains(entry.getKey()));
              described.put(entry.getValue().asInt(), token.withNormalized(!token.special()));
            });
  }

  private static int id(String key, TokenizerConfig config) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException e) {
      throw config.mistake("added_tokens_decoder has the key " + key + ", which is no id");
    }
  }

  /**
   * What transformers adds: all that files describe, and special tokens that they do not.
   *
   * @param flags by text, which go before those that an attribute gives
   */
  private static List<AddedToken> added(
      JsonNode tokenizer,
      List<AddedToken> described,
      Map<String, AddedToken> flags,
      SpecialTokens special) {
    Set<String> known = new HashSet<>();
    described.forEach(token -> known.add(token.content()));
    tokenizer.path("added_tokens").forEach(token -> known.add(token.path("content").asText()));
    Set<String> names = new HashSet<>();
    List<AddedToken> all = new ArrayList<>(described);
    for (SpecialToken token : special.all()) {
      names.add(token.content());
      Optional<AddedToken> own =
          token.source() == Source.NAMED && flags.containsKey(token.content())
              ? Optional.of(flags.get(token.content()))
              : token.flags();
      if (own.isPresent()) {
        own.filter(one -> described.stream().noneMatch(one::same)).ifPresent(all::add);
      } else if (!known.contains(token.content())) {
        all.add(AddedToken.of(token.content(), true));
      }
    }
    return all.stream()
        .map(token -> token.withSpecial(token.special() || names.contains(token.content())))
        .toList();
  }

  /** As {@code AddedVocabulary::add_tokens} of the library: ids in files are not looked at. */
  private void add(AddedToken token) {
    if (token.content().isEmpty()) {
      return;
    }
    Integer known = ids.getOrDefault(token.content(), vocabulary.get(token.content()));
    int id = known != null ? known : next;
    next = Math.max(next, id + 1);
    AddedToken before = byId.put(id, token);
    ids.put(token.content(), id);
    if (before == null || !before.same(token)) {
      json.add(token.json(id));
    }
  }

  ArrayNode json() {
    return json;
  }

  /** The id of an added token. */
  OptionalInt id(String text) {
    return ids.containsKey(text) ? OptionalInt.of(ids.get(text)) : OptionalInt.empty();
  }
}
