"""LoRA adapters over a tiny model, and the log-probabilities that PEFT gives under them.

    python adapter_cases.py OUT.json                          the cases that the project's tests hold
    python adapter_cases.py OUT.json --random 100 --seed 7    random ones

A case is an adapter_config.json, tensors (base64 of little-endian fp32) and either log-probabilities or what a refusal names.
AdapterAgreementTest reads both kinds.
"""
import argparse
import base64
import json
import os
import random
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.simplefilter("ignore")
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM

IDS = [1, 5, 9, 30, 2, 17, 17, 4, 11, 28, 3, 8]
MAPS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
UNSLOTH = (r"(?:.*?(?:vision|image|language|text).*?(?:self_attn|attention|mlp).*?(?:q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj).*?)"
           r"|(?:\bmodel\.layers\.[\d]{1,}\.(?:self_attn|attention|attn|mlp|feed_forward|ffn|dense)"
           r"\.(?:(?:q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)))")


def base():
    torch.manual_seed(0)
    config = LlamaConfig(vocab_size=32, hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=4,
                         num_key_value_heads=2, initializer_range=.3, bos_token_id=1, eos_token_id=2)
    return LlamaForCausalLM(config).eval()


def logprobs(model):
    with torch.no_grad():
        all = torch.log_softmax(model(torch.tensor([IDS])).logits[0].double(), -1)
    return [all[i, IDS[i + 1]].item() for i in range(len(IDS) - 1)]


def encoded(tensors):
    return {name: {"shape": list(t.shape), "data": base64.b64encode(t.float().contiguous().numpy().tobytes()).decode()} for name, t in tensors.items()}


def case(name, config, change=lambda c, t: None, refused=None, rename=lambda key: key, seed=1):
    """Makes an adapter with PEFT, changes what it saved, and has PEFT load that."""
    torch.manual_seed(seed)
    model = get_peft_model(base(), LoraConfig(task_type="CAUSAL_LM", **config))
    for key, tensor in model.named_parameters():
        if "lora_" in key:
            torch.nn.init.normal_(tensor, std=.3)
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        with open(folder + "/adapter_config.json") as file:
            saved = json.load(file)
        tensors = load_file(folder + "/adapter_model.safetensors")
        change(saved, tensors)
        one = {"name": name, "config": saved, "tensors": encoded({rename(k): t for k, t in tensors.items()})}
        if refused:
            one["refused"] = refused
            return one
        with open(folder + "/adapter_config.json", "w") as file:
            json.dump(saved, file)
        save_file(tensors, folder + "/adapter_model.safetensors")
        torch.manual_seed(99)
        loaded = PeftModel.from_pretrained(base(), folder).eval()
        one["logprobs"] = logprobs(loaded)
        one["absent"] = sum(p.numel() > 0 and "lora_B" in k for k, p in loaded.named_parameters()) - sum("lora_B" in k for k in tensors)
    return one


def setting(key, value):
    def change(config, tensors):
        config[key] = value
    return change


def drop(part):
    def change(config, tensors):
        for key in [k for k in tensors if part in k]:
            del tensors[key]
    return change


