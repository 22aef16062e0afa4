"""The structured codes of InfoGAN: which coordinates of a latent they are, and how to read and set them."""

from dataclasses import dataclass

import numpy as np

ROOT = (2.0 / np.pi) ** 0.5
CUBIC = 0.044715
_TABLE = np.linspace(-4.0, 4.0, 4001)


@dataclass(frozen=True, slots=True)
class Codes:
    """The last coordinates of a latent: `categories` of one categorical code, then `continuous` codes.

    A latent is standard normal throughout, so seeds, walks and averages work on it as on any other. The generator
    reads the category as the largest of its coordinates (equally likely each) and a continuous code as the
    coordinate bent to the uniform distribution over -1..1.
    """

    categories: int = 0
    continuous: int = 0

    @property
    def size(self) -> int:
        """How many coordinates the codes take."""
        return self.categories + self.continuous

    def category(self, latent: np.ndarray) -> int:
        """Return the category of a latent (latent_size,): 0 to categories - 1."""
        return int(np.argmax(latent[self._categorical(len(latent))]))

    def with_category(self, latent: np.ndarray, category: int) -> np.ndarray:
        """Return the latent with that category: the largest coordinate and the wanted one change places."""
        start, changed = len(latent) - self.size, latent.copy()
        pair = [start + self.category(latent), start + category]
        changed[pair] = latent[pair[::-1]]
        return changed

    def value(self, latent: np.ndarray, index: int) -> float:
        """Return continuous code `index` of a latent (latent_size,): -1 to 1."""
        return float(uniform(latent[len(latent) - self.continuous + index]))

    def with_value(self, latent: np.ndarray, index: int, value: float) -> np.ndarray:
        """Return the latent with continuous code `index` set to -1..1."""
        changed = latent.copy()
        changed[len(latent) - self.continuous + index] = np.interp(value, uniform(_TABLE), _TABLE)
        return changed

    def _categorical(self, latent_size: int) -> slice:
        return slice(latent_size - self.size, latent_size - self.continuous)


def uniform(values: np.ndarray) -> np.ndarray:
    """Bend standard normal numbers to uniform ones in -1..1: erf(x / sqrt 2) by tanh, to 5e-4 (Hendrycks 2016)."""
    return np.tanh(ROOT * (values + CUBIC * values**3))
