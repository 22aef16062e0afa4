"""How far generated digits are from real ones: a small classifier's features, compared as two normal distributions.

Inception features mean little on grey digits of 28 pixels, so the classifier is trained here, on the real digits alone.
"""

from dataclasses import dataclass

import keras
import numpy as np

FEATURES = 64
EPOCHS = 8
SPLITS = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """`distance`: Frechet distance to held-out real digits, 0 is best. `inception`: Inception Score, 1 to 10."""

    distance: float
    inception: float


class DigitJudge:
    """A classifier of ten digits and the real features it compares with."""

    def __init__(self, images: np.ndarray, labels: np.ndarray, held_out: np.ndarray) -> None:
        """Train on uint8 `images` (n, 28, 28, 1) of `labels` (n,); compare with `held_out` (m, 28, 28, 1)."""
        keras.utils.set_random_seed(0)
        inputs = keras.Input((28, 28, 1))
        values = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
        for width in (32, 64):
            values = keras.layers.Conv2D(width, 3, activation="relu", padding="same")(values)
            values = keras.layers.MaxPooling2D()(values)
        values = keras.layers.Dropout(0.3)(keras.layers.Flatten()(values))
        features = keras.layers.Dense(FEATURES, activation="relu")(values)
        shares = keras.layers.Dense(10, activation="softmax")(features)
        classifier = keras.Model(inputs, shares)
        classifier.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        classifier.fit(images, labels, batch_size=128, epochs=EPOCHS, verbose=0)
        self.accuracy = float(classifier.evaluate(images, labels, verbose=0)[1])
        self._look = keras.Model(inputs, [features, shares])
        self._real = self._features(held_out)[0]

    def judge(self, images: np.ndarray) -> Scores:
        """Score uint8 pictures (n, 28, 28, 1); n is 5,000 wherever figures are told."""
        features, shares = self._features(images)
        return Scores(frechet_distance(self._real, features), _inception_score(shares))

    def _features(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        features, shares = self._look.predict(images, batch_size=500, verbose=0)
        return features.astype(np.float64), shares.astype(np.float64)


def frechet_distance(one: np.ndarray, other: np.ndarray) -> float:
    """|m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^1/2) of features (n, d), (m, d): Heusel et al. 2017, equation 6.

    The trace of the root is that of (A S2 A)^1/2 with A = S1^1/2, which is symmetric and so never complex.
    """
    first, second = np.cov(one, rowvar=False), np.cov(other, rowvar=False)
    root = _root(first)
    between = np.trace(_root(root @ second @ root))
    apart = np.sum((one.mean(0) - other.mean(0)) ** 2)
    return float(apart + np.trace(first) + np.trace(second) - 2.0 * between)


def _root(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


def _inception_score(shares: np.ndarray) -> float:
    """exp(E KL(p(y|x) | p(y))), the mean over ten splits: Salimans et al. 2016, section 4."""
    scores = []
    for part in np.array_split(np.maximum(shares, 1e-12), SPLITS):
        divergence = np.sum(part * (np.log(part) - np.log(part.mean(0))), axis=1)
        scores.append(np.exp(divergence.mean()))
    return float(np.mean(scores))
