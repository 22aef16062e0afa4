"""Rendering a walk: how long, how smooth, how large, to which file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from studio.core.progress import Progress
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.interpolation import Easing, Interpolation
from studio.explore.pictures import comfortable_scale
from studio.explore.place import Place, walk_through
from studio.ui.dialogs.saving import ask_where_to_save, film_kinds
from studio.ui.dialogs.writing_dialog import WritingDialog
from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.widgets.fields import choice, number

LARGEST_PX = 1024


class WalkDialog(WritingDialog):
    """Renders a walk through places, in the format that the path's ending names."""

    def __init__(self, snapshot: GeneratorSnapshot, places: Sequence[Place], parent: QWidget | None = None) -> None:
        render = QPushButton(icon("export", "on_accent"), "")
        super().__init__("walk", render, parent)
        self.setWindowTitle(self.tr("Render the walk"))
        self.setMinimumWidth(420)
        render.setText(self.tr("Render…"))
        render.setObjectName("walk_render")
        self._snapshot, self._places = snapshot, list(places)
        self._frames = number("walk_frames", self.tr("Frames"), 2, 20_000, 40 * len(self._places))
        self._rate = number("walk_rate", self.tr("Frames a second"), 1, 120, 30)
        self._way = choice("walk_interpolation", self.tr("Way"), self._ways())
        self._easing = choice("walk_easing", self.tr("Speed"), self._easings())
        self._scale = choice("walk_scale", self.tr("Size"), self._sizes())
        self._loop = QCheckBox(self.tr("Lead back to the first: a seamless loop"))
        self._loop.setObjectName("walk_loop")
        self._loop.setChecked(True)
        self._length = QLabel()
        set_role(self._length, "muted")
        for field in (self._frames, self._rate):
            field.valueChanged.connect(self._show_length)
        heading = self.tr("Render a walk through {0} pictures").format(len(self._places))
        fields = (self._frames, self._rate, self._way, self._easing, self._scale)
        self.lay_out(fields, (self._loop, self._length), heading)
        self._show_length()
        self._choose_comfortable_size()

    def choose(self) -> Path | None:
        """Ask for a film, or a folder of pictures."""
        kinds = {**film_kinds(), "": self.tr("PNG pictures in a folder")}
        proposed = f"{self._snapshot.name} walk{next(iter(kinds))}"
        return ask_where_to_save(self, self.tr("Render to"), proposed, kinds)

    def start(self, path: Path) -> None:
        """Begin to render to `path`; its ending is the format."""
        snapshot, rate, scale = self._snapshot, float(self._rate.value()), self._scale.currentData()
        walk = walk_through(
            self._places,
            self._frames.value(),
            interpolation=self._way.currentData(),
            easing=self._easing.currentData(),
            loop=self._loop.isChecked(),
        )

        def work(progress: Progress) -> None:
            from studio.explore.session import GeneratorSession
            from studio.explore.walks import render_walk

            render_walk(GeneratorSession(snapshot), walk, path, frames_per_second=rate, scale=scale, progress=progress)

        self.write(path, work)

    def _ways(self) -> dict[str, object]:
        return {self.tr("Around, at even length"): Interpolation.SPHERICAL, self.tr("Straight"): Interpolation.LINEAR}

    def _easings(self) -> dict[str, object]:
        return {self.tr("Rest at each keyframe"): Easing.SMOOTH, self.tr("Steady"): Easing.STEADY}

    def _sizes(self) -> dict[str, object]:
        height, width, _ = self._snapshot.shape
        factors = [f for f in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32) if f == 1 or f * max(height, width) <= LARGEST_PX]
        return {self.tr("{0} × {1} pixels").format(f * width, f * height): f for f in factors}

    def _choose_comfortable_size(self) -> None:
        comfortable = comfortable_scale(self._snapshot.shape)
        fitting = [i for i in range(self._scale.count()) if self._scale.itemData(i) <= comfortable]
        self._scale.setCurrentIndex(fitting[-1])

    @Slot()
    def _show_length(self) -> None:
        self._length.setText(self.tr("{0} seconds").format(f"{self._frames.value() / self._rate.value():.1f}"))
