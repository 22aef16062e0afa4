"""One writer at a time: a file that names the process which writes a run, and what it does there."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import psutil

from studio.core.errors import StudioError


class Work(StrEnum):
    """What a process does with a run."""

    TRAINING = "training"
    SCORING = "scoring"


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds a run; `started` is its creation time, so that a reused pid is recognised."""

    pid: int
    host: str
    started: float
    work: Work = Work.TRAINING

    @property
    def is_this_process(self) -> bool:
        """Whether it is the process that asks."""
        return self.pid == os.getpid() and self.host == socket.gethostname()

    @property
    def alive(self) -> bool:
        """Whether it still runs; a process on another machine is taken to."""
        if self.host != socket.gethostname():
            return True
        try:
            return abs(psutil.Process(self.pid).create_time() - self.started) < 2.0
        except psutil.Error:
            return False


def current_owner(path: Path) -> Owner | None:
    """Return who holds the lock at `path`, or None; a lock left behind by a dead process does not count."""
    try:
        owner = Owner(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return owner if owner.alive else None


def current_trainer(path: Path) -> Owner | None:
    """Return who holds the lock at `path` to train, or None; whoever adds a score holds it for a moment only."""
    owner = current_owner(path)
    return owner if owner is not None and owner.work == Work.TRAINING else None


def acquire(path: Path, work: Work = Work.TRAINING) -> None:
    """Take the lock; raises `StudioError` naming the process that has it."""
    owner = current_owner(path)
    if owner is not None:
        raise StudioError(
            "This run is being written by another process.",
            f"Process {owner.pid} on {owner.host} is {owner.work} it.",
            "Watch it from here, or stop it there first.",
        )
    path.unlink(missing_ok=True)
    _remove_leftovers(path.parent)
    own = Owner(os.getpid(), socket.gethostname(), psutil.Process().create_time(), work)
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(asdict(own), file)
    except FileExistsError as error:
        raise StudioError("This run was taken by another process just now.", "", "Watch it from here.") from error


def _remove_leftovers(folder: Path) -> None:
    """Delete the half-written files that a killed process left anywhere in the run."""
    for part in folder.rglob(".*.part"):
        part.unlink(missing_ok=True)


def release(path: Path) -> None:
    """Give the lock back."""
    path.unlink(missing_ok=True)
