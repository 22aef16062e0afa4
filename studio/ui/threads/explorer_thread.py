"""The thread that draws pictures for exploring: the newest request wins, every answer carries its stamp."""

import threading
import time
import traceback
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from studio.core.errors import StudioError
from studio.core.snapshot import GeneratorSnapshot

if TYPE_CHECKING:
    from studio.explore.session import GeneratorSession


AT_ONCE = 2  # pictures drawn in one call: fewer keep the processor less busy, more let a picture wait


class Purpose(IntEnum):
    """What pictures are for; the smaller number is drawn first."""

    PICTURE = 0
    HELD = 1
    KEYFRAMES = 2
    FAVOURITES = 3
    VARIATIONS = 4
    ENDS = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """An answer: `pictures` uint8 (n, height, width, channels) of the request with that stamp."""

    purpose: Purpose
    stamp: int
    pictures: np.ndarray
    seconds: float


@dataclass(frozen=True, slots=True)
class _Request:
    purpose: Purpose
    stamp: int
    latents: np.ndarray
    classes: np.ndarray
    truncations: np.ndarray
    done: dict[int, np.ndarray] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What a session is given."""
        return self.latents, self.classes, self.truncations


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the next generator comes from: a path (with a step), or a snapshot."""

    path: Path | None = None
    step: int | None = None
    raw: bool = False
    snapshot: GeneratorSnapshot | None = None


class ExplorerThread(QThread):
    """Opens generators and draws latents, all outside the window's thread.

    Of several requests with one purpose only the newest is drawn, and a larger one is left when a newer one replaces
    it; a picture never waits for variations longer than two of them take.
    """

    opened = Signal(object)  # GeneratorSnapshot
    drawn = Signal(object)  # Drawn
    failed = Signal(object)  # StudioError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = threading.Condition()
        self._source: _Source | None = None
        self._requests: dict[Purpose, _Request] = {}
        self._stamp = 0
        self._ending = False
        self._session: GeneratorSession | None = None
        self._last_picture: tuple[_Request, np.ndarray] | None = None

    def open_path(self, path: Path, step: int | None = None, *, raw: bool = False) -> None:
        """Open a run (newest checkpoint, or that of `step`) or an exported file next; answered by `opened`.

        A run's weights are the averaged ones, or with `raw` those in training.
        """
        self._open(_Source(path=path, step=step, raw=raw))

    def open_snapshot(self, snapshot: GeneratorSnapshot) -> None:
        """Use these weights next; answered by `opened`."""
        self._open(_Source(snapshot=snapshot))

    def draw(
        self,
        purpose: Purpose,
        latents: np.ndarray,
        classes: np.ndarray | None = None,
        truncations: np.ndarray | None = None,
    ) -> int:
        """Ask for the pictures of latents float32 (n, latent_size), class shares (n, classes), truncations (n,).

        Returns the stamp that the answer will carry.
        """
        classes = np.zeros((len(latents), 0), np.float32) if classes is None else classes
        truncations = np.ones(len(latents), np.float32) if truncations is None else truncations
        with self._waiting:
            self._stamp += 1
            self._requests[purpose] = _Request(purpose, self._stamp, latents, classes, truncations)
            self._waiting.notify()
            return self._stamp

    def shutdown(self) -> None:
        """End and join; nothing is answered any more."""
        with self._waiting:
            self._ending = True
            self._waiting.notify()
        self.wait()

    def _open(self, source: _Source) -> None:
        with self._waiting:
            self._source = source
            self._waiting.notify()

    def _next(self) -> _Source | _Request | None:
        """Wait for work: a generator to open comes first, then the most urgent request; None ends the thread."""
        with self._waiting:
            self._waiting.wait_for(lambda: self._ending or self._source or (self._session and self._requests))
            if self._ending:
                return None
            if self._source:
                source, self._source = self._source, None
                return source
            return self._requests.pop(min(self._requests))

    def _switch_to(self, source: _Source) -> None:
        from studio.explore.session import GeneratorSession  # ONNX Runtime is loaded here and in no other thread
        from studio.explore.snapshots import open_snapshot

        snapshot = source.snapshot
        if source.path is not None:
            snapshot = open_snapshot(source.path, source.step, raw=source.raw)
        if snapshot is not None:
            self._session = GeneratorSession(snapshot)
            self._last_picture = None
            for request in self._requests.values():
                request.done.clear()
            self.opened.emit(snapshot)

    def _answer(self, request: _Request) -> None:
        session = self._session
        if session is None or not _fits(request, session.snapshot):
            return  # asked for another generator
        start = time.perf_counter()
        request.done.update(self._known(request))
        missing = [row for row in range(len(request.latents)) if row not in request.done]
        for start_row in range(0, len(missing), AT_ONCE):
            rows = missing[start_row : start_row + AT_ONCE]
            pictures = session.generate(*(part[rows] for part in request.parts))
            request.done.update(zip(rows, pictures[:, None], strict=True))
            if start_row + AT_ONCE < len(missing) and self._is_overtaken(request):
                self._put_back(request)
                return
        drawn = [request.done[row] for row in range(len(request.latents))]
        pictures = np.concatenate(drawn) if drawn else np.empty((0, *session.snapshot.shape), np.uint8)
        if request.purpose == Purpose.PICTURE:
            self._last_picture = request, pictures[0]
        self.drawn.emit(Drawn(request.purpose, request.stamp, pictures, time.perf_counter() - start))

    def _known(self, request: _Request) -> dict[int, np.ndarray]:
        """The last picture, wherever it is asked for again: in the middle of its variations."""
        if self._last_picture is None or len(request.latents) == 1:
            return {}
        last, pixels = self._last_picture
        alike = [
            (part == known).all(axis=tuple(range(1, part.ndim)))
            for part, known in zip(request.parts, last.parts, strict=True)
        ]
        return {int(row): pixels[None] for row in np.flatnonzero(np.logical_and.reduce(alike))}

    def _is_overtaken(self, request: _Request) -> bool:
        with self._waiting:
            newer_or_more_urgent = any(purpose <= request.purpose for purpose in self._requests)
            return self._ending or self._source is not None or newer_or_more_urgent

    def _put_back(self, request: _Request) -> None:
        """Let a half-drawn request wait behind more urgent ones; it is forgotten where a newer one took its place."""
        with self._waiting:
            self._requests.setdefault(request.purpose, request)

    def run(self) -> None:
        """The thread's life: Qt calls this in the thread itself."""
        while (work := self._next()) is not None:
            try:
                self._switch_to(work) if isinstance(work, _Source) else self._answer(work)
            except StudioError as error:
                self.failed.emit(error)
            except Exception:  # noqa: BLE001  the edge of the thread
                self.failed.emit(StudioError("Exploring ran into a fault.", traceback.format_exc(), "Open it again."))


def _fits(request: _Request, snapshot: GeneratorSnapshot) -> bool:
    sizes = request.latents.shape[1], request.classes.shape[1]
    return sizes == (snapshot.latent_size, len(snapshot.class_names))
