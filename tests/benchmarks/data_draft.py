"""Large JPEGs to training pictures, against opening them whole and resizing; one thread each, taking turns.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.data_draft`.
"""

import io
import statistics
import sys
import time

import numpy as np
from PIL import Image

from studio.core.sections.data import DataSettings
from studio.data.decoding import fit_picture, open_picture
from tests.benchmarks.report import Figure, report

SIDE_PX = 1280
FILES = 8
ROUNDS = 5
SETTINGS = DataSettings(width=64, height=64, colour="colour")


def main() -> int:
    """Decode the same files both ways, and compare times and pixels."""
    files = [_photograph(seed) for seed in range(FILES)]
    ratios, furthest = [], 0.0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        plain = [_plain(file) for file in files]
        between = time.perf_counter()
        own = [fit_picture(open_picture(file, (64, 64)).image, SETTINGS) for file in files]
        ratios.append((between - begun) / (time.perf_counter() - between))
        furthest = max(float(np.abs(a.astype(int) - b).mean()) for a, b in zip(own, plain, strict=True))
    return report(
        "data_draft",
        [
            Figure(f"{SIDE_PX} px JPEGs: as fast as open and resize", statistics.median(ratios), "x", least=2.5),
            Figure("mean difference of the pixels", furthest, "levels", most=3.0),
        ],
    )


def _plain(file: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(file)) as image:
        return np.asarray(image.convert("RGB").resize((SETTINGS.width, SETTINGS.height), Image.Resampling.LANCZOS))


def _photograph(seed: int) -> bytes:
    """A JPEG with as much detail as a photograph: noise of every size, added up."""
    random = np.random.default_rng(seed)
    picture = np.zeros((SIDE_PX, SIDE_PX, 3), np.float32)
    for side in (5, 20, 80, 320, 1280):
        noise = Image.fromarray(random.integers(0, 256, (side, side, 3), dtype=np.uint8))
        picture += np.asarray(noise.resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC), np.float32)
    buffer = io.BytesIO()
    Image.fromarray((picture / 5).astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
