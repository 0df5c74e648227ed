"""One line on a finished run: accuracies before and after, rewards, labels, divergence."""

import json
import math
import pathlib
import sys


def mean(steps, key):
    values = [step[key] for step in steps if step.get(key) is not None]
    return sum(values) / len(values) if values else math.nan


run = pathlib.Path(sys.argv[1])
steps = [json.loads(line) for line in (run / "metrics.jsonl").open()]
summary = json.loads((run / "summary.json").read_text())
before, after = summary["before"], summary["after"]
print(
    run.name,
    f"greedy {before['eval/greedy']:.3f} {after['eval/greedy']:.3f}",
    f"sampled {before['eval/sampled']:.3f} {after['eval/sampled']:.3f}",
    f"reward {mean(steps[:5], 'solver/reward'):.2f} {mean(steps[-5:], 'solver/reward'):.2f}",
    f"labels right {mean(steps[:10], 'probe/labelAccuracy'):.2f}"
    f" {mean(steps[-10:], 'probe/labelAccuracy'):.2f}",
    f"admitted right {mean(steps[:10], 'probe/admittedAccuracy'):.2f}"
    f" {mean(steps[-10:], 'probe/admittedAccuracy'):.2f}",
    f"kl {mean(steps[-1:], 'solver/kl'):.3f}",
    flush=True,
)
