"""Pictures a second of `dcgan-28` from the memory map with its reading thread, against pictures in memory.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.data_streaming`. Both train the same steps in turns in one
process, from the prepared set of `demo:digits`, and end in the same bits.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from studio.core.checkpoint_file import tensors_digest
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.data.sources import open_images
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState
from tests.benchmarks.report import Figure, report

ROUNDS = 7
CALLS = 3
STEPS = 4  # a call
TARGET = 1_000_000
RATES = (2e-4, 2e-4, 1.0)


class Training:
    """The steps of one run, without folder or journals."""

    def __init__(self, recipe: Recipe, images: ImageSet, budget: int) -> None:
        self._state = TrainingState(recipe, len(images.class_names))
        self._pictures = pictures_for(recipe, images, budget)
        self._call = GraphCall(recipe, self._state, self._pictures)
        self._step = 0

    def run(self) -> float:
        """Train some calls; return steps a second."""
        begun = time.perf_counter()
        for _ in range(CALLS):
            self._step += self._call(self._step, STEPS, TARGET, RATES).steps
        return CALLS * STEPS / (time.perf_counter() - begun)

    def close(self) -> str:
        """End; return the digest of all tensors."""
        self._pictures.close()
        return tensors_digest(self._state.tensors())


def main() -> int:
    """Let both take turns and compare them round by round."""
    recipe = load_recipe("dcgan-28")
    images = open_images("demo:digits", recipe.data)
    in_memory, streamed = Training(recipe, images, images.images.nbytes), Training(recipe, images, 0)
    rates = [(in_memory.run(), streamed.run()) for _ in range(ROUNDS + 1)][1:]
    same = in_memory.close() == streamed.close()
    batch = recipe.training.batch_size
    return report(
        "data_streaming",
        [
            Figure("in memory", batch * statistics.median(rate for rate, _ in rates), "pictures/s"),
            Figure("streamed", batch * statistics.median(rate for _, rate in rates), "pictures/s"),
            Figure("streamed to in memory", statistics.median(b / a for a, b in rates), "x", least=0.9),
            Figure("the same bits", float(same), "", least=1),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
