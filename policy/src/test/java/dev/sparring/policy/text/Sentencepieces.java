package dev.sparring.policy.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small tokenizer as Llama 2 and Mistral have it: spaces as ▁, bytes where a piece is missing.
 */
final class Sentencepieces {
  private static final String[] PIECES = {"▁", "▁▁", "a", "b", "▁a", "▁b", "é", "\uFFFD", "ab"};

  private Sentencepieces() {}

  static Path write(Path folder) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode added = json.putArray("added_tokens");
    ObjectNode model = json.putObject("model").put("type", "BPE").put("byte_fallback", true);
    model.put("fuse_unk", true).put("unk_token", "<unk>").putArray("merges");
    ObjectNode vocabulary = model.putObject("vocab");
    for (String special : new String[] {"<unk>", "<s>", "</s>"}) {
      added.add(added(special, vocabulary.size()));
      vocabulary.put(special, vocabulary.size());
    }
    for (int b = 0; b < 256; b++) {
      vocabulary.put("<0x%02X>".formatted(b), vocabulary.size());
    }
    for (String piece : PIECES) {
      vocabulary.put(piece, vocabulary.size());
    }
    json.set("normalizer", json("{'type':'Sequence','normalizers':[" + PREPEND + "," + TO + "]}"));
    json.set("decoder", json("{'type':'Sequence','decoders':[" + FROM + "]}"));
    json.set("post_processor", json(TEMPLATE));
    return Files.writeString(folder.resolve("tokenizer.json"), json.toString());
  }

  private static final String PREPEND = "{'type':'Prepend','prepend':'▁'}";
  private static final String TO = "{'type':'Replace','pattern':{'String':' '},'content':'▁'}";
  private static final String FROM =
      "{'type':'Replace','pattern':{'String':'▁'},'content':' '},{'type':'ByteFallback'},"
          + "{'type':'Fuse'},{'type':'Strip','content':' ','start':1,'stop':0}";
  private static final String TEMPLATE =
      "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}},"
          + "{'Sequence':{'id':'A','type_id':0}}],'pair':[{'Sequence':{'id':'A','type_id':0}},"
          + "{'Sequence':{'id':'B','type_id':1}}],'special_tokens':{'<s>':{'id':'<s>','ids':[1],"
          + "'tokens':['<s>']}}}";

  private static ObjectNode added(String content, int id) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
  }
}
