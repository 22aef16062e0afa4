"""The saved grids of a run, decoded in the background: the one wanted first, then those beside it."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.ui.threads.background import Task, run_in_background

MOST_BYTES = 32 << 20
BESIDE = 8  # grids read ahead on each side

Decoded = tuple[RunFolder, int, QImage]


class GridCache(QObject):
    """Holds the grids looked at last. `decoded` carries a step, `missing` one whose grid is gone or damaged."""

    decoded = Signal(int)
    missing = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunFolder | None = None
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: list[int] = []
        self._task: Task | None = None

    def open(self, run: RunFolder | None) -> None:
        """Hold the grids of another run."""
        self._run = run
        self._images.clear()
        self._wanted, self._bytes = [], 0

    def image(self, step: int) -> QImage | None:
        """Return the grid of a step if it is decoded."""
        if step in self._images:
            self._images.move_to_end(step)
        return self._images.get(step)

    def keep(self, step: int, image: QImage) -> None:
        """Hold a grid that is known already."""
        if step not in self._images:
            self._bytes += image.sizeInBytes()
        self._images[step] = image
        while self._bytes > MOST_BYTES and len(self._images) > 1:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()

    def want(self, step: int, steps: Sequence[int]) -> None:
        """Decode the grid of a step, then its neighbours among `steps` (ascending); earlier wishes are dropped."""
        place = steps.index(step) if step in steps else 0
        beside = sorted(
            range(max(0, place - BESIDE), min(len(steps), place + BESIDE + 1)), key=lambda i: abs(i - place)
        )
        self._wanted = [step, *(steps[i] for i in beside if steps[i] != step)]
        self._next()

    def _next(self) -> None:
        if self._task is not None or self._run is None:
            return
        self._wanted = [step for step in self._wanted if step not in self._images]
        if not self._wanted:
            return
        run, step = self._run, self._wanted.pop(0)
        self._task = run_in_background(lambda progress: _decoded(run, step, progress))
        self._task.finished.connect(self._on_decoded)
        self._task.failed.connect(self._on_failed)

    @Slot(object)
    def _on_decoded(self, decoded: Decoded) -> None:
        self._task = None
        run, step, image = decoded
        if run is self._run:
            if not image.isNull():
                self.keep(step, image)
            (self.missing if image.isNull() else self.decoded).emit(step)
        self._next()

    @Slot(object)
    def _on_failed(self, _: object) -> None:
        self._task = None
        self._next()


def _decoded(run: RunFolder, step: int, _: Progress) -> Decoded:
    return run, step, QImage(str(run.sample_file(step)))
