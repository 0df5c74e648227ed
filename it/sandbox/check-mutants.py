"""Runs changed programs with real CPython and compares which tests pass with what the sandbox said.

Usage: check-mutants.py MUTANTS PROBLEMS. The programs come from a generator, not from a model; still,
each runs in a process of its own with a time limit.
"""

import re
import subprocess
import sys


def blocks(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        parts = re.split(r"(?m)^=== ", file.read())
    return [part.partition("\n") for part in parts if part.strip()]


def tests(text):
    lines = text.split("--- tests\n")[1].splitlines()
    return [tuple(part.strip() for part in line.split("|||")) for line in lines if line.strip()]


def trimmed(text):
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()


def passes(program, given, expected):
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", "import sys\nexec(compile(sys.argv[1], 'p', 'exec'), {'__name__': '__main__'})", program],
            input=given + "\n",
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
        )
    except (subprocess.TimeoutExpired, ValueError):
        return False
    return done.returncode == 0 and trimmed(done.stdout) == trimmed(expected)


def main():
    problems = {head.split()[0]: tests(body) for head, _, body in blocks(sys.argv[2])}
    programs = differ = failing = 0
    for head, _, program in blocks(sys.argv[1]):
        name, said = head.split()
        real = "".join("1" if passes(program, *test) else "0" for test in problems[name])
        programs += 1
        failing += "0" in real
        if real != said:
            differ += 1
            print(f"{name}: the sandbox says {said}, CPython says {real}\n{program}")
    print(f"{programs} changed programs, {failing} fail a test, {differ} judged differently")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
