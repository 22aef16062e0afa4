"""Set GAN Studio up and start it: `run` opens the demo, `test` runs every check; needs nothing but Python.

`run WORDS` hands the words to the `gan-studio` command instead. Written for Python 3.8, so that an old one is refused
with a sentence and not with a syntax error.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from environment import Environment, InstallationError
from machine import disk_trouble, has_display, library_trouble, platform_trouble, python_trouble, venv_trouble

CHECKOUT = Path(__file__).resolve().parents[1]
DEMO = "demo:digits"
DEMO_RECIPE = "mlp-128"
INTERRUPTED = 130
NOT_UNDERSTOOD = 2
USAGE = """Set GAN Studio up and start it.

  python3 packaging/bootstrap.py run          open the window on a built-in demo
  python3 packaging/bootstrap.py run WORDS    hand the words to the gan-studio command
  python3 packaging/bootstrap.py test         run every check"""

SIDE_BY_SIDE = ("--numprocesses=logical", "--maxprocesses=4", "--dist=worksteal")  # a process needs up to 3 GB


class Check(NamedTuple):
    """One step of the test run: what it is called and what Python is to run."""

    name: str
    words: list[str]


CHECKS = (
    Check("Format", ["-m", "ruff", "format", "--check", "."]),
    Check("Lint", ["-m", "ruff", "check", "."]),
    Check("Types", ["-m", "pyright"]),
    Check("Import contracts", ["-c", "from importlinter.cli import lint_imports_command as main; main()"]),
    Check("Tests", ["-m", "pytest", "-q", "--durations=10", *SIDE_BY_SIDE]),
)


def main() -> int:
    """Do what was asked and return the exit code."""
    verb, words = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    try:
        if verb == "run":
            return run(words)
        if verb == "test" and not words:
            return test()
    except KeyboardInterrupt:
        _say("Interrupted; the same command goes on from here.")
        return INTERRUPTED
    _say(USAGE)
    return 0 if verb in ("-h", "--help") else NOT_UNDERSTOOD


def run(words: list[str]) -> int:
    """Open the window on the demo (or do what `words` say); without a display train the demo right here."""
    environment = _prepared(development=False)
    if words:
        return _studio(environment, *words)[0]
    if not has_display():
        return _train_demo(environment)
    _refuse(library_trouble())
    return _studio(environment, DEMO)[0]


def test() -> int:
    """Run every check, also after one has failed, and sum up."""
    environment = _prepared(development=True)
    _refuse(library_trouble())
    outcomes = [(check, *_passes(environment, check)) for check in CHECKS]
    failed = [check.name for check, passed, _ in outcomes if not passed]
    _say("")
    for check, passed, seconds in outcomes:
        _say(f"{'passed' if passed else 'FAILED'}  {check.name:<18}{seconds:6.0f} s")
    _say(f"{len(failed)} of {len(CHECKS)} failed: {', '.join(failed)}." if failed else "Everything passed.")
    return 1 if failed else 0


def _prepared(*, development: bool) -> Environment:
    """Return the environment, made ready where it is not."""
    _refuse(platform_trouble() or python_trouble(sys.version_info[:2]))
    environment = Environment(CHECKOUT, development=development)
    if environment.is_ready():
        return environment
    _refuse(venv_trouble() or disk_trouble(CHECKOUT))
    try:
        environment.prepare(_say)
    except InstallationError as error:
        _refuse(f"The installation did not finish: {error} The same command tries again.")
    return environment


def _train_demo(environment: Environment) -> int:
    """Train the demo, export its generator, and say where everything is."""
    _say("There is no display, so the demo trains right here; Ctrl-C stops it and keeps what it has learnt.")
    trained, printed = _studio(environment, "train", DEMO, "--recipe", DEMO_RECIPE, "--json", listen=True)
    document = json.loads(printed or "{}")
    if "run" not in document:
        return trained
    exports = Path(document["run"]) / "exports"
    exported, _ = _studio(environment, "export", document["run"])
    _say(f"\nRun        {document['run']}\nPictures   {document['sample']}\nGenerator  {exports}")
    return trained or exported


def _studio(environment: Environment, *words: str, listen: bool = False) -> tuple[int, str]:
    """Run the `gan-studio` command; return its exit code and, when `listen`ing, what it printed.

    Ctrl-C goes to the command alone, which knows what to save.
    """
    command = [str(environment.python), "-m", "studio", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE if listen else None, encoding="utf-8")
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        printed, _ = process.communicate()
    finally:
        signal.signal(signal.SIGINT, previous)
    return process.returncode, printed or ""


def _passes(environment: Environment, check: Check) -> tuple[bool, float]:
    """Run one check; return whether it passed and how many seconds it took."""
    _say(f"\n== {check.name}")
    start = time.monotonic()
    command = [environment.python, *check.words]
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=CHECKOUT, env=offscreen, stdin=subprocess.DEVNULL, check=False)
    return ended.returncode == 0, time.monotonic() - start


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise SystemExit(sentence)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
