"""What the timeline marks of what happened, whether it happens now or stands in a journal."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from studio.core.events import Diagnosed, Event, Paused, SettingsChanged, Warned
from studio.core.run_contents import Branch
from studio.core.run_events import event_of
from studio.core.run_folder import RunFolder
from studio.ui.panels.timeline import Mark, MarkKind
from studio.ui.past import parent_name
from studio.ui.words import changes_text


def tr(text: str) -> str:
    """Translate in the context of this file."""
    return QCoreApplication.translate("marks", text)


def mark_of(event: Event | None) -> Mark | None:
    """Return the mark of an event, None where it is none to be marked."""
    match event:
        case Paused(step):
            return Mark(step, MarkKind.PAUSE, tr("paused"))
        case SettingsChanged(step, changes):
            return Mark(step, MarkKind.SETTINGS, changes_text(changes))
        case Warned(step, headline):
            return Mark(step, MarkKind.WARNING, headline)
        case Diagnosed(step, diagnosis) if diagnosis.condition.is_trouble:
            return Mark(step, MarkKind.WARNING, diagnosis.headline)
        case _:
            return None


def mark_of_entry(entry: Mapping[str, Any], run: RunFolder) -> Mark | None:
    """Return the mark of a line of `events.jsonl`, None where it is none to be marked."""
    if entry.get("event") != "branched":
        return mark_of(event_of(entry, run))
    text = tr("branched from “%1”").replace("%1", parent_name(entry, run))
    return Mark(int(entry.get("step", 0)), MarkKind.BRANCH, text)


def mark_of_branch(branch: Branch) -> Mark:
    """Return the mark of where another run branches off."""
    return Mark(branch.step, MarkKind.BRANCH, tr("“%1” branches off").replace("%1", branch.name))
