"""Numbers and events as people read them."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from studio.core.events import (
    CheckpointSaved,
    Diagnosed,
    Event,
    Failed,
    Finished,
    Paused,
    Resumed,
    RunOpened,
    Scored,
    SettingsChanged,
    Started,
    Stopped,
    Warned,
)
from studio.core.recipe import all_settings
from studio.core.scores import Score
from studio.core.settings import as_text


def tr(text: str) -> str:
    """Translate in the context of this file."""
    return QCoreApplication.translate("words", text)


def duration(seconds: float | None) -> str:
    """Return `1:02:03`, or a dash while it is not known."""
    return "–" if seconds is None else str(timedelta(seconds=round(seconds)))


def rough_duration(seconds: float) -> str:
    """Return `40 seconds`, `12 minutes`, `18 hours` or `3 days`: as exact as a forecast can be."""
    units = ((90, 1, tr("%1 seconds")), (90 * 60, 60, tr("%1 minutes")), (48 * 3600, 3600, tr("%1 hours")))
    for below, unit, text in units:
        if seconds < below:
            return text.replace("%1", str(max(2, round(seconds / unit))))
    return tr("%1 days").replace("%1", f"{round(seconds / 86_400):,}")


def ago(seconds: float) -> str:
    """Return `12 s ago`, `3 min ago` or `2 h ago`."""
    if seconds < 90:
        return tr("%1 s ago").replace("%1", str(max(0, round(seconds))))
    if seconds < 90 * 60:
        return tr("%1 min ago").replace("%1", str(round(seconds / 60)))
    return tr("%1 h ago").replace("%1", str(round(seconds / 3600)))


def rate(pictures_per_second: float) -> str:
    """Return pictures per second with as many digits as say something, or a dash."""
    if not pictures_per_second:
        return "–"
    return f"{pictures_per_second:,.0f}" if pictures_per_second >= 10 else f"{pictures_per_second:.1f}"


def number(value: float) -> str:
    """Return a measured number in a few digits: `1,234`, `0.1235`, `0.0002`, `2e-5`, or a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if value and not 1e-4 <= size < 1e7:
        digits, _, power = f"{value:.2e}".partition("e")
        return f"{float(digits):g}e{int(power)}"
    return f"{value:,.0f}" if size >= 1000 else f"{value:.3g}" if size < 0.01 else f"{value:.4g}"


def size(count: float) -> str:
    """Return `1.3 GB` or `40 MB` for a number of bytes."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def section_title(section: str) -> str:
    """Return what the settings of a section of the recipe stand under."""
    return {
        "data": tr("Pictures"),
        "networks": tr("Networks"),
        "loss": tr("Losses and penalties"),
        "optimizer": tr("Optimizer"),
        "training": tr("Training"),
        "averaging": tr("Averaged generator"),
        "augmentation": tr("Augmentation"),
        "sampling": tr("Sample grid"),
        "scoring": tr("Score"),
        "checkpoints": tr("Checkpoints"),
    }[section]


def best_score(score: Score) -> str:
    """Say how good the best score is, beside what can be had."""
    text = tr("best score: SWD %1 (real against real: %2; lower is better)")
    return text.replace("%1", f"{score.distance:.1f}").replace("%2", f"{score.floor:.1f}")


def score_meaning() -> str:
    """Say what the score is."""
    return tr(
        "SWD, the sliced Wasserstein distance: how far generated pictures are from real ones, fine detail and coarse "
        "shapes alike. Lower is better; real pictures compared with other real ones show how low it can get."
    )


def changes_text(changes: Mapping[str, Any]) -> str:
    """Return settings and their values as the form calls them."""
    return ", ".join(f"{_label(key)}: {as_text(value)}" for key, value in changes.items())


def _label(key: str) -> str:
    return next((setting.label for setting in all_settings() if setting.key == key), key)


def branched(parent: str, step: int) -> str:
    """Say what a run was branched from."""
    return tr("Branched from “%1” at step %2.").replace("%2", f"{step:,}").replace("%1", parent)


def sentence(event: Event) -> tuple[str, str] | None:  # noqa: C901  one case an event
    """Return (what happened, the role of its colour), or None for what a log does not tell."""
    match event:
        case RunOpened(folder):
            return tr("Run folder: %1").replace("%1", str(folder)), "muted"
        case Started(resumed=True):
            return tr("Resumed at step %1 on %2.").replace("%1", f"{event.step:,}").replace("%2", event.device), "text"
        case Started():
            return tr("Started on %1.").replace("%1", event.device), "text"
        case CheckpointSaved(step):
            return tr("Saved step %1.").replace("%1", f"{step:,}"), "muted"
        case Scored(step, score):
            text = tr("Step %1: score %2 (SWD; lower is better, real against real is %3).").replace("%1", f"{step:,}")
            return text.replace("%2", f"{score.distance:.1f}").replace("%3", f"{score.floor:.1f}"), "muted"
        case Paused(step):
            return tr("Paused at step %1; everything is kept in memory.").replace("%1", f"{step:,}"), "text"
        case Resumed(step):
            return tr("Going on from step %1.").replace("%1", f"{step:,}"), "text"
        case SettingsChanged():
            text = tr("Changed from step %1: %2").replace("%1", f"{event.step:,}")
            return text.replace("%2", changes_text(event.changes)), "accent"
        case Warned():
            return " ".join(part for part in (event.headline, event.detail, event.hint) if part), "warning"
        case Diagnosed(step, diagnosis) if diagnosis.condition.is_trouble:
            return f"{tr('Step %1').replace('%1', f'{step:,}')}: {diagnosis.headline} {diagnosis.detail}", "warning"
        case Diagnosed(step, diagnosis):
            return f"{tr('Step %1').replace('%1', f'{step:,}')}: {diagnosis.headline}", "muted"
        case Finished(step):
            return tr("Finished at step %1.").replace("%1", f"{step:,}"), "good"
        case Stopped(step):
            return tr("Stopped at step %1; resume goes on from there.").replace("%1", f"{step:,}"), "text"
        case Failed():
            return " ".join(part for part in (event.headline, event.detail, event.hint) if part), "bad"
        case _:
            return None
