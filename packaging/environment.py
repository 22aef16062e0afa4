"""The virtual environment of this checkout: made when there is none, renewed when it no longer fits, else left alone.

A stamp inside it tells what it was made from. It is written last, and a marker stands there while pip works, so an
environment that an interruption left half made is recognised and made afresh. Written for Python 3.8 like its sister.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

CONSTRAINTS = "packaging/constraints.txt"


class InstallationError(Exception):
    """pip did not finish; the message says what it said."""


class Environment:
    """`.venv` in `checkout`; `development` asks for the tools of the test run too."""

    def __init__(self, checkout: Path, *, development: bool = False) -> None:
        self._checkout = checkout
        self._development = development
        self._folder = checkout / ".venv"
        self._stamp = self._folder / "gan-studio.json"
        self._marker = self._folder / "installing"
        self._log = self._folder / "install.log"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self._folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def is_ready(self) -> bool:
        """Whether it starts and holds what `pyproject.toml` and the constraints ask for now."""
        stamp = self._read_stamp()
        wanted = self._wanted_stamp()
        has_tools = bool(stamp.get("development")) or not self._development
        return has_tools and {**stamp, "development": self._development} == wanted and self._is_sound()

    def prepare(self, say: Callable[[str], None]) -> None:
        """Make it ready; raises `InstallationError`."""
        if not self._is_sound():
            self._make()
        self._marker.touch()
        say("Installing into .venv (once; about 1 GB to download, some minutes).")
        self._install(say)
        self._stamp.write_text(json.dumps(self._wanted_stamp(), indent=2), "utf-8")
        self._marker.unlink()

    def _is_sound(self) -> bool:
        """Whether it can be kept: starts, is of our Python's version, stands where it was made, was never torn."""
        made_for = self._read_stamp().get("checkout", str(self._checkout))
        if made_for != str(self._checkout) or self._marker.exists() or not self.python.exists():
            return False
        question = "import sys, pip; print('{}.{}'.format(*sys.version_info))"
        try:
            answer = subprocess.run([self.python, "-c", question], capture_output=True, text=True, check=False)
        except OSError:
            return False
        return answer.stdout.strip() == _own_version()

    def _make(self) -> None:
        if self._folder.is_symlink():
            self._folder.unlink()
        shutil.rmtree(self._folder, ignore_errors=True)
        venv.create(self._folder, with_pip=True, symlinks=os.name != "nt")

    def _install(self, say: Callable[[str], None]) -> None:
        requirements = [*(self._tools() if self._development else []), "--editable", "."]
        command = [self.python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        pinned = {"PIP_CONSTRAINT": CONSTRAINTS, "PIP_BUILD_CONSTRAINT": CONSTRAINTS}  # the second is for pip >= 25.3
        pip = subprocess.Popen(
            [*command, *requirements],
            cwd=self._checkout,
            env={**os.environ, **pinned},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        with pip, self._log.open("w", encoding="utf-8") as log:
            complaint = _follow(pip.stdout or (), log, say)
        if pip.returncode != 0:
            raise InstallationError(f"{complaint or 'pip ended without a word.'} (All it said: {self._log})")

    def _tools(self) -> list[str]:
        import tomllib  # Python 3.11, which `python_trouble` made sure of

        return tomllib.loads(self._read("pyproject.toml"))["dependency-groups"]["dev"]

    def _wanted_stamp(self) -> dict[str, Any]:
        inputs = self._read("pyproject.toml") + self._read(CONSTRAINTS)
        return {
            "checkout": str(self._checkout),
            "python": _own_version(),
            "inputs": hashlib.sha256(inputs.encode()).hexdigest(),
            "development": self._development,
        }

    def _read_stamp(self) -> dict[str, Any]:
        try:
            return json.loads(self._stamp.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def _read(self, name: str) -> str:
        return (self._checkout / name).read_text("utf-8")


def _own_version() -> str:
    return "{}.{}".format(*sys.version_info)


def _follow(lines: Iterable[str], log: TextIO, say: Callable[[str], None]) -> str:
    """Log what pip says, tell the user the long parts, return its last complaint."""
    complaint = ""
    for line in lines:
        log.write(line)
        large = re.match(r"\s*Downloading (\S+?)-(\d[^-]*)-\S+ \((\d{2,}[.\d]* MB)\)", line)
        if large:
            say("  downloading {} {} ({})".format(*large.groups()))
        elif line.startswith("Installing collected packages"):
            say(f"  unpacking {line.count(',') + 1} packages")
        elif line.startswith("ERROR:"):
            complaint = line[len("ERROR:") :].strip()
    return complaint
