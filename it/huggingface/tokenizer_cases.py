"""Tokenizer files, and what transformers makes of them.

    python tokenizer_cases.py OUT.json                  the cases that the project's tests hold
    python tokenizer_cases.py OUT.json --random 200 --seed 7   random ones

A case is a tokenizer.json (one of two bases, with some of its keys replaced), the files beside it, texts with their ids, and ids
with their texts. TokenizerAgreementTest reads both kinds.
"""
import argparse
import copy
import json
import os
import random
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
from transformers import AutoTokenizer
from tokenizers import pre_tokenizers

TEXTS = ["", "the cat", " the <s> cat</s>", "a <|x|> b <|y|>c", "the<|x|>the", "x  <|x|>  y", "<|plain|>the", "<|endoftext|> é <tool>",
         "<pad><unk>", "\n<s>\n"]


def token(id, content, **flags):
    all = {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
    all.update(flags)
    return all


def bytes_base():
    """A byte-level vocabulary; <|plain|> is an entry of it that no merge gives."""
    vocab = {c: i for i, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    merges = ["t h", "th e", "Ġ the", "c a", "Ġ ca", "Ġca t"]
    for m in merges:
        vocab[m.replace(" ", "")] = len(vocab)
    vocab["<|plain|>"] = len(vocab)
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": level,
            "post_processor": None, "decoder": level,
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
                      "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocab, "merges": merges}}


def pieces_base():
    """As Llama 2: spaces are ▁, bytes where a piece is missing, <s> before a text."""
    vocab = {t: i for i, t in enumerate(["<unk>", "<s>", "</s>"] + ["<0x%02X>" % b for b in range(256)])}
    for piece in ["▁", "▁▁", "t", "h", "e", "th", "the", "▁the", "c", "a", "ca", "▁a", "<|plain|>"]:
        vocab[piece] = len(vocab)
    return {"version": "1.0", "truncation": None, "padding": None,
            "added_tokens": [token(0, "<unk>", special=True), token(1, "<s>", special=True), token(2, "</s>", special=True)],
            "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
                                                               {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
            "pre_tokenizer": None, "post_processor": template(["<s>"], {"<s>": 1}),
            "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
                                                         {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
            "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None, "end_of_word_suffix": None,
                      "fuse_unk": True, "byte_fallback": True, "ignore_merges": False, "vocab": vocab,
                      "merges": ["t h", "th e", "▁ the", "c a", "▁ a", "▁ ▁"]}}


def template(before, ids):
    special = [{"SpecialToken": {"id": t, "type_id": 0}} for t in before]
    return {"type": "TemplateProcessing", "single": special + [{"Sequence": {"id": "A", "type_id": 0}}],
            "pair": special + [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in before}}


BASES = {"bytes": bytes_base(), "pieces": pieces_base()}
CONFIG = "tokenizer_config.json"


def outcome(case, texts=TEXTS):
    """Fills in what transformers makes of a case; None where it refuses the files."""
    base = copy.deepcopy(BASES[case["base"]])
    base.update(copy.deepcopy(case["set"]))
    with tempfile.TemporaryDirectory() as folder:
        files = dict(case["files"])
        files["tokenizer.json"] = base
        for name, content in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                json.dump(content, file)
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            case["refused"] = str(error).splitlines()[0][:200]
            return case
        case["size"] = len(tokenizer)
        case["names"] = tokenizer.special_tokens_map
        case["texts"] = [{"text": t, "whole": tokenizer(t)["input_ids"],
                          "part": tokenizer(t, add_special_tokens=False)["input_ids"]} for t in texts]
        ids = [list(range(max(0, len(tokenizer) - 16), len(tokenizer))), [0, 1, 2, len(tokenizer) - 1, 3]]
        ids += [t["whole"] for t in case["texts"]]
        case["decoded"] = [{"ids": i, "text": tokenizer.decode(i, skip_special_tokens=True, clean_up_tokenization_spaces=False)} for i in ids]
    return case


def case(name, base, set=None, **files):
    return {"name": name, "base": base, "set": set or {},
            "files": {n.replace("__", "."): c for n, c in files.items()}}


def flags(**more):
    all = {"lstrip": False, "rstrip": False, "single_word": False, "normalized": False, "special": False}
    all.update(more)
    return all


def fixed():
    x = token(263, "<|x|>")
    cases = []
    for kind in ["LlamaTokenizer", "LlamaTokenizerFast", "PreTrainedTokenizerFast", "GPT2Tokenizer"]:
        for key, values in {"add_bos_token": [True, False, None], "add_eos_token": [True]}.items():
            for value in values:
                config = {"tokenizer_class": kind, "bos_token": "<s>", "eos_token": "</s>", key: value}
                cases.append(case(f"{kind} with {key} {value}", "pieces", tokenizer_config__json=config))
    cases += [
        case("Llama without the two keys", "pieces", {"post_processor": None}, tokenizer_config__json={"tokenizer_class": "LlamaTokenizer"}),
        case("Llama by its model type alone", "pieces", {"post_processor": None}, config__json={"model_type": "llama"}),
        case("Mistral by its model type alone", "pieces", {"post_processor": None}, config__json={"model_type": "mistral"}),
        case("Llama with another beginning", "pieces", tokenizer_config__json={
            "tokenizer_class": "LlamaTokenizerFast", "bos_token": "<|begin|>", "eos_token": "<|plain|>", "add_eos_token": True}),
        case("Llama without a beginning", "pieces", tokenizer_config__json={"tokenizer_class": "LlamaTokenizerFast", "bos_token": None}),
        case("CodeLlama", "pieces", tokenizer_config__json={"tokenizer_class": "CodeLlamaTokenizer", "middle_token": None}),
        case("Gemma", "pieces", tokenizer_config__json={"tokenizer_class": "GemmaTokenizer", "add_bos_token": False}),
        case("GPTNeoX with both ends", "bytes", tokenizer_config__json={
            "tokenizer_class": "GPTNeoXTokenizer", "add_bos_token": True, "add_eos_token": True}),
        case("Qwen2 by its model type alone", "bytes", config__json={"model_type": "qwen2"}),
        case("Qwen2 makes its tokens special", "bytes", {"added_tokens": [token(263, "<|endoftext|>")]},
             tokenizer_config__json={"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|x|>"}),
        case("Qwen3 by its model type alone", "bytes", config__json={"model_type": "qwen3"}),
        case("no files beside tokenizer.json", "bytes", {"added_tokens": [x]}, config__json={"model_type": "llama", "tokenizer_class": "PreTrainedTokenizerFast"}),
        case("added_tokens_decoder names tokens that tokenizer.json lacks", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {
                 "300": {"content": "<|y|>", **flags(special=True)}, "20": {"content": "<tool>", **flags()}}}),
        case("additional_special_tokens that tokenizer.json lacks", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "additional_special_tokens": ["<|y|>", "<tool>"]}),
        case("pad_token that tokenizer.json lacks", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>"}),
        case("added_tokens.json", "bytes", {"added_tokens": [x]}, added_tokens__json={"<|y|>": 280, "<tool>": 270, "<pad>": 275},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>"}),
        case("special_tokens_map.json", "bytes", {"added_tokens": [x]},
             special_tokens_map__json={"eos_token": {"content": "<|y|>", **flags(lstrip=True)}, "additional_special_tokens": ["<tool>", {"content": "<pad>", **flags()}]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|x|>", "additional_special_tokens": ["<unk>"]}),
        case("special_tokens_map.json beside added_tokens_decoder is not read", "bytes", {"added_tokens": [x]},
             special_tokens_map__json={"eos_token": "<|y|>"},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {}}),
        case("added_tokens_decoder makes a token special", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"263": {"content": "<|x|>", **flags(special=True)}}}),
        case("added_tokens_decoder cannot take special away", "bytes", {"added_tokens": [token(263, "<|x|>", special=True)]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"263": {"content": "<|x|>", **flags()}}}),
    ]
    for flag in ["lstrip", "rstrip", "single_word"]:
        for special in [False, True]:
            cases.append(case(f"added_tokens_decoder with {flag}, special {special}", "bytes", {"added_tokens": [x]},
                              tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {
                                  "263": {"content": "<|x|>", **flags(special=special, **{flag: True})}}}))
    for kind in ["PreTrainedTokenizerFast", "GPT2Tokenizer"]:
        cases.append(case(f"eos_token is a plain entry of the vocabulary, {kind}", "bytes", {"added_tokens": [x]},
                          tokenizer_config__json={"tokenizer_class": kind, "eos_token": "<|plain|>"}))
    cases += [
        case("eos_token is an added token that is not special", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|x|>"}),
        case("eos_token is an added token that is not special, newer files", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|x|>", "added_tokens_decoder": {}}),
        case("eos_token with flags", "bytes", {"added_tokens": [x]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": {"__type": "AddedToken", "content": "<|y|>", **flags(rstrip=True)}}),
        case("split_special_tokens", "bytes", {"added_tokens": [token(263, "<|x|>", special=True), token(264, "<tool>"), token(265, "<|y|>", special=True), token(266, "<pad>")]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "split_special_tokens": True, "eos_token": "<|plain|>"}),
        case("split_special_tokens with a beginning", "pieces", tokenizer_config__json={"tokenizer_class": "LlamaTokenizer", "split_special_tokens": True, "add_eos_token": True, "pad_token": "<pad>"}),
        case("extra_special_tokens", "bytes", tokenizer_config__json={
            "tokenizer_class": "PreTrainedTokenizerFast", "extra_special_tokens": {"image_token": "<|x|>"}, "sep_token": "<|y|>", "cls_token": "the", "mask_token": None}),
        case("a space before a text is as tokenizer_config.json says", "bytes", tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": True}),
        case("no space before a text unless tokenizer_config.json says so", "bytes", {"pre_tokenizer": {**bytes_base()["pre_tokenizer"], "add_prefix_space": True}},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast"}),
        case("a space before a text as tokenizer.json says where the key is null", "bytes", {"pre_tokenizer": {**bytes_base()["pre_tokenizer"], "add_prefix_space": True}},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": None}),
        case("ids of added tokens in tokenizer.json are not looked at", "bytes", {"added_tokens": [token(900, "<|x|>"), token(800, "<|y|>", special=True), token(5, "<|plain|>")]},
             tokenizer_config__json={"tokenizer_class": "PreTrainedTokenizerFast"}),
    ]
    return cases


def random_case(r, n):
    base = r.choice(["bytes", "pieces"])
    pool = ["<|x|>", "<|y|>", "<tool>", "<pad>", "<s>", "</s>", "<unk>", "<|plain|>", "<|endoftext|>", "the", " a"]
    size = len(BASES[base]["model"]["vocab"])
    some = lambda: {k: r.random() < .3 for k in ["lstrip", "rstrip", "single_word"]} | {"special": r.random() < .5, "normalized": False}
    added = [token(size + i, c, **some()) for i, c in enumerate(r.sample(pool, r.randint(0, 4)))]
    for t in added:
        if t["content"] in BASES[base]["model"]["vocab"]:
            t["id"] = BASES[base]["model"]["vocab"][t["content"]]
    set = {"added_tokens": added}
    config = {"tokenizer_class": r.choice(["PreTrainedTokenizerFast", "LlamaTokenizer", "LlamaTokenizerFast", "GPT2Tokenizer", "Qwen2Tokenizer",
                                           "Qwen2TokenizerFast", "GPTNeoXTokenizerFast", "GemmaTokenizer", "CodeLlamaTokenizerFast", None])}
    files = {"config.json": {"model_type": r.choice(["llama", "mistral", "qwen2", "qwen3"])}}

    def named():
        content = r.choice(pool)
        return content if r.random() < .6 else {"__type": "AddedToken", "content": content, **some()}

    for key in ["bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token"]:
        if r.random() < .35:
            config[key] = None if r.random() < .1 else named()
    if r.random() < .4:
        config["additional_special_tokens"] = [named() for _ in range(r.randint(0, 3))]
    if r.random() < .5:
        config["added_tokens_decoder"] = {str(r.randint(0, 400)): {"content": c, **some()} for c in r.sample(pool, r.randint(0, 5))}
    elif r.random() < .5:
        special = {}
        for key in ["bos_token", "eos_token", "pad_token"]:
            if r.random() < .5:
                special[key] = r.choice(pool) if r.random() < .5 else {"content": r.choice(pool), **some()}
        if r.random() < .4:
            special["additional_special_tokens"] = [r.choice(pool) if r.random() < .5 else {"content": r.choice(pool), **some()} for _ in range(r.randint(1, 3))]
        files["special_tokens_map.json"] = special
        # transformers mixes up the two files where both list tokens: it reuses a variable of an earlier loop
        if r.random() < .5 and "additional_special_tokens" not in special:
            described = json.dumps([v for v in config.values() if not isinstance(v, str)])  # seen as text there, not as a token
            files["added_tokens.json"] = {c: 400 + i for i, c in enumerate(r.sample(pool, r.randint(0, 3))) if c not in described}
    for key in ["add_bos_token", "add_eos_token", "split_special_tokens"]:
        if r.random() < .3:
            config[key] = r.choice([True, False])
    if base == "bytes" and config["tokenizer_class"] not in ["LlamaTokenizer", "LlamaTokenizerFast", None] and r.random() < .3:
        config["add_prefix_space"] = r.choice([True, False])
    if r.random() < .9:
        files[CONFIG] = config
    if config["tokenizer_class"] is None or CONFIG not in files:
        # without a class and without <s>, the project takes tokenizer.json alone: see TokenizerConfig.fitting
        files["config.json"]["model_type"] = "llama" if base == "pieces" and any(t["content"] == "<s>" for t in added) else "qwen2"
    texts = ["".join(r.choice(pool + [" ", "  ", "the ", "cat", "é", "\n", "<", "|x|"]) for _ in range(r.randint(0, 7))) for _ in range(12)]
    return outcome({"name": f"random {n}", "base": base, "set": set, "files": files}, texts)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("--random", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    if given.random:
        r = random.Random(given.seed)
        cases = [random_case(r, n) for n in range(given.random)]
        cases = [c for c in cases if not c.get("refused", "").startswith("Missing SpecialToken")]  # spaces in a template's token
    else:
        cases = [outcome(c) for c in fixed()]
    with open(given.out, "w", encoding="utf-8") as file:
        file.write('{"bases":' + json.dumps(BASES, ensure_ascii=False) + ',\n"cases":[\n')
        file.write(",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]}\n")
    print(len(cases), "cases,", sum("refused" in c for c in cases), "refused by transformers")
