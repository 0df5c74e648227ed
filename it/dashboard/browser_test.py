"""Opens the real page in headless Chromium, over runs that go on, that died, that are compared, and that are large.

    python it/dashboard/browser_test.py [--screenshots FOLDER] [--keep FOLDER]

Needs the packages of requirements.txt and a Chromium: CHROMIUM names it, else Playwright's own is used. Each check is
one line; the exit code is 1 if one fails. Pictures are only made with --screenshots.
"""
import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

HOME = pathlib.Path(__file__).resolve().parents[2]
SPARRING = os.environ.get("SPARRING", str(HOME / "sparring"))
failures = []


def check(name, holds, seen=""):
    print(f"{'ok    ' if holds else 'FAILED'} {name}{f' ({seen})' if seen != '' else ''}", flush=True)
    if not holds:
        failures.append(name)


def wait(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    return condition()


def until(page, script):
    """Waits for an expression of the page; its policy forbids that the page itself evaluates one."""
    if not wait(lambda: page.evaluate(script)):
        raise AssertionError(f"never true: {script}")


class Dashboard:
    """The server in a process of its own."""

    def __init__(self, *arguments, environment=None):
        self.process = subprocess.Popen([SPARRING, "dashboard", *map(str, arguments), "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        self.said = line.strip()
        self.address = found.group(0) if found else None

    def memory(self):
        """Resident megabytes of Java."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def train(runs, name, *more):
    log = open(runs / f"{name}.log", "w", encoding="utf-8")
    return subprocess.Popen([SPARRING, "train", "--name", name, "--set", f"run.directory={runs}", "--set", "evaluation.problems=40",
                             "--set", "evaluation.samples=4", *more], stdout=log, stderr=subprocess.STDOUT, start_new_session=True)


def rounds(page):
    text = page.locator(".progress-words").inner_text()
    return int(re.search(r"Round ([\d,]+)", text).group(1).replace(",", ""))


class Pages:
    """Opens pages and notes what each asks for and complains of."""

    def __init__(self, browser):
        self.browser = browser
        self.foreign, self.complaints = [], []

    def open(self, address, **options):
        context = self.browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **options})
        page = context.new_page()
        origin = re.match(r"http://[^/]+", address).group(0)
        page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else self.foreign.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page


def live(pages, runs, pictures):
    running = train(runs, "majority", "--set", "run.steps=400")
    wait(lambda: (runs / "majority" / "metrics.jsonl").exists())
    with Dashboard(runs) as server:
        page = pages.open(server.address + "#run=majority")
        page.wait_for_selector(".progress-words")
        first = wait(lambda: rounds(page))
        later = wait(lambda: rounds(page) if rounds(page) >= first + 3 else 0)
        check("the page of a run that goes on follows it without a reload", later >= first + 3, f"round {first}, then {later}")
        check("it says who waits for whom", wait(lambda: page.locator(".waiting .wait").count()) > 0, page.locator(".waiting").inner_text().split("\n")[0])
        check("it shows the workers with device and rate", "cpu" in page.locator(".workers").inner_text())
        check("the pill says that it runs", page.locator(".pill").first.inner_text() == "running")
        if pictures:
            wait(lambda: rounds(page) >= 40, 120)
            shoot(pages, server, pictures)
        page.get_by_label("Problems of round").fill("2")
        page.get_by_role("button", name="Open", exact=True).click()
        page.wait_for_selector("dialog details.problem")
        check("a round opens with its problems", page.locator("dialog details.problem").count() > 5)
        page.locator("dialog details.problem summary").first.click()
        page.wait_for_selector("dialog .answers tbody tr")
        head = page.locator("dialog .answers thead").first.inner_text().lower()
        check("a problem opens with every answer", all(word in head for word in ("answer", "text", "reward", "ended")))
        if pictures:
            page.screenshot(path=pictures / "round.png")
        everything = page.locator("dialog [role=status]").inner_text()
        page.locator("dialog .chip", has_text="no label").click()
        wait(lambda: page.locator("dialog [role=status]").inner_text() != everything)
        matched = page.locator("dialog [role=status]").inner_text()
        check("a filter leaves some of them", matched != everything, matched)
        page.locator("dialog .chip", has_text="all").click()
        wait(lambda: page.locator("dialog [role=status]").inner_text() == everything)
        page.get_by_label("Search problems and answers").fill("no such text anywhere")
        check("a search that finds nothing says so", wait(lambda: page.locator("dialog [role=status]").inner_text().startswith("0 problems")))
        page.keyboard.press("Escape")  # empties the search
        page.keyboard.press("Escape")
        check("Escape closes the round", wait(lambda: not page.locator("dialog").evaluate("it => it.open")))

        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        died = wait(lambda: page.locator(".pill").first.inner_text() in ("died", "silent") and page.locator(".pill").first.inner_text())
        check("a run whose process was killed is shown as such without a reload", died in ("died", "silent"), died)
        check("and the page says how to go on", "--resume" in page.locator(".says").first.inner_text() or died == "silent")
        page.context.close()


def compared(pages, runs, pictures):
    for name, reward in (("agreement", "majority"), ("control", "format")):
        train(runs, name, "--set", f"solver.reward={reward}", "--set", "run.steps=20").wait()
    with Dashboard(runs) as server:
        page = pages.open(server.address + "#run=agreement&run=control")
        page.wait_for_selector(".comparison tbody tr")
        check("two runs have a row each", page.locator(".comparison tbody tr").count() == 2)
        names = page.locator(".chart .key").all_inner_texts()
        check("charts have a line for each", any("agreement" in name for name in names) and any("control" in name for name in names))
        if pictures:
            page.screenshot(path=pictures / "compare.png")
        page.get_by_label("compare control").uncheck()
        check("a run can be taken out", wait(lambda: page.locator(".tiles .tile").count()) > 0)
        # By keyboard alone: the skip link, then a table behind a chart.
        page.reload()
        page.wait_for_selector("details.table")
        page.keyboard.press("Tab")
        check("the first Tab reaches the link that skips to the run", page.evaluate("document.activeElement.className") == "skip")
        table = page.locator("details.table summary").first
        table.focus()
        page.keyboard.press("Enter")
        check("a chart has a table that the keyboard opens", wait(lambda: page.locator("details.table[open] tbody tr").count()) > 0)
        unnamed = page.evaluate("""() => [...document.querySelectorAll('button, input, a, summary')].filter(it => it.offsetParent)
            .filter(it => !(it.textContent || it.getAttribute('aria-label') || it.labels?.[0]?.textContent || it.title)).map(it => it.outerHTML)""")
        check("everything that can be used has a name", unnamed == [], "; ".join(unnamed)[:200])
        page.context.close()


def large(pages, folder, pictures):
    runs = folder / "page"
    if not (runs / "big" / "summary.json").exists():
        conf = folder / "runs" / "agreement" / "run.conf"
        subprocess.run([sys.executable, HOME / "it/dashboard/synthetic_run.py", runs / "big", conf], check=True)
    with Dashboard(runs) as server:
        time.sleep(3)  # as long as somebody takes to open the address that the server prints
        took = []
        for _ in range(3):
            began = time.monotonic()
            page = pages.open(server.address + "#run=big")
            page.wait_for_selector(".chart canvas")
            until(page, "document.querySelector('.tile-value')?.innerText.length > 1")
            took.append(time.monotonic() - began)
            page.context.close()
        check("a run of 10,000 rounds and 1,000,000 answers opens in 2 s", max(took) < 2, ", ".join(f"{t:.2f} s" for t in took))
        page = pages.open(server.address + "#run=big")
        page.wait_for_selector(".chart canvas")
        before = server.memory()
        began = time.monotonic()
        for step in range(100, 9901, 200):
            page.evaluate(f"location.hash = 'run=big&round={step}'")
            until(page, f"document.querySelector('#round-title').innerText.endsWith('round {step:,}') "
                        "&& document.querySelectorAll('dialog details.problem').length > 0")
        after = server.memory()
        check("50 rounds are opened and the server's memory stays", after < before + 60, f"{before:.0f} MB, then {after:.0f} MB")
        print(f"       a round opens in {(time.monotonic() - began) / 50:.2f} s")
        began = time.monotonic()
        page.evaluate("location.hash = 'run=big&round=10000'")
        until(page, "document.querySelector('#round-title').innerText.endsWith('round 10,000') "
                    "&& document.querySelectorAll('dialog details.problem').length === 7")
        for problem in page.locator("dialog details.problem summary").all():
            problem.click()
        until(page, "document.querySelectorAll('dialog details.problem .answers tbody tr').length === 14")
        check("a round with lines of 10 MB opens", True, f"{time.monotonic() - began:.1f} s, server {server.memory():.0f} MB")
        text = page.locator("dialog").inner_text()
        check("markup of a model is text", "<script>window.hostile = true</script>" in text and not page.evaluate("window.hostile"))
        check("and makes no element", page.evaluate("document.querySelectorAll('dialog script, dialog img, dialog iframe, dialog h1').length") == 0)
        check("terminal escapes and bidi marks are seen", "\\u001b[2J" in text and "\\u202e" in text and "\u202e" not in text and "\x1b" not in text)
        check("a long text is cut and can be read on", page.locator("dialog .more").count() > 0)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth || document.querySelector('dialog').scrollWidth > document.querySelector('dialog').clientWidth")
        check("nothing is wider than the page", not wide)
        if pictures:
            page.screenshot(path=pictures / "hostile.png")
        page.context.close()


def guarded(pages, runs):
    refused = subprocess.run([SPARRING, "dashboard", str(runs), "--host", "0.0.0.0", "--port", "0"], capture_output=True, text=True)
    check("a page wider than loopback without a token is refused", refused.returncode == 2 and "token is needed" in refused.stderr)
    with Dashboard(runs, "--host", "0.0.0.0", "--token-env", "TOKEN_OF_TEST", environment={"TOKEN_OF_TEST": "a token of 24 characters"}) as server:
        try:
            urllib.request.urlopen(server.address + "api/runs")
            check("what is behind the token is refused", False)
        except urllib.error.HTTPError as error:
            check("what is behind the token is refused", error.code == 401, error.code)
        page = pages.open(server.address)
        check("the page asks for the token", page.url.endswith("/login"))
        page.locator("input[name=token]").fill("wrong, and long enough")
        page.locator("button[type=submit]").click()
        check("a wrong one is refused", "/login" in page.url)
        page.locator("input[name=token]").fill("a token of 24 characters")
        page.locator("button[type=submit]").click()
        page.wait_for_selector(".title-row h1")
        check("the right one opens the page", True)
        page.context.close()


def shoot(pages, server, pictures):
    for name, options in (("light", {"color_scheme": "light"}), ("dark", {"color_scheme": "dark"}),
                          ("narrow", {"color_scheme": "light", "viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True})):
        page = pages.open(server.address + "#run=majority", **options)
        page.wait_for_selector(".chart canvas")
        page.wait_for_timeout(1200)
        page.screenshot(path=pictures / f"{name}.png")
        page.screenshot(path=pictures / f"{name}-whole.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        check(f"{name}: nothing is wider than the page", wide <= 0, wide)
        page.context.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--screenshots", type=pathlib.Path)
    options.add_argument("--keep", type=pathlib.Path, help="a folder for runs, kept; the large run in it is used again")
    options.add_argument("--only", default="live,compared,large,guarded")
    given = options.parse_args()
    folder = given.keep or pathlib.Path(tempfile.mkdtemp())
    runs = folder / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = Pages(browser)
        if "live" in given.only:
            live(pages, runs, given.screenshots)
        if "compared" in given.only:
            compared(pages, runs, given.screenshots)
        if "large" in given.only:
            large(pages, folder, given.screenshots)
        if "guarded" in given.only:
            guarded(pages, runs)
        check("no page asked another host for anything", pages.foreign == [], " ".join(pages.foreign[:3]))
        complaints = [it for it in pages.complaints if "503" not in it]
        check("no page had a script that failed", complaints == [], "; ".join(complaints[:3]))
        browser.close()
    if not given.keep:
        shutil.rmtree(folder)
    print(f"{len(failures)} checks failed" if failures else "all checks hold")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
