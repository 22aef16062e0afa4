"""How soon digits are good: `digits-in-a-minute` against the plain convolutional loop, judged by the same classifier.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.time_to_quality DIGITS [MINUTES]`, where DIGITS holds
`train/0..9` and `test/0..9` and MINUTES is how long the reference trains (20). GAN Studio's seconds count everything
from Start on, reading the pictures and compiling included; the reference's count its steps alone. Both clocks stand
still while pictures are judged.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

from studio.core.commands import Control, TakeSnapshot
from studio.core.events import Failed, SnapshotTaken, StepsDone
from studio.core.latents import latents
from studio.core.pixels import grid, to_uint8
from studio.core.recipe_book import load_recipe
from studio.core.sections.data import DataSettings
from studio.core.snapshot import GeneratorSnapshot
from studio.data.image_set import ImageSet
from studio.data.sources import open_images
from studio.engine.jobs import new_run
from studio.explore.session import GeneratorSession
from studio.export.snapshot_graph import snapshot_graph
from tests.benchmarks.digit_judge import DigitJudge
from tests.benchmarks.plain_loops import OneStepLoop
from tests.benchmarks.plot import Curve, save_plot
from tests.benchmarks.report import FOLDER, Figure, report

RECIPE = "digits-in-a-minute"
JUDGED = 5000
PORTION = 250
SOON_S, LATE_S = 30.0, 90.0
STUDIO_MARKS_S = (10.0, 15.0, 20.0, 25.0, 28.0, 35.0, 45.0, 60.0, 75.0, 88.0)
TUTORIAL = {"optimizer.beta1": 0.9, "optimizer.beta2": 0.999}  # the reference's public description: Adam's defaults


@dataclass(frozen=True, slots=True)
class Point:
    """After so many seconds and steps: the Frechet distance and the Inception Score."""

    seconds: float
    step: int
    distance: float
    inception: float


def main(digits: Path, minutes: float) -> int:
    """Judge both on the same held-out digits."""
    train, test = (open_images(str(digits / part), DataSettings()) for part in ("train", "test"))
    judge = _judge(train, test)
    best = judge.judge(train.images[np.random.default_rng(0).permutation(len(train.images))[:JUDGED]])
    studio = list(_studio(judge, digits / "train"))
    reference = list(_reference(judge, train.images, minutes * 60.0))
    _save(reference, studio)
    last = reference[-1].distance
    figures = [
        Figure("real digits against held-out ones", best.distance, "distance"),
        Figure(f"reference after {minutes:g} min", last, "distance"),
        Figure(f"{RECIPE} by {SOON_S:g} s", _reached(studio, SOON_S), "distance", most=last),
        Figure(f"{RECIPE} by {LATE_S:g} s", _reached(studio, LATE_S), "distance", most=last / 10.0),
        Figure("sooner than the reference", minutes * 60.0 / _seconds_to(studio, last), "x", least=40.0),
        Figure("Inception Score of the reference", reference[-1].inception, "of 10"),
        Figure("Inception Score of GAN Studio", studio[-1].inception, "of 10"),
    ]
    return report("time_to_quality", figures)


def _judge(train: ImageSet, test: ImageSet) -> DigitJudge:
    if train.labels is None or test.labels is None:
        raise SystemExit("The digits must lie in class folders, train/0..9 and test/0..9.")
    images, labels = (np.concatenate(pair) for pair in ((train.images, test.images), (train.labels, test.labels)))
    return DigitJudge(images, labels, test.images)


def _studio(judge: DigitJudge, folder: Path) -> Iterator[Point]:
    """Train by the real engine; snapshots are taken as the explorer takes them."""
    control, marks = Control(), list(STUDIO_MARKS_S)
    recipe = load_recipe(RECIPE).changed({"training.length": 10_000_000, "training.length_unit": "steps"})
    with tempfile.TemporaryDirectory() as place:
        begun, judging = time.perf_counter(), 0.0
        for event in new_run(str(folder), recipe, Path(place) / "run", control, make_graph=snapshot_graph):
            seconds = time.perf_counter() - begun - judging
            match event:
                case Failed():
                    raise SystemExit(f"{event.headline} {event.detail}")
                case StepsDone() if seconds >= marks[0]:
                    marks.pop(0)
                    control.send(TakeSnapshot())
                case SnapshotTaken(snapshot):
                    scores = judge.judge(_generated(snapshot))
                    yield Point(seconds, snapshot.step, scores.distance, scores.inception)
                    judging += time.perf_counter() - begun - judging - seconds
                    if not marks:
                        return
                case _:
                    pass


def _generated(snapshot: GeneratorSnapshot) -> np.ndarray:
    session = GeneratorSession(snapshot)
    wanted = latents(1_000_000, JUDGED, snapshot.latent_size)
    images = np.concatenate([session.generate(part) for part in np.array_split(wanted, JUDGED // PORTION)])
    _show(images)
    return images


def _reference(judge: DigitJudge, images: np.ndarray, seconds: float) -> Iterator[Point]:
    """Train the tutorial's networks by its own loop; judged every minute."""
    loop = OneStepLoop(load_recipe("dcgan-28").changed(TUTORIAL), images)
    loop.run(2)  # compiles, which is not counted
    generate = tf.function(lambda z: loop.generator(z, training=False))
    wanted = latents(1_000_000, JUDGED, 100)
    spent, step, due = 0.0, 2, 0.0
    while True:
        if spent >= due or spent >= seconds:
            parts = np.array_split(wanted, JUDGED // PORTION)
            scores = judge.judge(np.concatenate([to_uint8(generate(tf.constant(z)).numpy()) for z in parts]))
            yield Point(spent, step, scores.distance, scores.inception)
            due += 60.0
        if spent >= seconds:
            return
        begun = time.perf_counter()
        loop.run(10)
        spent, step = spent + time.perf_counter() - begun, step + 10


def _reached(points: list[Point], by: float) -> float:
    """The last distance judged within `by` seconds."""
    return [p.distance for p in points if p.seconds <= by][-1]


def _seconds_to(points: list[Point], distance: float) -> float:
    return next((p.seconds for p in points if p.distance <= distance), float("inf"))


def _save(reference: list[Point], studio: list[Point]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = {"reference": [asdict(p) for p in reference], "studio": [asdict(p) for p in studio]}
    (FOLDER / "time_to_quality_curves.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    curves = [
        Curve("plain loop, dcgan-28", [p.seconds for p in reference[1:]], [p.distance for p in reference[1:]]),
        Curve(f"GAN Studio, {RECIPE}", [p.seconds for p in studio], [p.distance for p in studio]),
    ]
    save_plot(FOLDER / "time_to_quality.png", curves, x="seconds of training", y="Frechet distance", title="Digits")


def _show(images: np.ndarray) -> None:
    """Keep the first generated pictures beside the figures, to be looked at."""
    from PIL import Image

    FOLDER.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grid(images[:64], 8)[..., 0]).save(FOLDER / "time_to_quality_digits.png")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 20.0))
