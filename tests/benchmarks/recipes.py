"""Every recipe on real pictures: pictures a second, memory, scores, and grids on the way to be looked at.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.recipes DIGITS PAINTINGS [RECIPE ...]`, two folders of
pictures. Each recipe trains in a process of its own. Its grids are saved as RECIPE-SECONDS.png in
`build/benchmarks/grids`; when the first good one came is for eyes to tell.
"""

import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import psutil

from studio.core.commands import Control
from studio.core.events import Failed, SampleDrawn, Scored, StepsDone
from studio.core.recipe_book import load_recipe
from tests.benchmarks.report import FOLDER, Figure, report

GRIDS = FOLDER / "grids"
MARKS_S = (10, 20, 30, 45, 60, 90, 120, 150, 240, 300, 450, 600, 900)
DIGITS, PAINTINGS, BLOSSOMS = "digits", "paintings", "demo:blossoms"


@dataclass(frozen=True, slots=True)
class Course:
    """A recipe, what it trains on and for how many seconds of training."""

    recipe: str
    source: str
    seconds: float


COURSES = (
    Course("digits-in-a-minute", DIGITS, 60),
    Course("mlp-128", DIGITS, 30),
    Course("mlp-784", DIGITS, 90),
    Course("dcgan-28", DIGITS, 240),
    Course("conv-mse", DIGITS, 240),
    Course("class-conditional-32", DIGITS, 90),
    Course("faces-64", BLOSSOMS, 150),
    Course("small-collection", PAINTINGS, 300),
    Course("paintings-64", PAINTINGS, 300),
    Course("dcgan-64", PAINTINGS, 420),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one course showed; `scores` are (step, sliced Wasserstein distance, that of real pictures)."""

    pictures_per_second: float
    memory: int
    steps: int
    scores: list[tuple[int, float, float]]


def main(digits: str, paintings: str, names: Sequence[str]) -> int:
    """Train one recipe after the other."""
    sources = {DIGITS: digits, PAINTINGS: paintings, BLOSSOMS: BLOSSOMS}
    GRIDS.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    for course in (c for c in COURSES if not names or c.recipe in names):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            outcome = pool.apply(trained, (course, sources[course.source]))
        name = f"{course.recipe} on {course.source}"
        figures += [
            Figure(name, outcome.pictures_per_second, "pictures/s"),
            Figure("  memory", outcome.memory / 2**30, "GB"),
            Figure(f"  steps in {course.seconds:g} s", outcome.steps, "steps"),
        ]
        figures += [
            Figure(f"  distance at step {step} (real: {real:.0f})", own, "") for step, own, real in outcome.scores[-1:]
        ]
        report("recipes", figures)
    return 0


def trained(course: Course, source: str) -> Outcome:
    """Train one recipe for its time, keeping its grids; runs in a process of its own, whose memory it tells."""
    from studio.engine.jobs import new_run  # TensorFlow stays out of the process that waits

    recipe = load_recipe(course.recipe).changed({"training.length": 10_000_000, "training.length_unit": "steps"})
    marks, rates, scores, steps, memory = list(MARKS_S), [], [], 0, 0
    with tempfile.TemporaryDirectory() as place:
        newest: Path | None = None
        for event in new_run(source, recipe, Path(place) / "run", Control()):
            match event:
                case Failed():
                    raise SystemExit(f"{event.headline} {event.detail}")
                case SampleDrawn():
                    newest = event.path
                case Scored():
                    scores.append((event.step, event.score.distance, event.score.floor))
                case StepsDone():
                    steps, memory = event.step, max(memory, psutil.Process().memory_info().rss)
                    rates.append(event.pictures_per_second)
                    if event.seconds >= marks[0] and newest is not None:
                        shutil.copy(newest, GRIDS / f"{course.recipe}-{marks.pop(0)}.png")
                    if event.seconds >= course.seconds:
                        break
                case _:
                    pass
    return Outcome(statistics.median(rates[len(rates) // 2 :]), memory, steps, scores)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
