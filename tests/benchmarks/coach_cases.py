"""Whether the coach is right: short real trainings, sound ones and such that are led into one trouble each.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.coach_cases [CASE]...`. A sound run must not be called
anything else from start to end; the others must be called by their trouble within the run and by no other before.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from PIL import Image

from studio.core.commands import ChangeSettings, Control
from studio.core.events import Diagnosed, Started, StepsDone
from studio.core.health.diagnosis import Condition
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.sources import open_images
from studio.engine.jobs import new_run
from tests.benchmarks.report import Figure, report

SOURCE = "demo:digits"
FEW = 30
COMMON = {"training.length_unit": "steps", "sampling.interval": 50, "sampling.interval_unit": "steps"}
SMALL_DCGAN = {
    "networks.width": 12,
    "networks.extra_convolution": False,
    "training.batch_size": 32,
    "optimizer.generator_learning_rate": 2e-4,
    "optimizer.discriminator_learning_rate": 2e-4,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A recipe with changes on all pictures or on a `few`, and the trouble it is led into (None: sound).

    Half-way through, the settings `later` are changed.
    """

    name: str
    recipe: str
    steps: int
    changes: Mapping[str, Any] = field(default_factory=dict)
    trouble: Condition | None = None
    few: bool = False
    later: Mapping[str, Any] = field(default_factory=dict)

    def whole_recipe(self) -> Recipe:
        """Return the recipe with everything set."""
        return load_recipe(self.recipe).changed({**COMMON, "training.length": self.steps, **self.changes})


def rates(generator: float, discriminator: float, **others: Any) -> dict[str, Any]:
    """Learning rates without any penalty, and other settings with `__` for the dot."""
    own = {"optimizer.generator_learning_rate": generator, "optimizer.discriminator_learning_rate": discriminator}
    return {**own, "loss.r1_weight": 0.0, **{key.replace("__", "."): value for key, value in others.items()}}


SINGLE = {"training__simultaneous": False}
WASSERSTEIN = {
    "loss__discriminator": "wasserstein",
    "loss__generator": "wasserstein",
    "loss__gradient_penalty_weight": 10.0,
}
HINGE = {
    "loss__discriminator": "hinge",
    "loss__generator": "hinge",
    "networks__discriminator_normalisation": "spectral",
}
UNNORMALISED = {"networks__generator_normalisation": "none", "networks__discriminator_dropout": 0.0}
SCORED = {"checkpoints.interval": 2, "scoring.pictures": 16}
CASES = (
    Case("sound: mlp-128", "mlp-128", 2500),
    Case("sound: mlp-784", "mlp-784", 1000, {"networks.width": 256}),
    Case("sound: dcgan", "dcgan-28", 500, SMALL_DCGAN),
    Case("sound: Wasserstein", "mlp-128", 1000, rates(2e-4, 2e-4, **WASSERSTEIN, **SINGLE)),
    Case("sound: hinge", "mlp-128", 1000, rates(2e-4, 2e-4, **HINGE, **SINGLE)),
    Case(
        "high generator rate",
        "mlp-128",
        800,
        rates(0.02, 2e-4, loss__generator="non_saturating"),
        Condition.COLLAPSED,
    ),
    Case("high generator rate: dcgan", "dcgan-28", 400, {**SMALL_DCGAN, **rates(0.2, 2e-4)}, Condition.COLLAPSED),
    Case(
        "high generator rate, no normalisation: dcgan",
        "dcgan-28",
        900,
        {**SMALL_DCGAN, **rates(0.01, 2e-4, **UNNORMALISED, **SINGLE)},
        Condition.COLLAPSED,
    ),
    Case("high discriminator rate: mlp", "mlp-128", 800, rates(1e-4, 3e-3), Condition.OVERPOWERED),
    Case(
        "high discriminator rate: dcgan",
        "dcgan-28",
        400,
        {**SMALL_DCGAN, **rates(2e-5, 2e-3, networks__discriminator_dropout=0.0)},
        Condition.OVERPOWERED,
    ),
    Case(
        "30 pictures: mlp",
        "mlp-128",
        2000,
        rates(5e-4, 5e-4, loss__generator="non_saturating", training__batch_size=16),
        Condition.OVERFITTING,
        few=True,
    ),
    Case(
        "30 pictures: dcgan",
        "dcgan-28",
        600,
        {**SMALL_DCGAN, "networks.discriminator_dropout": 0.0, "training.batch_size": 15},
        Condition.OVERFITTING,
        few=True,
    ),
    Case("sound: scored", "digits-in-a-minute", 2000, SCORED),
    Case(
        "generator rate raised half-way: scored",
        "digits-in-a-minute",
        2000,
        SCORED,
        Condition.WORSENED,
        later={"optimizer.generator_learning_rate": 0.05},
    ),
    Case(
        "numbers that are not finite",
        "mlp-128",
        400,
        rates(1.0, 0.5, optimizer__kind="sgd", **WASSERSTEIN),
        Condition.DIVERGED,
    ),
)


def main(names: list[str]) -> int:
    """Train every case (or those named) and compare what the coach said with what was so."""
    figures = []
    with tempfile.TemporaryDirectory() as place:
        few = _few_pictures(Path(place) / "few")
        for number, case in enumerate(CASES):
            if not names or any(name in case.name for name in names):
                said = list(_said(case, str(few) if case.few else SOURCE, Path(place) / str(number)))
                figures.append(_figure(case, said))
    return report("coach_cases", figures)


def _said(case: Case, source: str, out: Path) -> Iterator[Diagnosed]:
    started, control, later = False, Control(), dict(case.later)
    for event in new_run(source, case.whole_recipe(), out, control):
        if later and isinstance(event, StepsDone) and event.step >= case.steps / 2:
            control.send(ChangeSettings(later))
            later = {}
        started = started or isinstance(event, Started)
        if isinstance(event, Diagnosed) and event.diagnosis.condition.is_trouble:
            yield event
    if not started:
        raise SystemExit(f"{case.name}: the run did not start.")


def _figure(case: Case, said: list[Diagnosed]) -> Figure:
    """Return at which share of the run the trouble was named; above 1 where it was not, or another one was."""
    told = ", ".join(f"{event.diagnosis.condition} at {event.step}" for event in said) or "nothing"
    if case.trouble is None:
        return Figure(f"{case.name}: {told}", float(len(said)), "troubles", most=0)
    right = bool(said) and said[0].diagnosis.condition == case.trouble
    return Figure(f"{case.name}: {told}", said[0].step / case.steps if right else 2.0, "of the run", most=1.0)


def _few_pictures(folder: Path) -> Path:
    folder.mkdir()
    images = open_images(SOURCE, load_recipe("mlp-128").data).images[:FEW]
    for number, image in enumerate(images):
        Image.fromarray(image[..., 0]).save(folder / f"{number}.png")
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
