"""Writes the folder of a run that nobody trained: many rounds, many answers, and a last round of hostile texts.

    python it/dashboard/synthetic_run.py OUT RUN_CONF [ROUNDS [ATTEMPTS]]     (default: 10,000 and 1,000,000)

RUN_CONF is the run.conf of any run. The numbers are made up by a formula; every text is ASCII but those of the last round.
"""
import gzip
import json
import math
import pathlib
import random
import sys

HOSTILE = [
    "<script>window.hostile = true</script><img src=x onerror='window.hostile = true'>",
    "</details></dialog><h1>not a heading</h1><iframe src=javascript:window.hostile=true></iframe>",
    "\x1b[2J\x1b[31mred\x1b[0m\x07\x00 terminal",
    "\u202egnp.txt\u202c \u2066isolate\u2069 \u200bzero\u200bwidth",
    "javascript:window.hostile=true {{constructor.constructor('window.hostile=true')()}}",
    "\ud800 half a pair",
]


def metrics(step, rounds, noise):
    t = step / rounds
    return {
        "step": step, "policyVersion": step - 1,
        "eval/greedy": 0.1 + 0.8 * t if step % 50 == 0 else None,
        "eval/majority": 0.3 + 0.6 * t if step % 50 == 0 else None,
        "probe/labelAccuracy": 0.7 + 0.25 * t + noise.gauss(0, 0.02),
        "verifier/labelled": 0.6 + 0.3 * t, "verifier/majorityShare": 0.4 + 0.45 * t + noise.gauss(0, 0.03),
        "verifier/voteEntropy": 1.6 - 1.2 * t + noise.gauss(0, 0.05), "verifier/mixed": 0.9 - 0.4 * t,
        "proposer/valid": 0.95, "proposer/duplicate": 0.05, "proposer/distinct": 0.9,
        "proposer/reward": 0.6 + 0.1 * math.sin(9 * t), "proposer/entropy": 1.0 - 0.2 * t, "proposer/kl": 0.02 * t,
        "solver/reward": 0.4 + 0.45 * t + noise.gauss(0, 0.03), "solver/entropy": 0.9 - 0.5 * t, "solver/kl": 0.06 * t,
        "solver/length": 20 + 4 * t, "solver/truncated": 0.02,
        "format/guess": 0.7 - 0.6 * t, "format/scratchpad": 0.3 + 0.6 * t, "format/malformed": 0.0,
        "learn/loss": noise.gauss(0, 0.01), "learn/gradNorm": 1 + noise.gauss(0, 0.2), "learn/rate": 2e-4 * (1 - t),
        "learn/tokens": 1000, "learn/clipFraction": 0.0,
        "time/round": 2 + noise.gauss(0, 0.1), "time/propose": 0.3, "time/solve": 1.0, "time/verify": 0.01,
        "time/learn": 0.6, "time/other": 0.05, "tokens/generated": 2000, "tokens/perSecond": 1500 + noise.gauss(0, 50),
    }


def rollouts(step, problems, answers):
    for p in range(problems):
        problem = f"s{step:06d}-p{p:03d}"
        sum_ = 100 + p + step % 500
        yield {"id": problem, "role": "proposer", "text": f"{100 + p}+{step % 500}", "tokens": 9, "key": f"{100 + p}+{step % 500}",
               "problem": f"{100 + p}+{step % 500}", "truth": str(sum_), "label": str(sum_), "votes": answers - 1,
               "runnerUp": 1, "attempts": answers, "voteEntropy": 0.5, "reward": 0.8, "outcome": "scored"}
    for p in range(problems):
        problem = f"s{step:06d}-p{p:03d}"
        for a in range(answers):
            value = 100 + p + step % 500 + (a == 0)
            yield {"id": f"{problem}-a{a:02d}", "role": "solver", "problem": problem, "text": f"={value}", "tokens": 5,
                   "answer": str(value), "format": "guess", "truncated": False, "logprob": -1.5,
                   "reward": 0 if a == 0 else 1, "outcome": "scored"}


def hostile(step):
    texts = HOSTILE + ["9" * (10 << 20)]
    for p, text in enumerate(texts):
        problem = f"s{step:06d}-p{p:03d}"
        yield {"id": problem, "role": "proposer", "text": text, "tokens": 9, "key": "k", "problem": text[:1000], "label": text[:40],
               "votes": 2, "runnerUp": 0, "attempts": 2, "voteEntropy": 0.0, "reward": 0.5, "outcome": "scored"}
    for p, text in enumerate(texts):
        problem = f"s{step:06d}-p{p:03d}"
        for a in range(2):
            yield {"id": f"{problem}-a{a:02d}", "role": "solver", "problem": problem, "text": text, "tokens": 5, "answer": text[:40],
                   "format": "guess", "truncated": False, "logprob": -1.5, "reward": 1, "outcome": "scored"}


def main():
    out, configuration = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    attempts = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
    problems = 20
    answers = max(1, attempts // rounds // problems)
    noise = random.Random(1)
    for folder in ("rollouts", "checkpoints", "logs"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "run.conf").write_text(configuration.read_text(encoding="utf-8"), encoding="utf-8")
    (out / "lock").touch()
    with open(out / "metrics.jsonl", "w", encoding="utf-8") as lines:
        for step in range(1, rounds + 1):
            lines.write(json.dumps(metrics(step, rounds, noise)) + "\n")
            rows = hostile(step) if step == rounds else rollouts(step, problems, answers)
            text = "".join(json.dumps(row) + "\n" for row in rows)
            (out / "rollouts" / f"{step:06d}.jsonl.gz").write_bytes(gzip.compress(text.encode(), 1))
    summary = {"run": out.name, "task": "addition", "before": {"eval/greedy": 0.1}, "after": {"eval/greedy": 0.9},
               "steps": rounds, "stopped": "completed", "reason": "", "seconds": 1, "seed": 1, "versions": {}}
    (out / "summary.json").write_text(json.dumps(summary), encoding="utf-8")


main()
