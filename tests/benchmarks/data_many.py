"""A folder of 200,000 tiny files: time to list it, linear in their number, and the memory of preparing and opening it.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.data_many [FOLDER]`; it writes about 800 MB to a temporary
folder in FOLDER, by default on the RAM disk where there is one: it is the studio that is measured, not the disk.
Each part runs in a process of its own, so that memory is that part's alone.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data.folders import FolderSource
from studio.data.sources import open_images
from tests.benchmarks.report import Figure, report

FILES = 200_000
PER_FOLDER = 1000
RAM_DISK = Path("/dev/shm")
SIDE = 8
SETTINGS = DataSettings(width=SIDE, height=SIDE)


def main(folder: str | None) -> int:
    """Write the files, then scan a quarter and all of them, prepare and open."""
    with tempfile.TemporaryDirectory(dir=folder or (RAM_DISK if RAM_DISK.is_dir() else None)) as place:
        root = Path(place)
        _write(root / "all", FILES)
        (root / "quarter").mkdir()
        for folder in sorted((root / "all").iterdir())[: FILES // PER_FOLDER // 4]:
            (root / "quarter" / folder.name).symlink_to(folder, target_is_directory=True)
        environment = {**os.environ, "GAN_STUDIO_HOME": str(root / "home")}
        quarter, _ = _measured("scan", root / "quarter", environment)
        scan, _ = _measured("scan", root / "all", environment)
        prepare, prepare_memory = _measured("open", root / "all", environment)
        again, again_memory = _measured("open", root / "all", environment)
    return report(
        "data_many",
        [
            Figure(f"listing {FILES:,} files", scan, "s"),
            Figure("for each file, against a quarter of them", scan / quarter / 4, "x", most=1.3),
            Figure("preparing them", prepare, "s"),
            Figure("memory of that process", prepare_memory, "MB", most=300),
            Figure("opening them again", again, "s"),
            Figure("beside the listing", again - scan, "s", most=0.6),
            Figure("memory of that process", again_memory, "MB", most=300),
        ],
    )


def _write(root: Path, count: int) -> None:
    """Write tiny pictures, every one with pixels of its own: they are the last bytes of a BMP file."""
    pixels = np.random.default_rng(0).integers(0, 256, (count, SIDE * SIDE), dtype=np.uint8)
    file = io.BytesIO()
    Image.new("L", (SIDE, SIDE)).save(file, "BMP")
    head = file.getvalue()[: -SIDE * SIDE]
    for number in range(count):
        folder = root / f"{number // PER_FOLDER:04d}"
        if number % PER_FOLDER == 0:
            folder.mkdir(parents=True)
        (folder / f"{number:06d}.bmp").write_bytes(head + pixels[number].tobytes())


def _measured(part: str, folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds and megabytes that a part took in its own process."""
    words = [sys.executable, "-m", "tests.benchmarks.data_many", part, str(folder)]
    answer = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    seconds, megabytes = answer.stdout.split()
    return float(seconds), float(megabytes)


def _run_part(part: str, folder: str) -> int:
    begun = time.perf_counter()
    if part == "scan":
        FolderSource(Path(folder)).items(Quiet())
    else:
        open_images(folder, SETTINGS)
    seconds = time.perf_counter() - begun
    memory = psutil.Process().memory_info()
    sys.stdout.write(f"{seconds} {getattr(memory, 'peak_wset', _peak()) / 1e6}\n")
    return 0


def _peak() -> int:
    """The most resident memory this process ever had, in bytes (Linux tells kB)."""
    import resource  # is not there on Windows, which tells it by psutil

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(_run_part(*sys.argv[1:]) if len(sys.argv) > 2 else main(*sys.argv[1:] or [None]))
