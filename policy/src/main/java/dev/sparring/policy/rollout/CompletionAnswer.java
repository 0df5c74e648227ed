package dev.sparring.policy.rollout;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparring.policy.rollout.ServerFault.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The tokens that a server has drawn, checked: they answer the request, each is an id of the
 * vocabulary, and each has a finite log-probability.
 *
 * @param ids the end token included, where there is one
 * @param logprobs one a token, nats
 */
record CompletionAnswer(int[] ids, float[] logprobs) {
  /** Rounding may put the log-probability of a sure token this far above 0. */
  private static final double ROUNDING = 1e-3;

  private static final Set<String> ENDS = Set.of("stop", "length");

  static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * What a server was asked for.
   *
   * @param model name of the adapter
   * @param prompt its ids
   * @param maxTokens tokens that the completion may have
   * @param seed of the sample, 0 or more
   * @param stop texts that end it
   */
  record Asked(
      String model,
      int[] prompt,
      int maxTokens,
      double temperature,
      long seed,
      List<String> stop,
      int vocabulary) {
    /** Bytes that a right answer has at most: numbers as JSON, and texts. */
    int bytes() {
      return (1 << 16) + 64 * prompt.length + 512 * maxTokens;
    }
  }

  /**
   * Reads an answer with status 200.
   *
   * @throws ServerFault of the kind {@link Kind#BROKEN} when it is not the answer to what was asked
   */
  static CompletionAnswer read(byte[] body, Asked asked) throws ServerFault {
    JsonNode json = tree(body);
    require(json.isObject(), "it is no JSON object");
    require(
        json.path("model").asText().equals(asked.model()),
        "it comes from another model than " + asked.model());
    JsonNode choices = json.path("choices");
    require(choices.isArray() && choices.size() == 1, "it does not have one choice");
    JsonNode choice = choices.get(0);
    int[] prompt = ids(choice.path("prompt_token_ids"), asked, "prompt_token_ids");
    require(Arrays.equals(prompt, asked.prompt()), "it answers another prompt");
    int[] ids = ids(choice.path("token_ids"), asked, "token_ids");
    require(
        ids.length > 0 && ids.length <= asked.maxTokens(),
        "it has " + ids.length + " tokens, and " + asked.maxTokens() + " were asked for");
    String end = choice.path("finish_reason").asText();
    require(ENDS.contains(end), "its finish_reason is neither stop nor length");
    require(
        end.equals("stop") || ids.length == asked.maxTokens(),
        "it was cut off after " + ids.length + " of " + asked.maxTokens() + " tokens");
    return new CompletionAnswer(ids, logprobs(choice.path("logprobs").path("token_logprobs"), ids));
  }

  /** Reads JSON that nobody vouches for. */
  static JsonNode tree(byte[] body) throws ServerFault {
    try {
      return STRICT.readTree(body);
    } catch (IOException e) {
      throw new ServerFault(Kind.BROKEN, "its answer is not JSON", e);
    }
  }

  private static int[] ids(JsonNode array, Asked asked, String what) throws ServerFault {
    require(array.isArray(), "it has no " + what + "; vLLM 0.10.2 and later send them");
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = array.get(i);
      require(
          id.isInt() && id.intValue() >= 0 && id.intValue() < asked.vocabulary(),
          what + " holds a token that the model does not have");
      ids[i] = id.intValue();
    }
    return ids;
  }

  private static float[] logprobs(JsonNode array, int[] ids) throws ServerFault {
    require(
        array.isArray() && array.size() == ids.length, "it does not have one logprob for each id");
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      JsonNode number = array.get(i);
      double value = number.isNumber() ? number.doubleValue() : Double.NaN;
      float rounded = (float) Math.min(value, 0);
      require(
          Float.isFinite(rounded) && value <= ROUNDING,
          "a log-probability is " + (number.isNumber() ? number.asText() : "no number"));
      logprobs[i] = rounded;
    }
    return logprobs;
  }

  private static void require(boolean holds, String otherwise) throws ServerFault {
    if (!holds) {
      throw new ServerFault(Kind.BROKEN, "its answer is broken: " + otherwise);
    }
  }
}