def fixed():
    two = {"r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "down_proj"]}
    cases = [
        case("names in all layers", two),
        case("last parts of names", {**two, "target_modules": ["self_attn.q_proj", "mlp.up_proj"]}),
        case("full names", {**two, "target_modules": ["model.layers.0.self_attn.v_proj", "model.layers.2.mlp.gate_proj"]}),
        case("all-linear as PEFT writes it", {**two, "target_modules": "all-linear"}),
        case("all-linear as it is asked for", {**two, "target_modules": "all-linear"}, setting("target_modules", "all-linear")),
        case("a regular expression", {**two, "target_modules": r".*\.(0|2)\.self_attn\.(q|v)_proj"}),
        case("a regular expression with a named group and a class", {**two, "target_modules": r"model\.layers\.(?P<layer_index>[]0[&2])\.mlp\.\w+_proj"}),
        case("Unsloth's regular expression", {**two, "target_modules": UNSLOTH}),
        case("exclude_modules, a list", {**two, "target_modules": MAPS, "exclude_modules": ["layers.1.mlp.up_proj", "q_proj"]}),
        case("exclude_modules, a regular expression", {**two, "target_modules": "all-linear", "exclude_modules": r".*layers\.[01]\..*"}),
        case("layers_to_transform, a number", {**two, "layers_to_transform": 1}),
        case("layers_to_transform, a list", {**two, "layers_to_transform": [0, 2]}),
        case("layers_to_transform and layers_pattern", {**two, "layers_to_transform": [2], "layers_pattern": "layers"}),
        case("layers_to_transform and a full name", {**two, "target_modules": ["q_proj", "model.layers.0.self_attn.v_proj"], "layers_to_transform": [2]}),
        case("alpha_pattern", {**two, "alpha_pattern": {"down_proj": 1, "layers.1.self_attn.q_proj": 16}}),
        case("rank_pattern", {**two, "rank_pattern": {"q_proj": 3, "^model.layers.0.mlp.down_proj": 1}}),
        case("both patterns, the first that matches", {**two, "rank_pattern": {"layers.0.self_attn.q_proj": 1, "q_proj": 4}, "alpha_pattern": {".*_proj": 2.5, "q_proj": 9}}),
        case("rsLoRA", {**two, "use_rslora": True}),
        case("rsLoRA with patterns", {**two, "target_modules": MAPS, "use_rslora": True, "rank_pattern": {"[gu][a-z]+_proj": 3}, "alpha_pattern": {"o_proj": 1}}),
        case("rank_pattern with alphas that keep one scale", {**two, "rank_pattern": {"q_proj": 4}, "alpha_pattern": {"q_proj": 8}}),
        case("alpha 0 in a module", {**two, "alpha_pattern": {"q_proj": 0}}),
        case("keys with the adapter's name", two, rename=lambda k: k.replace(".weight", ".default.weight")),
        case("keys without the prefix", two, rename=lambda k: k.removeprefix("base_model.model.")),
        case("modules without tensors", {**two, "target_modules": MAPS}, drop("v_proj")),
        case("a name that the model has not", {**two, "target_modules": ["q_proj", "c_attn"]}),
    ]
    for init in [False, "gaussian", "eva", "orthogonal", "mica"]:
        cases.append(case(f"init_lora_weights {init}", two, setting("init_lora_weights", init)))
    for init in ["pissa", "pissa_niter_4", "olora", "OLoRA", "corda", "loftq", "lora_ga", "something"]:
        cases.append(case(f"init_lora_weights {init}", two, setting("init_lora_weights", init), refused=f'init_lora_weights "{init}"'))
    refused = {"alora_invocation_tokens": [5, 9], "use_dora": True, "bias": "lora_only", "lora_bias": True, "modules_to_save": ["lm_head"],
               "layer_replication": [[0, 2]], "target_parameters": ["a"], "trainable_token_indices": [3], "use_qalora": True, "use_bdlora": {"nblocks": 2},
               "arrow_config": {"top_k": 1}, "kasa_config": {"beta": 1}, "velora_config": {"a": 1}, "ensure_weight_tying": True, "fan_in_fan_out": True,
               "of_a_newer_peft": 3, "use_something": True}
    for key, value in refused.items():
        cases.append(case(f"{key} is not done", two, setting(key, value), refused=key + " " + json.dumps(value, separators=(",", ":"))))
    for value in [None, False, [], {}, ""]:
        cases.append(case(f"a key of a newer PEFT that is {json.dumps(value)}", two, setting("of_a_newer_peft", None if value is None else value)))
    cases += [
        case("nothing of the model is named", two, setting("target_modules", ["c_attn"]), refused="target_modules names no linear map"),
        case("no target_modules", two, setting("target_modules", None), refused="target_modules null is not supported"),
        case("a regular expression that is none", two, setting("target_modules", "(q_proj"), refused="the regular expression (q_proj can't be read"),
        case("a regular expression without an end", two, setting("target_modules", r"([a-z._0-9]+|x)+\1!"), refused="does not come to an end"),
        case("layers_to_transform with a regular expression", two, lambda c, t: c.update(target_modules=".*q_proj", layers_to_transform=[1]),
             refused="layers_to_transform goes with a list of target_modules"),
        case("a rank that is none", two, setting("rank_pattern", {"q_proj": 0}), refused="rank_pattern takes whole numbers, 1 or more"),
        case("an alpha that is none", two, setting("alpha_pattern", {"q_proj": "x"}), refused='alpha_pattern holds "x"'),
        case("a matrix of another rank", two, setting("r", 3), refused="has the shape [2, 16]"),
        case("half of a pair", two, drop("layers.1.self_attn.q_proj.lora_B"), refused="lacks the tensor base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight"),
        case("tensors that nothing names", two, setting("target_modules", ["q_proj"]), refused="which is for nothing there"),
    ]
    return cases


def random_case(r, n):
    full = [f"model.layers.{i}.{'mlp' if m in MAPS[4:] else 'self_attn'}.{m}" for i in range(3) for m in MAPS]
    while True:
        config = {"r": r.randint(1, 4), "lora_alpha": r.choice([1, 2, 3.5, 16]), "use_rslora": r.random() < .3}
        kind = r.random()
        if kind < .4:
            config["target_modules"] = r.sample(MAPS + ["self_attn.q_proj", "mlp.up_proj"] + full, r.randint(1, 6))
            if r.random() < .4:
                config["layers_to_transform"] = r.choice([0, 1, [0, 1], [2], []])
                if r.random() < .4 and config["layers_to_transform"] != []:
                    config["layers_pattern"] = r.choice(["layers", ["h", "layers"], "lay.*"])
        elif kind < .8:
            config["target_modules"] = r.choice([
                r".*(q|k)_proj", r"model\.layers\.[0-1]\..*_proj", r".*mlp.*_proj", UNSLOTH, r".*\.(?:up|down)_proj$", r"^model\.layers\.\d+\.self_attn\.[^.]+$",
                r"(?i).*Q_PROJ", r".*layers\.(?!1)\d\.self_attn\.[kv]_proj"])
        else:
            config["target_modules"] = "all-linear"
        if r.random() < .3:
            config["exclude_modules"] = r.choice([["q_proj"], ["layers.1.mlp.up_proj", "o_proj"], r".*layers\.2.*", r".*(down|gate).*"])
        keys = MAPS + full + [r"layers\.0\..*", ".*mlp.*", "self_attn.[qk]_proj", "^model.layers.1.*", "up_proj|down_proj"]
        if r.random() < .5:
            config["rank_pattern"] = {k: r.randint(1, 5) for k in r.sample(keys, r.randint(1, 3))}
        if r.random() < .5:
            config["alpha_pattern"] = {k: r.choice([1, 2, 7.5, 32]) for k in r.sample(keys, r.randint(1, 3))}
        change = drop(r.choice(MAPS)) if r.random() < .2 else lambda c, t: None
        try:
            one = case(f"random {n}", config, change, seed=n)
        except ValueError:  # nothing matches
            continue
        if one["tensors"]:
            return one


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("--random", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    r = random.Random(given.seed)
    cases = [random_case(r, n) for n in range(given.random)] if given.random else fixed()
    seen = {}
    for one in cases:  # the same tensors are stored once
        key = json.dumps(one["tensors"])
        if key in seen:
            one["tensors"] = seen[key]
        seen.setdefault(key, one["name"])
    model = base()
    head = {"config": {**json.loads(model.config.to_json_string(use_diff=False)), "architectures": ["LlamaForCausalLM"], "torch_dtype": "float32"},
            "tensors": encoded({k: t.detach() for k, t in model.state_dict().items()}), "ids": IDS, "logprobs": logprobs(model)}
    with open(given.out, "w", encoding="utf-8") as file:
        file.write('{"base":' + json.dumps(head) + ',\n"cases":[\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
    print(len(cases), "cases")
