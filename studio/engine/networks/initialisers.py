"""Starting weights as a function of the run's seed: every layer gets the next seed of a sequence."""

import itertools

import keras


class Initialisers:
    """Hands out one initialiser per layer; the same `seed` gives the same networks."""

    def __init__(self, seed: int) -> None:
        self._seeds = itertools.count(seed * 1000 + 1)

    def glorot(self) -> keras.initializers.Initializer:
        """Glorot and Bengio 2010, equation 16 (uniform)."""
        return keras.initializers.GlorotUniform(seed=self.next_seed())

    def he(self) -> keras.initializers.Initializer:
        """He et al. 2015, equation 10 (normal): for layers followed by a rectifier."""
        return keras.initializers.HeNormal(seed=self.next_seed())

    def scaled(self, scale: float) -> keras.initializers.Initializer:
        """Zero-mean normal with the variance scale / fan-in."""
        return keras.initializers.VarianceScaling(scale, "fan_in", "untruncated_normal", seed=self.next_seed())

    def normal(self, deviation: float) -> keras.initializers.Initializer:
        """Zero-mean normal; 0.02 in Radford et al. 2015."""
        return keras.initializers.RandomNormal(stddev=deviation, seed=self.next_seed())

    def next_seed(self) -> int:
        """Return the next seed, for layers that make their own initialisers."""
        return next(self._seeds) % (2**31)
