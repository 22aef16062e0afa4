"""The plane that two directions span: where a latent lies on it, and how it is moved over it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Two vectors of length 1, float32 (size,); they need not stand at right angles."""

    right: np.ndarray
    up: np.ndarray

    def position(self, latent: np.ndarray) -> tuple[float, float]:
        """How far a latent (size,) lies along each of the two, in standard deviations."""
        return float(self.right @ latent), float(self.up @ latent)

    def moved_to(self, latent: np.ndarray, right: float, up: float) -> np.ndarray:
        """Return the nearest latent, float32 (size,), whose position is the given one.

        Of two parallel directions, which no latent can satisfy separately, both are met as well as can be.
        """
        both = np.stack([self.right, self.up]).astype(np.float64)
        missing = np.array([right, up]) - both @ latent
        return (latent + np.linalg.pinv(both, rcond=1e-4) @ missing).astype(np.float32)

    def grid(self, latent: np.ndarray, side: int, step: float) -> np.ndarray:
        """Return side * side latents in rows from the top left, one `step` apart, `latent` itself in the middle."""
        offsets = np.arange(side) - side // 2
        ups, rights = np.meshgrid(-offsets, offsets, indexing="ij")
        moves = rights.reshape(-1, 1) * self.right + ups.reshape(-1, 1) * self.up
        return (latent + np.float32(step) * moves).astype(np.float32)
