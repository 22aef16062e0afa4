"""Paths between latents: linear or along the sphere, eased or steady, open or closed."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from studio.core.errors import StudioError
from studio.core.latents import grid_classes


class Interpolation(StrEnum):
    """How one latent becomes the next."""

    LINEAR = "linear"
    SPHERICAL = "spherical"


class Easing(StrEnum):
    """How fast a walk moves between two keyframes."""

    STEADY = "steady"
    SMOOTH = "smooth"


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through latents float32 (keyframes, latent_size) in so many frames; `loop` leads back to the first.

    `classes` are the keyframes' class shares float32 (keyframes, classes) for a conditional generator, the first class
    when None; `truncations` float32 (keyframes,) how far from the middle they are drawn, 1 when None.
    """

    keyframes: np.ndarray
    frames: int
    interpolation: Interpolation = Interpolation.SPHERICAL
    easing: Easing = Easing.SMOOTH
    loop: bool = True
    classes: np.ndarray | None = None
    truncations: np.ndarray | None = None


def walk_latents(walk: Walk) -> np.ndarray:
    """Return the latents of all frames, float32 (frames, latent_size).

    Every keyframe is met exactly, the first in frame 0. An open walk ends on the last keyframe; a loop's last frame is
    one frame before the first, so that it repeats without a jump. Raises `StudioError` for fewer frames than keyframes.
    """
    return _spread(np.asarray(walk.keyframes, np.float32), walk, walk.interpolation)


def walk_classes(walk: Walk, count: int) -> np.ndarray:
    """Return the class shares of all frames, float32 (frames, count); they change evenly between keyframes."""
    keys = np.tile(grid_classes(1, count), (len(walk.keyframes), 1)) if walk.classes is None else walk.classes
    return _spread(np.asarray(keys, np.float32), walk, Interpolation.LINEAR)


def walk_truncations(walk: Walk) -> np.ndarray:
    """Return the truncation of all frames, float32 (frames,)."""
    keys = np.ones(len(walk.keyframes)) if walk.truncations is None else walk.truncations
    return _spread(np.asarray(keys, np.float32)[:, None], walk, Interpolation.LINEAR)[:, 0]


def _spread(keys: np.ndarray, walk: Walk, interpolation: Interpolation) -> np.ndarray:
    if not 1 <= len(keys) <= walk.frames:
        raise StudioError(
            f"{len(keys)} keyframes do not fit into {walk.frames} frames.", "", "Ask for at least one frame a keyframe."
        )
    if walk.loop:
        return _through(np.concatenate([keys, keys[:1]]), walk.frames, walk.easing, interpolation)
    return np.concatenate([_through(keys, walk.frames - 1, walk.easing, interpolation), keys[-1:]])


def between(start: np.ndarray, end: np.ndarray, parts: np.ndarray, interpolation: Interpolation) -> np.ndarray:
    """Return the latents at `parts` (n,) in 0..1 of the way from `start` to `end` (size,): float32 (n, size)."""
    t = np.asarray(parts, np.float64)[:, None]
    a, b = start.astype(np.float64), end.astype(np.float64)
    mixed = _spherical(a, b, t) if interpolation == Interpolation.SPHERICAL else a + (b - a) * t
    mixed = np.where(t <= 0.0, a, np.where(t >= 1.0, b, mixed))
    return mixed.astype(np.float32)


def eased(parts: np.ndarray, easing: Easing) -> np.ndarray:
    """Bend 0..1 onto 0..1; `smooth` starts and ends at rest (3 t^2 - 2 t^3)."""
    return parts * parts * (3.0 - 2.0 * parts) if easing == Easing.SMOOTH else parts


def _through(keys: np.ndarray, frames: int, easing: Easing, interpolation: Interpolation) -> np.ndarray:
    """Spread `frames` over the ways between neighbours; each way has its start and not its end."""
    ways = len(keys) - 1
    if ways == 0:
        return np.repeat(keys, frames, axis=0)
    shares = [frames * (i + 1) // ways - frames * i // ways for i in range(ways)]
    pieces = [
        between(keys[i], keys[i + 1], eased(np.arange(share) / max(share, 1), easing), interpolation)
        for i, share in enumerate(shares)
    ]
    return np.concatenate(pieces)


def _spherical(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Turn the direction at constant speed (Shoemake 1985, slerp) and change the length evenly.

    A random latent's length is nearly always close to the root of its size; a straight line would cut through the
    middle, where training never was. Opposite or vanishing latents have no such turn and take the straight line.
    """
    lengths = np.linalg.norm(a), np.linalg.norm(b)
    if min(lengths) < 1e-9:
        return a + (b - a) * t
    u, v = a / lengths[0], b / lengths[1]
    angle = np.arccos(np.clip(u @ v, -1.0, 1.0))
    if np.sin(angle) < 1e-6:
        return a + (b - a) * t
    turned = (np.sin((1.0 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return turned * (lengths[0] * (1.0 - t) + lengths[1] * t)
