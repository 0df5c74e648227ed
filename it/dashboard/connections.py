"""Measures what a dashboard under siege costs the run that it belongs to.

    python it/dashboard/connections.py [ROUNDS]      (default: 60)

Trains the same run several times in turn: without a dashboard, and with --dashboard while 500 connections are idle, 50
clients send their request a byte a second, and some ask for what they should not. Prints the mean of time/round and
time/other of each, and the change.
"""
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
SPARRING = os.environ.get("SPARRING", str(HOME / "sparring"))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
HOSTILE = [
    b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /api/runs/..%2f..%2f..%2fetc HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
]


def ask(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        try:
            one.sendall(request)
            return one.recv(200).split(b"\r\n")[0].decode()
        except OSError as error:
            return type(error).__name__


def siege(port, process):
    for request in HOSTILE:
        print(f"  {request[:45]!r} …: {ask(port, request) or 'closed'}")
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(500)]
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    while process.poll() is None:
        for at, one in enumerate(slow):
            try:
                one.send(b"G")
            except OSError:
                slow[at] = socket.create_connection(("127.0.0.1", port))
        time.sleep(1)
    for one in idle + slow:
        one.close()


def run(folder, name, dashboard):
    more = ["--dashboard", "0"] if dashboard else ["--set", "metrics.tensorboard=false"]
    with subprocess.Popen([SPARRING, "train", "--name", name, "--set", f"run.directory={folder}", "--set", f"run.steps={ROUNDS}", "--set",
                           "evaluation.problems=20", *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        if dashboard:
            for line in process.stdout:
                found = re.search(r"Dashboard at http://127.0.0.1:(\d+)/", line)
                if found:
                    import threading
                    threading.Thread(target=process.stdout.read, daemon=True).start()
                    siege(int(found.group(1)), process)
                    break
        else:
            process.stdout.read()
    rows = [json.loads(line) for line in (folder / name / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = rows[len(rows) // 4:]  # the first rounds also compile
    return [statistics.median(row[key] for row in rows) for key in ("time/round", "time/other")]


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    plain, besieged = [], []
    for turn in range(3):
        plain.append(run(folder, f"plain{turn}", False))
        besieged.append(run(folder, f"besieged{turn}", True))
        print(f"turn {turn}: time/round {plain[-1][0]:.4f} s and {besieged[-1][0]:.4f} s, "
              f"time/other {plain[-1][1]:.4f} s and {besieged[-1][1]:.4f} s", flush=True)
    for at, name in enumerate(("time/round", "time/other")):
        before, after = (statistics.median(values[at] for values in group) for group in (plain, besieged))
        print(f"{name}: {before:.4f} s without, {after:.4f} s with dashboard, TensorBoard and siege ({100 * (after / before - 1):+.1f} %)")


main()
