package dev.sparring.cli.filter;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How hard instructions and responses are for a model ("Selective Reflection-Tuning", 2402.10110,
 * sections 3.1 and 3.2). With x the instruction, y the response, and ppl the perplexity, which is
 * the exponential of the mean negative log-probability of a text's tokens:
 *
 * <ul>
 *   <li>IFD(y|x) = ppl(y|x) / ppl(y): at 1 the instruction does not help to write the response;
 *   <li>r-IFD(x|y) = ppl(x|y) / ppl(x): the lower, the better the response tells the instruction.
 * </ul>
 *
 * <p>Given x, y stands as the answer in the model's chat; by itself it follows what the tokenizer
 * puts before a text. Without such a token the first token of a text is predicted by nothing, and
 * is left out of both perplexities.
 */
final class StudentStatistics {
  private static final int LEAST_TOKENS = 2;

  private final Policy policy;

  StudentStatistics(Policy policy) {
    this.policy = policy;
  }

  /** What is asked about: a text after a chat. */
  private record Question(List<ChatMessage> chat, String text) {}

  /** Both figures of a pair; empty where a text is too short or does not fit the context. */
  record Figures(double ifd, double reverse) {}

  /** The figures of pairs of instruction and response, in order. */
  List<Optional<Figures>> of(List<InstructionExample> examples) {
    List<Question> questions = new ArrayList<>();
    for (InstructionExample example : examples) {
      questions.add(
          new Question(List.of(ChatMessage.user(example.instruction())), example.response()));
      questions.add(
          new Question(
              List.of(
                  ChatMessage.user(
                      "This is a response to an instruction:\n\n"
                          + example.response()
                          + "\n\nWrite the instruction.")),
              example.instruction()));
    }
    List<Optional<Double>> ratios = ratios(questions);
    List<Optional<Figures>> figures = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Optional<Double> reverse = ratios.get(2 * i + 1);
      figures.add(ratios.get(2 * i).flatMap(ifd -> reverse.map(r -> new Figures(ifd, r))));
    }
    return figures;
  }

  /** The perplexity of each text after its chat over the one by itself. */
  private List<Optional<Double>> ratios(List<Question> questions) {
    LanguageModel model = policy.model();
    List<Episode> episodes = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    for (Question question : questions) {
      int[] text = model.tokenizer().encode(question.text());
      int[] before = model.ids(List.of(), "");
      int[] chat = model.ids(question.chat(), "");
      int skipped = before.length == 0 ? 1 : 0;
      if (text.length - skipped < LEAST_TOKENS || chat.length + text.length > policy.context()) {
        at.add(-1);
      } else {
        at.add(episodes.size());
        episodes.add(episode(chat, text, skipped));
        episodes.add(episode(before, text, skipped));
      }
    }
    List<float[]> logprobs = policy.logprobs(episodes, () -> false);
    List<Optional<Double>> ratios = new ArrayList<>();
    for (int place : at) {
      ratios.add(
          place < 0
              ? Optional.empty()
              : Optional.of(
                  StrictMath.exp(mean(logprobs.get(place + 1)) - mean(logprobs.get(place)))));
    }
    return ratios;
  }

  private static Episode episode(int[] prompt, int[] text, int skipped) {
    int[] ids = Arrays.copyOf(prompt, prompt.length + text.length);
    System.arraycopy(text, 0, ids, prompt.length, text.length);
    boolean[] mask = new boolean[ids.length];
    Arrays.fill(mask, prompt.length + skipped, ids.length, true);
    return new Episode("", Role.SOLVER, ids, mask, new float[ids.length], new float[ids.length]);
  }

  private static double mean(float[] logprobs) {
    double sum = 0;
    for (float logprob : logprobs) {
      sum += logprob;
    }
    return sum / logprobs.length;
  }
}
