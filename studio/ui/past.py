"""What the log tells of a run that is opened: its journal, in the words in which it would have been told live."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studio.core.notes import name_of
from studio.core.run_contents import RunContents
from studio.core.run_events import event_of, moment_of
from studio.core.run_folder import RunFolder
from studio.ui.panels.event_log import Line
from studio.ui.words import branched, sentence

MOST_LINES = 500  # of the past: the newest


def log_lines(contents: RunContents, late: Sequence[Line]) -> list[Line]:
    """Return what the journal tells, and the lines of what happened `late`, while it was read, that are not in it."""
    past = _newest(contents)
    known = {line.text for line in past[max(len(past) - len(late), 0) :]}
    return [*past, *(line for line in late if line.text not in known)]


def parent_name(entry: Mapping[str, Any], run: RunFolder) -> str:
    """Return the name of the run that this one was branched from, which the journal names by its folder."""
    return name_of(RunFolder(run.path.parent / str(entry.get("run"))))


def _newest(contents: RunContents) -> list[Line]:
    """Return the newest lines of a run's past, the oldest first."""
    lines: list[Line] = []
    for entry in reversed(contents.entries):
        told = _told(entry, contents.run)
        if told is not None:
            moment = moment_of(entry) or datetime.fromtimestamp(0).astimezone()
            lines.append(Line(moment.astimezone().replace(tzinfo=None), *told))
        if len(lines) == MOST_LINES:
            break
    return lines[::-1]


def _told(entry: Mapping[str, Any], run: RunFolder) -> tuple[str, str] | None:
    if entry.get("event") == "branched":
        return branched(parent_name(entry, run), int(entry.get("step", 0))), "text"
    event = event_of(entry, run)
    return sentence(event) if event is not None else None
