"""Compares what TensorBoard reads in a run's event files with the run's metrics.jsonl.

    python it/exports/tensorboard_numbers.py RUN

The files are read twice: by TensorBoard's own reader, and by a TensorBoard server that is started for it.
"""
import json
import math
import pathlib
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def rows(run):
    for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        step = row.pop("step")
        yield from ((step, key, value) for key, value in row.items() if value is not None)


def differs(told, value):
    return told is None or not math.isclose(told, value, rel_tol=1e-6, abs_tol=1e-12)


def read_by_library(run):
    events = EventAccumulator(str(run / "tensorboard"), size_guidance={"tensors": 0, "scalars": 0})
    events.Reload()
    tags = events.Tags()
    numbers = {}
    for tag in tags["scalars"]:
        for event in events.Scalars(tag):
            numbers.setdefault((event.step, tag), []).append(event.value)
    twice = [key for key, values in numbers.items() if len(values) > 1]
    histograms = {tag: len(events.Histograms(tag)) for tag in tags["histograms"]}
    texts = [tag for tag in tags["tensors"] if not tag.startswith("_")]
    return {key: values[-1] for key, values in numbers.items()}, twice, histograms, texts


def read_by_server(run, keys):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", str(run), "--port", str(port), "--host", "127.0.0.1",
         "--samples_per_plugin", "scalars=100000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/data/plugin/scalars/"
    try:
        tags = {}
        for _ in range(120):
            try:
                tags = json.load(urllib.request.urlopen(address + "tags"))
            except OSError:
                pass
            if tags and keys <= set(tags.get("tensorboard", {})):
                break
            time.sleep(0.5)
        numbers = {}
        for tag in tags["tensorboard"]:
            query = urllib.parse.urlencode({"run": "tensorboard", "tag": tag})
            request = urllib.request.Request(address + "scalars?" + query)
            for _, step, value in json.load(urllib.request.urlopen(request)):
                if not isinstance(value, str):
                    numbers[(step, tag)] = value
        return numbers
    finally:
        server.terminate()
        server.wait()


def main():
    run = pathlib.Path(sys.argv[1])
    expected = list(rows(run))
    numbers, twice, histograms, texts = read_by_library(run)
    served = read_by_server(run, {key for _, key, _ in expected})
    wrong = [(step, key, value) for step, key, value in expected if differs(numbers.get((step, key)), value)]
    wrong_served = [(step, key, value) for step, key, value in expected if differs(served.get((step, key)), value)]
    print(f"{len(expected)} numbers of metrics.jsonl; tags: {len({tag for _, tag in numbers})} scalars,"
          f" histograms {histograms}, texts {texts}")
    print(f"read by the library: {len(wrong)} differ or are missing, {len(twice)} steps stand twice")
    print(f"shown by the server: {len(wrong_served)} differ or are missing")
    for line in (wrong + wrong_served)[:10]:
        print(" ", line)
    sys.exit(1 if wrong or wrong_served or twice else 0)


main()
