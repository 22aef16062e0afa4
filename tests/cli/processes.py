"""Verbs in processes of their own, which begin with TensorFlow imported: it takes longer than all they do here."""

import multiprocessing
import os
import sys
from pathlib import Path

from studio.cli.application import main

PRELOADED = ["studio.cli.application", "studio.engine.jobs"]
PATIENCE_S = 300.0
LOOK_INTERVAL_S = 0.01

_KIND = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_context = multiprocessing.get_context(_KIND)


class Started:
    """A verb under way; what it writes to stderr goes into the file `said`."""

    def __init__(self, said: Path, words: tuple[str, ...]) -> None:
        _context.set_forkserver_preload(PRELOADED)
        said.touch()
        self._said = said
        self._heard = 0
        self._process = _context.Process(target=_run, args=(said, words))
        self._process.start()

    def ended(self, timeout_s: float = PATIENCE_S) -> int | None:
        """Wait and return the exit code; None when it still runs."""
        self._process.join(timeout_s)
        return self._process.exitcode

    def send(self, number: int) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """End it here and now."""
        self._process.kill()
        self._process.join()

    def heard(self) -> str:
        """Return what it wrote since this was asked last."""
        text = self._said.read_text("utf-8", "replace")  # it may be in the middle of a character
        new, self._heard = text[self._heard :], len(text)
        return new

    def hear(self, text: str) -> None:
        """Wait until it writes a text."""
        heard = self.heard()
        while text not in heard:
            code = self.ended(LOOK_INTERVAL_S)
            heard += self.heard()
            assert code is None or text in heard, f"never said {text!r} but {heard!r}"


def _run(said: Path, words: tuple[str, ...]) -> None:
    with said.open("w") as stderr, Path(os.devnull).open("w") as stdout:
        os.dup2(stderr.fileno(), 2)
        os.dup2(stdout.fileno(), 1)
    sys.argv = ["gan-studio", *words]
    main()
