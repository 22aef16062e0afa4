"""Where pictures come from, as a menu: a folder, a file that holds many, demos, classic sets, and what was used."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.data import archives, arrays, videos
from studio.ui.icons import icon

ENDINGS = (archives.ENDING, *arrays.ENDINGS, *videos.ENDINGS)


class SourceMenu(QMenu):
    """`source_chosen` carries what `open_images` opens."""

    source_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_sources")
        self._recents: Sequence[str] = ()
        self.aboutToShow.connect(self._fill)

    def set_recents(self, recents: Sequence[str]) -> None:
        """Offer these again, the one used last first."""
        self._recents = recents

    @Slot()
    def _fill(self) -> None:
        self.clear()
        self.addAction(icon("folder"), self.tr("Folder of pictures…"), self._on_folder)
        self.addAction(icon("import"), self.tr("Archive, array or video…"), self._on_file)
        self._add_group(self.tr("Demo sets, drawn here"), demo_sets())
        self._add_group(self.tr("Classic sets, downloaded once"), classic_sets())
        self._add_group(self.tr("Used before"), {path: Path(path).name for path in self._recents})

    def _add_group(self, title: str, sources: dict[str, str]) -> None:
        if not sources:
            return
        self.addSection(title)
        for source, label in sources.items():
            action = self.addAction(label)
            action.setData(source)
            action.setToolTip(source)
            action.triggered.connect(self._on_source)

    @Slot()
    def _on_source(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.source_chosen.emit(str(action.data()))

    @Slot()
    def _on_folder(self) -> None:
        start = self._recents[0] if self._recents else ""
        chosen = QFileDialog.getExistingDirectory(self.parentWidget(), self.tr("Choose a folder of pictures"), start)
        if chosen:
            self.source_chosen.emit(chosen)

    @Slot()
    def _on_file(self) -> None:
        kinds = (
            (self.tr("Everything that holds pictures"), ENDINGS),
            (self.tr("Archives"), (archives.ENDING,)),
            (self.tr("NumPy arrays"), arrays.ENDINGS),
            (self.tr("Videos"), videos.ENDINGS),
        )
        filters = ";;".join(f"{label} ({' '.join(f'*{ending}' for ending in endings)})" for label, endings in kinds)
        title = self.tr("Choose an archive, an array or a video")
        chosen, _ = QFileDialog.getOpenFileName(self.parentWidget(), title, "", filters)
        if chosen:
            self.source_chosen.emit(chosen)


def demo_sets() -> dict[str, str]:
    """Return {source: label} of the sets that need no files."""
    return {"demo:digits": "Digits", "demo:blossoms": "Blossoms"}


def classic_sets() -> dict[str, str]:
    """Return {source: label} of the sets that are downloaded."""
    return {
        "keras:mnist": "MNIST: 60,000 handwritten digits",
        "keras:fashion_mnist": "Fashion-MNIST: 60,000 clothes",
        "keras:cifar10": "CIFAR-10: 50,000 small photographs",
    }


def dropped_source(data: QMimeData) -> str:
    """Return the one folder or file that is being dropped and can hold pictures, empty for anything else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) != 1:
        return ""
    path = paths[0]
    return str(path) if path.is_dir() or path.suffix.lower() in ENDINGS else ""


def name_of(source: str) -> str:
    """Return what a source is called in a title."""
    known = demo_sets() | classic_sets()
    return known[source].partition(":")[0] if source in known else Path(source).name or source
