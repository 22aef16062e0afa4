"""`demo:blossoms`: flowers in colour, drawn as petals around a heart, one class for each kind of flower."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

COUNT = 3000
SIZE = 64
_PORTION = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of flower: how its petals are shaped (`sharpness`, `depth`), how many, and in which colours."""

    name: str
    petals: tuple[int, int]
    sharpness: float
    depth: float
    layers: int
    hues: tuple[float, ...]
    heart: tuple[float, float, float]


KINDS = (
    Kind("daisy", (13, 18), 0.55, 0.42, 1, (0.13, 0.95, 0.60), (1.0, 0.80, 0.16)),
    Kind("rose", (5, 6), 0.35, 0.22, 4, (0.97, 0.93, 0.03), (0.72, 0.16, 0.24)),
    Kind("sunflower", (15, 20), 1.3, 0.40, 2, (0.125, 0.11, 0.145), (0.32, 0.18, 0.08)),
    Kind("violet", (5, 5), 0.8, 0.34, 1, (0.74, 0.70, 0.78), (1.0, 0.84, 0.30)),
    Kind("poppy", (4, 5), 0.28, 0.20, 2, (0.01, 0.99, 0.04), (0.14, 0.10, 0.14)),
)
CLASS_NAMES = tuple(kind.name for kind in KINDS)


def draw_blossoms(count: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Yield portions of `count` flowers, uint8 (m, 64, 64, 3); picture i is of class i % 5, the same for a seed."""
    for start in range(0, count, _PORTION):
        indices = range(start, min(start + _PORTION, count))
        yield np.stack([_flower(KINDS[i % len(KINDS)], np.random.default_rng((seed, i))) for i in indices])


def _flower(kind: Kind, random: np.random.Generator) -> np.ndarray:
    rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    picture = _background(rows, columns, random)
    x, y = random.normal(SIZE / 2, 2.2, 2)
    radius = random.uniform(20, 27)
    tilt, turn = random.uniform(0.78, 1.0), random.uniform(0, math.tau)
    dx, dy = columns - x, (rows - y) / tilt
    distance, angle = np.hypot(dx, dy), np.arctan2(dy, dx) + turn
    petals = int(random.integers(kind.petals[0], kind.petals[1] + 1))
    hue = float(random.choice(kind.hues)) + random.normal(0, 0.012)
    light = random.uniform(0, math.tau)
    for layer in range(kind.layers):
        share = 1.0 - layer * 0.78 / kind.layers
        own = angle + layer * math.pi / petals + random.normal(0, 0.06)
        _paint_petals(picture, kind, (distance, own), (radius * share, petals, hue, layer, light), random)
    heart = radius * (0.36 if kind.name == "sunflower" else 0.2) * random.uniform(0.9, 1.1)
    _paint_heart(picture, distance, heart, kind, random)
    return np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)


def _background(rows: np.ndarray, columns: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Soft greens or a pale sky with a few blurred lights."""
    top = _colour(random.uniform(0.22, 0.42), random.uniform(0.25, 0.5), random.uniform(0.30, 0.62))
    bottom = _colour(random.uniform(0.25, 0.36), random.uniform(0.35, 0.6), random.uniform(0.12, 0.36))
    share = (rows / SIZE)[..., None]
    picture = (top * (1 - share) + bottom * share).astype(np.float32)
    for _ in range(4):
        x, y, size = random.uniform(0, SIZE), random.uniform(0, SIZE), random.uniform(5, 13)
        glow = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * size**2))[..., None]
        picture += glow * random.uniform(-0.12, 0.2) * _colour(random.uniform(0.15, 0.4), 0.4, 1.0)
    return picture


def _paint_petals(
    picture: np.ndarray,
    kind: Kind,
    polar: tuple[np.ndarray, np.ndarray],
    look: tuple[float, int, float, int, float],
    random: np.random.Generator,
) -> None:
    """Blend one ring of petals into the picture: the outline is a power of a cosine around the centre."""
    (distance, angle), (radius, petals, hue, layer, light) = polar, look
    wave = np.abs(np.cos(angle * petals / 2)) ** kind.sharpness
    wobble = 1 + 0.05 * np.sin(angle * 3 + random.uniform(0, math.tau))
    edge = radius * wobble * (1 - kind.depth + kind.depth * wave)
    cover = np.clip(edge - distance + 0.5, 0, 1)
    along = np.clip(distance / np.maximum(edge, 1e-3), 0, 1)
    white = kind.name == "daisy"
    saturation = (0.06 if white else 0.82) - 0.22 * along
    value = np.clip(0.62 + 0.36 * along - 0.10 * layer, 0.25, 1) * (0.93 + 0.07 * np.cos(angle - light))
    vein = 1 - 0.10 * (1 - wave) * along
    colour = _colours(np.full_like(along, hue), saturation, np.clip(value * vein + (0.12 if white else 0), 0, 1))
    rim = 1 - 0.22 * np.clip(1 - (edge - distance) / 1.8, 0, 1)
    shade = np.clip(1 - np.clip(distance - edge, 0, 3) / 3, 0, 1) * (distance > edge) * 0.22
    picture *= 1 - shade[..., None]
    picture += cover[..., None] * (colour * rim[..., None] - picture)


def _paint_heart(
    picture: np.ndarray, distance: np.ndarray, radius: float, kind: Kind, random: np.random.Generator
) -> None:
    cover = np.clip(radius - distance + 0.5, 0, 1)[..., None]
    dots = random.uniform(0.82, 1.12, distance.shape)[..., None]
    dome = (1.08 - 0.35 * np.clip(distance / radius, 0, 1) ** 2)[..., None]
    picture += cover * (np.array(kind.heart, np.float32) * dots * dome - picture)


def _colour(hue: float, saturation: float, value: float) -> np.ndarray:
    return _colours(np.array(hue), np.array(saturation), np.array(value))


def _colours(hue: np.ndarray, saturation: np.ndarray, value: np.ndarray) -> np.ndarray:
    """HSV, each 0..1, to RGB (…, 3), 0..1."""
    sector = (hue[..., None] * 6 + np.array([0, 4, 2])) % 6
    ramp = np.clip(np.abs(sector - 3) - 1, 0, 1)
    return (value[..., None] * (1 - saturation[..., None] * (1 - ramp))).astype(np.float32)
