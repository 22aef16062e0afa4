"""Which numbers of a run are drawn in one plot, what each is called, and in which colour."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from studio.core import history
from studio.ui.panels.curve_series import Axis
from studio.ui.words import score_meaning

ROLES = ("generator", "discriminator", "real", "fake")
AXES = frozenset({"step", "epoch", "images", "seconds"})


@dataclass(frozen=True, slots=True)
class Curve:
    """The column of a history, its label and its colour's role; `marked` ones are few numbers, each with a dot.

    What is set and not measured is not `smoothed`: a step would look like a decay.
    """

    column: str
    label: str
    role: str
    smoothed: bool = True
    marked: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class CurveGroup:
    """One plot: its title, its curves, and its y axis: the range where that is fixed, logarithmic or as is chosen."""

    name: str
    title: str
    curves: tuple[Curve, ...]
    low: float | None = None
    high: float | None = None
    logarithmic: bool = False


def tr(text: str) -> str:
    """Translate in the context of this file."""
    return QCoreApplication.translate("curve_groups", text)


def curve_groups(columns: Iterable[str]) -> list[CurveGroup]:
    """Return the plots there can be of a history with these columns: those known, then one for each other column.

    That of scores is among them when there are any.
    """
    known = _known_groups()
    named = {curve.column for group in (*known, _scores()) for curve in group.curves}
    others = sorted(set(columns) - named - AXES)
    scored = [_scores()] if history.SLICED_WASSERSTEIN in set(columns) else []
    return [*known[:2], *scored, *known[2:], *(_group_of(column) for column in others)]


def axis_titles() -> dict[Axis, str]:
    """Return what the x axis can be, and how each is called."""
    return {"step": tr("Steps"), "images": tr("Pictures"), "seconds": tr("Time")}


def meaning(group: str) -> str:
    """Say what the plot of this name tells; empty where its title says it all."""
    return {
        "loss": tr(
            "What each network tries to lower. They pull against each other, so a low loss is not good pictures."
        ),
        "score": tr("How real the discriminator takes real and generated pictures to be, from 0 to 1."),
        "logit": tr("What the discriminator says before it is made a score: above 0 it takes pictures for real."),
        "accuracy": tr("The share of real and of generated pictures that the discriminator tells rightly."),
        "gradient": tr("How hard each network is pushed at a step; sudden peaks are a sign of trouble."),
        "penalty": tr("What the penalties of the recipe add to the discriminator's loss."),
        "augmentation": tr("How strongly pictures are changed before the discriminator sees them, from 0 to 1."),
        "learning_rate": tr("How far a step goes, as the schedule has it."),
        "diversity": tr("How different the grid's pictures are from one another; 1 is as different as real ones."),
        "saturation": tr("The share of colour values that are as dark or as bright as can be."),
        "swd": score_meaning(),
    }.get(group, "")


def _known_groups() -> list[CurveGroup]:
    generator, discriminator = tr("Generator"), tr("Discriminator")
    real, fake = tr("Real"), tr("Generated")
    return [
        _pair("loss", tr("Loss"), (history.GENERATOR_LOSS, generator), (history.DISCRIMINATOR_LOSS, discriminator)),
        CurveGroup("score", tr("Mean score"), _two(history.REAL_SCORE, real, history.FAKE_SCORE, fake), 0.0, 1.0),
        CurveGroup("logit", tr("Logit"), _two(history.REAL_LOGIT, real, history.FAKE_LOGIT, fake)),
        CurveGroup(
            "accuracy", tr("Accuracy"), _two(history.REAL_ACCURACY, real, history.FAKE_ACCURACY, fake), 0.0, 1.0
        ),
        _pair(
            "gradient",
            tr("Gradient norm"),
            (history.GENERATOR_GRADIENT_NORM, generator),
            (history.DISCRIMINATOR_GRADIENT_NORM, discriminator),
        ),
        CurveGroup("penalty", tr("Penalty"), (Curve(history.PENALTY, tr("Penalty"), "discriminator"),)),
        CurveGroup(
            "augmentation",
            tr("Augmentation"),
            (Curve(history.AUGMENTATION_STRENGTH, tr("Strength"), "real", smoothed=False),),
            0.0,
            1.0,
        ),
        _pair(
            "learning_rate",
            tr("Learning rate"),
            (history.GENERATOR_LEARNING_RATE, generator),
            (history.DISCRIMINATOR_LEARNING_RATE, discriminator),
            smoothed=False,
        ),
        CurveGroup("rate", tr("Pictures/s"), (Curve(history.PICTURES_PER_SECOND, tr("Pictures/s"), "generator"),)),
        CurveGroup(
            "diversity",
            tr("Diversity"),
            _two(history.DIVERSITY, tr("Of the grid"), history.NEAREST_DISTANCE, tr("Of the two most alike")),
        ),
        CurveGroup("saturation", tr("Saturation"), _two(history.REAL_SATURATION, real, history.SATURATION, fake)),
    ]


def _scores() -> CurveGroup:
    generated = Curve(history.SLICED_WASSERSTEIN, tr("Generated"), "fake", smoothed=False, marked=True)
    real = Curve(history.REAL_SLICED_WASSERSTEIN, tr("Real against real"), "real", smoothed=False, dashed=True)
    return CurveGroup("swd", tr("SWD"), (generated, real), logarithmic=True)


def _pair(
    name: str, title: str, first: tuple[str, str], second: tuple[str, str], *, smoothed: bool = True
) -> CurveGroup:
    curves = Curve(*first, "generator", smoothed), Curve(*second, "discriminator", smoothed)
    return CurveGroup(name, title, curves)


def _two(first: str, first_label: str, second: str, second_label: str) -> tuple[Curve, ...]:
    return Curve(first, first_label, "real"), Curve(second, second_label, "fake")


def _group_of(column: str) -> CurveGroup:
    label = column.replace("_", " ").capitalize()
    return CurveGroup(column, label, (Curve(column, label, "fake"),))
