"""What transformers computes for keys of config.json: rotary positions, biases, and log-probabilities.

    python config_cases.py OUT.json                          the cases that the project's tests hold
    python config_cases.py OUT.json --random 200 --seed 7    random ones

A case changes keys of the configuration of adapter_cases' base; where a key adds tensors, they are beside it.
ConfigAgreementTest reads both kinds.
"""
import argparse
import json
import os
import random

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen3Config
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

import adapter_cases

AT = [0, 1, 5, 31]
SIZE = 32


def case(name, change, kind="llama", refused=None):
    given = json.loads(json.dumps(change))  # transformers adds to what it is given
    one = {"name": name, "change": given}
    if refused:
        one["refused"] = refused
        return one
    base = adapter_cases.base()
    common = {**base.config.to_dict(), **change}
    common.pop("model_type")
    config = (Qwen3Config if kind == "qwen3" else LlamaConfig)(**common)
    torch.manual_seed(5)
    model = AutoModelForCausalLM.from_config(config).eval()
    missing = model.load_state_dict(base.state_dict(), strict=False).missing_keys
    for key in missing:
        torch.nn.init.normal_(model.state_dict()[key], std=.3)
    if kind == "qwen3":
        one["change"] = {**given, "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3"}
    one["tensors"] = adapter_cases.encoded({k: model.state_dict()[k] for k in missing})
    rotary = LlamaRotaryEmbedding(LlamaConfig(**{**common, "head_dim": SIZE}))  # of more frequencies than the tiny model has
    cos, sin = rotary(torch.zeros(1), torch.tensor([AT]))
    half = cos.size(-1) // 2
    one |= {"size": SIZE, "frequencies": rotary.inv_freq.tolist(), "at": AT, "cos": cos[0, :, :half].tolist(), "sin": sin[0, :, :half].tolist(), "logprobs": adapter_cases.logprobs(model)}
    return one


def scaling(max=2048, theta=10000.0, **keys):
    return {"max_position_embeddings": max, "rope_theta": theta, "rope_scaling": keys}


def fixed():
    return [
        case("as it is", {}),
        case("linear", scaling(rope_type="linear", factor=3.0)),
        case("yarn with the original context", scaling(2048, rope_type="yarn", factor=4.0, original_max_position_embeddings=512)),
        case("yarn by its older key", scaling(131072, 1e6, type="yarn", factor=4.0, original_max_position_embeddings=32768)),
        case("yarn without the original context", scaling(64, rope_type="yarn", factor=2.5)),
        case("yarn with betas", scaling(128, rope_type="yarn", factor=2.0, beta_fast=4, beta_slow=2)),
        case("yarn with an attention factor", scaling(128, rope_type="yarn", factor=8.0, attention_factor=0.7)),
        case("yarn with weights of its growth", scaling(4096, rope_type="yarn", factor=8.0, mscale=0.7, mscale_all_dim=1.3)),
        case("yarn with one weight of its growth", scaling(4096, rope_type="yarn", factor=8.0, mscale=0.7)),
        case("yarn of a ramp without length", scaling(64, rope_type="yarn", factor=2.0, beta_fast=3, beta_slow=3)),
        case("yarn of factor 1", scaling(64, rope_type="yarn", factor=1.0)),
        case("yarn whose keys disagree", scaling(32768, rope_type="yarn", factor=4.0, original_max_position_embeddings=32768),
             refused="rope_scaling yarn has the factor 4.0, but max_position_embeddings is 32768, and original_max_position_embeddings 32768"),
        case("yarn without a factor", scaling(64, rope_type="yarn"), refused="rope_scaling has no factor"),
        case("yarn without truncation", scaling(64, rope_type="yarn", factor=2.0, truncate=False), refused="rope_scaling yarn with truncate false is not supported"),
        case("longrope", scaling(64, rope_type="longrope", factor=2.0, short_factor=[1, 1], long_factor=[2, 2]),
             refused="rope_scaling longrope is not supported; supported: default, linear, dynamic, yarn, llama3"),
        case("a base that is no number", {"rope_theta": float("nan")}, refused="rope_theta holds NaN; it takes a number"),
        case("an epsilon that is no number", {"rms_norm_eps": "x"}, refused="rms_norm_eps holds x; it takes a number"),
        case("numbers that nothing reads may be none", {"pretraining_tp_": float("nan"), "router_z": float("-inf"), "layer_norm": float("inf")}),
        case("biases around attention, Llama", {"attention_bias": True}),
        case("biases around attention, Qwen3", {"attention_bias": True, "head_dim": 4}, kind="qwen3"),
        case("biases around attention, Mistral", {"attention_bias": True, "architectures": ["MistralForCausalLM"], "sliding_window": None},
             refused="attention_bias is not supported"),
    ]


def random_case(r, n):
    if r.random() < .2:
        kind = r.choice(["llama", "qwen3"])
        return case(f"random {n}", {"attention_bias": r.random() < .7, "head_dim": 4, "rope_theta": r.choice([1e4, 5e5])}, kind)
    keys = {"rope_type": "yarn", "factor": r.choice([1.0, 1.5, 2.0, 4.0, 8.0, 40.0])}
    original = r.choice([32, 64, 512, 4096, 32768])
    if r.random() < .6:
        keys["original_max_position_embeddings"] = original
        original = int(original * keys["factor"])
    for key, values in {"beta_fast": [32, 16, 4, 2], "beta_slow": [1, 2, 0.5], "mscale": [.5, 1.0, 1.2], "mscale_all_dim": [.5, 1.0], "attention_factor": [.8, 1.3]}.items():
        if r.random() < .3:
            keys[key] = r.choice(values)
    return case(f"random {n}", {"max_position_embeddings": max(original, 32), "rope_theta": r.choice([1e4, 5e5, 1e6]), "rope_scaling": keys})


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("--random", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    r = random.Random(given.seed)
    cases = [random_case(r, n) for n in range(given.random)] if given.random else fixed()
    with open(given.out, "w", encoding="utf-8") as file:
        file.write('{"cases":[\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
    print(len(cases), "cases")
