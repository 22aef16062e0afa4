"""Seeds to latents: the same numbers in training grids, sliders, walks, exports and on the command line."""

import numpy as np

from studio.core.errors import StudioError


def latent(seed: int, size: int) -> np.ndarray:
    """Return the latent of one seed: float32 (size,), standard normal, from NumPy's Philox generator."""
    generator = np.random.Generator(np.random.Philox(key=seed))
    return generator.standard_normal(size, dtype=np.float32)


def latents(first_seed: int, count: int, size: int) -> np.ndarray:
    """Return the latents of `count` consecutive seeds: float32 (count, size)."""
    return np.stack([latent(first_seed + i, size) for i in range(count)])


def grid_classes(count: int, classes: int) -> np.ndarray:
    """Return the classes that cells of a grid show, one after the other: one-hot float32 (count, classes)."""
    return (
        np.eye(classes, dtype=np.float32)[np.arange(count) % classes] if classes else np.zeros((count, 0), np.float32)
    )


def read_seeds(text: str) -> list[int]:
    """Read seeds as people write them, such as `1,2,3`; raises `StudioError`."""
    try:
        seeds = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise StudioError(f"'{text}' is not a list of seeds.", "", "Write them like 1,2,3.") from error
    if min(seeds) < 0:
        raise StudioError(f"{min(seeds)} is not a seed.", "", "Seeds are whole numbers from 0 on.")
    return seeds
