"""Processes of a run with workers on loopback: starting, killing, measuring and comparing them. Standard library alone."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

HOME = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    """A port that is free together with the next one: a trainer listens on both."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                continue


class Process:
    """One `sparring` command whose output goes to a file."""

    def __init__(self, log, arguments, threads=None):
        environment = dict(os.environ)
        if threads:
            environment["OMP_NUM_THREADS"] = str(threads)
        self.log = pathlib.Path(log)
        self.began = time.time()
        with open(self.log, "ab") as out:
            self.child = subprocess.Popen(
                [str(HOME / "sparring"), *map(str, arguments)], stdout=out, stderr=subprocess.STDOUT, env=environment
            )

    def alive(self):
        return self.child.poll() is None

    def send(self, what):
        if self.alive():
            self.child.send_signal(what)

    def kill(self):
        self.send(signal.SIGKILL)
        self.child.wait()

    def end(self, seconds):
        return self.child.wait(timeout=seconds)

    def resources(self):
        """Resident MiB, threads and open files; None when it is gone."""
        try:
            status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
            files = len(os.listdir(f"/proc/{self.child.pid}/fd"))
        except OSError:
            return None
        found = {key: int(value) for key, value in re.findall(r"^(VmRSS|Threads):\s+(\d+)", status, re.M)}
        if "VmRSS" not in found:
            return None
        return found["VmRSS"] / 1024, found["Threads"], files


class Cluster:
    """A trainer without a device of its own that supervises itself through `keep`, and workers by name."""

    def __init__(self, run, train, workers, model=None):
        self.run = pathlib.Path(run)
        self.train = [str(a) for a in train]
        self.model = model
        self.port = free_port()
        self.logs = self.run.parent / (self.run.name + "-logs")
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        self.trainer = None
        self.start_trainer()
        self.workers = {name: self._worker(name) for name in workers}

    def start_trainer(self):
        self.trainer = Process(
            self.logs / "trainer.log",
            ["train", *self.train, "--name", self.run.name, "--resume-or-start", "--listen", f"127.0.0.1:{self.port}"],
        )

    def _worker(self, name):
        more = ["--model", self.model] if self.model else []
        return Process(
            self.logs / f"{name}.log",
            ["worker", "--join", f"127.0.0.1:{self.port}", "--name", name, "--rejoin-for", "5m", *more],
        )

    def start_worker(self, name):
        self.workers[name] = self._worker(name)

    def keep(self):
        """Starts workers again that have ended; what a supervisor does."""
        for name, worker in self.workers.items():
            if not worker.alive():
                self.start_worker(name)

    def status(self):
        try:
            return json.loads((self.run / "status.json").read_text())
        except (OSError, ValueError):
            return {}

    def learner(self):
        for worker in self.status().get("pool", {}).get("workers", []):
            if worker["learner"]:
                return worker["name"]
        return None

    def rounds(self):
        try:
            with open(self.run / "metrics.jsonl", "rb") as file:
                return sum(1 for _ in file)
        except OSError:
            return 0

    def close(self):
        for process in [self.trainer, *self.workers.values()]:
            process.send(signal.SIGCONT)
            process.kill()


def moments(run):
    """What the run is in the middle of: a checkpoint, an update, a transfer of a file."""
    now = []
    if _has(run / "checkpoints", r"\.\d+\.tmp"):
        now.append("checkpoint")
    if _has(run / "exchange", r".*learn.*\.safetensors"):
        now.append("update")
    if _has(run / "exchange", r"\..+\.[0-9a-f]{32}"):
        now.append("transfer")
    return now


def _has(folder, name):
    pattern = re.compile(name)
    for _, folders, files in os.walk(folder):
        if any(pattern.fullmatch(n) for n in (*folders, *files)):
            return True
    return False


def size(folder):
    """MiB of the files in a folder."""
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                pass
    return total / 2**20


def metrics(run):
    """Rounds by number, without what a clock says and without evaluations of another last round."""
    rounds = {}
    for line in (run / "metrics.jsonl").read_text().splitlines():
        entry = json.loads(line)
        rounds[entry["step"]] = {
            key: value
            for key, value in entry.items()
            if not key.startswith(("time/", "eval/")) and key != "tokens/perSecond"
        }
    return rounds


def digest(file):
    return hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()


def differences(run, other):
    """Names of what differs between two runs of as many rounds: metrics, rollouts, files of the last checkpoint."""
    wrong = []
    ours, theirs = metrics(run), metrics(other)
    if sorted(ours) != list(range(1, len(ours) + 1)):
        wrong.append("rounds are missing or stand twice in metrics.jsonl")
    wrong += [f"metrics of round {n}" for n in sorted({*ours, *theirs}) if ours.get(n) != theirs.get(n)]
    for step in ours:
        name = f"rollouts/{step:06d}.jsonl.gz"
        if not (other / name).exists() or digest(run / name) != digest(other / name):
            wrong.append(name)
    checkpoints = [sorted(p for p in (r / "checkpoints").iterdir() if p.name.isdigit())[-1] for r in (run, other)]
    if checkpoints[0].name != checkpoints[1].name:
        return wrong + [f"last checkpoints {checkpoints[0].name} and {checkpoints[1].name}"]
    for file in sorted(checkpoints[0].rglob("*.safetensors")):
        twin = checkpoints[1] / file.relative_to(checkpoints[0])
        if not twin.exists() or digest(file) != digest(twin):
            wrong.append(f"checkpoint {file.relative_to(checkpoints[0])}")
    return wrong
