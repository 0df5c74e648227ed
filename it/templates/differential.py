"""Renders random templates with jinja2, set up as transformers does, and with Sparring, and compares.

See README.md. Exit status: 0 when every template agrees, 1 otherwise.
"""

import argparse
import datetime
import json
import multiprocessing
import pathlib
import signal
import subprocess
import sys
import warnings

import jinja2
import jinja2.ext
import jinja2.sandbox

from grammar import Grammar

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOW = datetime.datetime(2024, 7, 6, 3, 4, 5)
SECONDS = 10

# The share of the templates that fail in jinja2 which are compared all the same.
FAILING = 0.12


class Generation(jinja2.ext.Extension):
    """The tag that marks what an assistant generated, as transformers has it, less the marking."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_text"), [], [], body).set_lineno(line)

    def _text(self, caller):
        return caller()


def environment():
    """The environment of transformers' chat templates."""

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def reference(env, template, variables):
    """What jinja2 makes of a template: its text, or the kind of the error."""

    def stop(signum, frame):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        # Copies, for a template can change what it is given by mistake.
        return {"text": env.from_string(template).render(**json.loads(json.dumps(variables)))}
    except TimeoutError:
        return {"skip": "slow"}
    except Exception as problem:  # Any error of a template, whatever it is.
        return {"error": type(problem).__name__ + ": " + str(problem)[:200]}
    finally:
        signal.alarm(0)


def drawn(count, seed):
    """Random templates and what jinja2 makes of them. Most that fail are drawn again: an error says little."""
    grammar = Grammar(seed)
    env = environment()
    warnings.simplefilter("ignore")
    requests, expected = [], []
    while len(requests) < count:
        template, variables = grammar.template()
        wanted = reference(env, template, variables)
        if "text" in wanted or grammar.chance(FAILING):
            requests.append({"template": template, "variables": variables})
            expected.append(wanted)
    return requests, expected


def sparring(requests):
    """What Sparring makes of the same templates."""
    classpath = ROOT / "chat-template" / "target" / "it-classpath.txt"
    subprocess.run(
        [str(ROOT / "mvnw"), "-q", "-pl", "chat-template", "test-compile", "dependency:build-classpath",
         "-Dspotless.check.skip=true", "-Dmdep.includeScope=test", f"-Dmdep.outputFile={classpath}"],
        cwd=ROOT, check=True)
    classes = ROOT / "chat-template" / "target"
    path = ":".join([str(classes / "classes"), str(classes / "test-classes"), classpath.read_text().strip()])
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(["java", "-cp", path, "dev.sparring.template.TemplateRunner"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def references(requests):
    """What jinja2 makes of each template."""
    warnings.simplefilter("ignore")  # Python warns of some of the programs that jinja2 writes.
    env = environment()
    return [reference(env, request["template"], request["variables"]) for request in requests]


def without_addresses(requests, expected):
    """Skips what another process renders otherwise: texts with the address of an object in them."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        again = pool.apply(references, [requests])
    return [{"skip": "address"} if first != second else first for first, second in zip(expected, again)]


def agrees(expected, actual):
    return expected["text"] == actual.get("text") if "text" in expected else "error" in actual


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=16000, help="how many templates (default 16000)")
    parser.add_argument("--seed", type=int, default=1, help="which templates (default 1)")
    parser.add_argument("--cases", type=pathlib.Path, help="a JSON file of cases to compare instead of random ones")
    parser.add_argument("--write", type=pathlib.Path, help="write what jinja2 renders to this JSON file")
    parser.add_argument("--show", type=int, default=50, help="how many disagreements to print (default 50)")
    arguments = parser.parse_args()

    if arguments.cases:
        file = json.loads(arguments.cases.read_text())
        requests = [{"template": case["template"], "variables": file["variables"]} for case in file["cases"]]
        expected = references(requests)
    else:
        requests, expected = drawn(arguments.count, arguments.seed)
    expected = without_addresses(requests, expected)
    if arguments.write:
        write(arguments.write, requests, expected)
    actual = sparring(requests)

    compared = [(r, e, a) for r, e, a in zip(requests, expected, actual) if "skip" not in e]
    different = [case for case in compared if not agrees(case[1], case[2])]
    for request, wanted, got in different[:arguments.show]:
        print(json.dumps({"template": request["template"], "jinja2": wanted, "sparring": got}, ensure_ascii=False))
    errors = sum("error" in wanted for _, wanted, _ in compared)
    print(f"seed {arguments.seed}: {len(compared)} of {len(requests)} templates compared, {errors} of them errors in jinja2; "
          f"{len(different)} disagree; agreement {100 * (1 - len(different) / max(1, len(compared))):.3f} %")
    return 1 if different else 0


def write(path, requests, expected):
    """Stores cases for the tests of the module chat-template, which run without Python."""
    contexts = []
    cases = []
    for request, wanted in zip(requests, expected):
        if "skip" in wanted:
            continue
        if request["variables"] not in contexts:
            contexts.append(request["variables"])
        case = {"template": request["template"], "context": contexts.index(request["variables"])}
        cases.append(case | ({"expected": wanted["text"]} if "text" in wanted else {"error": wanted["error"].split(":")[0]}))
    path.write_text(json.dumps({"contexts": contexts, "cases": cases}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
