"""Where a walk passes: seeds, or favourites that Explore exported, with classes of their own."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.latents import read_seeds
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.favourites import read_favourites
from studio.explore.place import Place


def seed_places(snapshot: GeneratorSnapshot, text: str, truncation: float) -> list[Place]:
    """Return the places of seeds like `1,2,3`; raises `StudioError`."""
    start = Place.start(snapshot.latent_size, len(snapshot.class_names)).with_truncation(truncation)
    nothing_locked = np.zeros(snapshot.latent_size, bool)
    return [start.at_seed(seed, nothing_locked) for seed in read_seeds(text)]


def favourite_places(snapshot: GeneratorSnapshot, file: Path) -> list[Place]:
    """Return the places of exported favourites, in their order; raises `StudioError`."""
    start = Place.start(snapshot.latent_size, len(snapshot.class_names))
    places = [start.at_mark(favourite.mark) for favourite in read_favourites(file)]
    if not places:
        raise StudioError(f"{file.name} holds no favourites.", "", "Star some pictures in Explore first.")
    return places


def with_classes(snapshot: GeneratorSnapshot, places: list[Place], text: str) -> list[Place]:
    """Show one class everywhere (`rose`), or one for each place (`rose,tulip`); raises `StudioError`."""
    names = text.split(",")
    if len(names) not in (1, len(places)):
        raise StudioError(f"{len(names)} classes do not fit {len(places)} seeds.", "", "Name one, or one a seed.")
    shares = class_shares(snapshot.class_names, names * (len(places) // len(names)))
    return [replace(place, classes=row) for place, row in zip(places, shares, strict=True)]


def class_shares(known: tuple[str, ...], names: list[str]) -> np.ndarray:
    """Return the class shares of these names, float32 (names, classes); raises `StudioError` for an unknown one."""
    for name in names:
        if name not in known:
            there = f"There are: {', '.join(known)}." if known else "This generator was trained without classes."
            raise StudioError(f"There is no class called '{name}'.", "", there)
    return np.eye(len(known), dtype=np.float32)[[known.index(name) for name in names]]
