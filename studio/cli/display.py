"""What stderr shows while work goes on: a bar on a terminal, now and then a line anywhere else."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column

PLAIN_INTERVAL_S = 10.0


class Display(Protocol):
    """A host of long work; it also serves as `studio.core.progress.Progress`."""

    def report(self, done: int, total: int, what: str, facts: str = "") -> None:
        """`done` of `total` units of `what` are finished (`total` 0: not known); `facts` is shown beside it."""
        ...

    def cancelled(self) -> bool:
        """Whether to stop: never, Ctrl-C interrupts work that does not stop by itself."""
        ...

    def say(self, line: str) -> None:
        """Show a line that stays."""
        ...


@contextmanager
def open_display() -> Iterator[Display]:
    """Show progress on stderr until left; nothing of the bar stays behind."""
    if not Console(stderr=True).is_terminal:
        yield LineDisplay()
        return
    with os.fdopen(os.dup(sys.stderr.fileno()), "w") as own, progress_bar(Console(file=own)) as progress:
        yield BarDisplay(progress)


class BarDisplay:
    """One moving bar at the bottom of a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._what = ""

    def report(self, done: int, total: int, what: str, facts: str = "") -> None:
        """Move the bar, or begin a new one when the work is another."""
        if self._task is None or what != self._what:
            self._begin(done, total, what)
        if self._task is not None:
            amount = _amount(done, total)
            self._progress.update(self._task, completed=done, total=total or None, amount=amount, facts=facts)

    def cancelled(self) -> bool:
        """Never."""
        return False

    def say(self, line: str) -> None:
        """Print above the bar."""
        self._progress.console.print(line, highlight=False, markup=False)

    def _begin(self, done: int, total: int, what: str) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(what, completed=done, total=total or None, amount="", facts="")
        self._what = what


class LineDisplay:
    """Lines for logs: one when work begins, then at most one every ten seconds."""

    def __init__(self, interval_s: float = PLAIN_INTERVAL_S) -> None:
        self._interval_s = interval_s
        self._what = ""
        self._next_s = 0.0

    def report(self, done: int, total: int, what: str, facts: str = "") -> None:
        """Write a line when it is time for one."""
        if what == self._what and time.monotonic() < self._next_s:
            return
        self._what, self._next_s = what, time.monotonic() + self._interval_s
        amount = f"{what} {_amount(done, total)}".strip()
        self.say(", ".join(part for part in (amount, facts) if part))

    def cancelled(self) -> bool:
        """Never."""
        return False

    def say(self, line: str) -> None:
        """Write a line."""
        typer.echo(line, err=True)


def progress_bar(console: Console) -> Progress:
    """Return the bar with its columns: what, how far, time spent and time left, facts."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[facts]}", style="dim", table_column=Column(ratio=1, no_wrap=True)),
        console=console,
        expand=True,
        transient=True,
    )


def _amount(done: int, total: int) -> str:
    return f"{done:,} of {total:,}" if total else f"{done:,}" if done else ""
