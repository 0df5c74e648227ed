"""Compares what an MLflow server has of a run with the run's metrics.jsonl, run.conf and summary.json.

    python it/exports/mlflow_numbers.py RUN URL
"""
import json
import math
import pathlib
import sys

from mlflow.tracking import MlflowClient


def main():
    run, url = pathlib.Path(sys.argv[1]), sys.argv[2]
    client = MlflowClient(tracking_uri=url)
    experiment = client.get_experiment_by_name("sparring")
    found = client.search_runs([experiment.experiment_id], f"tags.mlflow.runName = '{run.name}'")
    if len(found) != 1:
        sys.exit(f"MLflow has {len(found)} runs of the name {run.name}, not 1")
    told = found[0]
    wrong, numbers, twice = [], 0, 0
    history = {}
    for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        step = row.pop("step")
        for key, value in row.items():
            if value is None:
                continue
            if key not in history:
                history[key] = {}
                for metric in client.get_metric_history(told.info.run_id, key):
                    history[key].setdefault(metric.step, set()).add(metric.value)
            values = history[key].get(step, set())
            numbers += 1
            twice += len(values) > 1
            if not any(math.isclose(each, value, rel_tol=1e-12, abs_tol=1e-15) for each in values):
                wrong.append((step, key, value, values))
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    print(f"status {told.info.status} (the run: {summary['stopped']}), {len(told.data.params)} parameters")
    print(f"{numbers} numbers of metrics.jsonl: {len(wrong)} differ or are missing, {twice} have two values")
    for line in wrong[:10]:
        print(" ", line)
    sys.exit(1 if wrong or told.info.status != "FINISHED" or not told.data.params else 0)


main()
