"""The pictures of the set: all, or those of one finding; the current one by name; single ones left out by hand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.data.pictures import Pictures
from studio.ui.icons import icon
from studio.ui.panels.picture_list import PictureList, PictureModel
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing


class DataGallery(QWidget):
    """`leave_out_wanted` and `take_in_wanted` carry the names of files that the user chose by hand."""

    leave_out_wanted = Signal(tuple)
    take_in_wanted = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_gallery")
        self._all: Pictures | None = None
        self._shown: Pictures | None = None
        self._left_out: frozenset[str] = frozenset()
        self._model = PictureModel(self)
        self._list = PictureList(self._model)
        self._list.picture_chosen.connect(self._show_current)
        self._list.delete_pressed.connect(self._on_toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Spacing.SMALL, 0, 0)
        column.setSpacing(Spacing.SMALL)
        column.addWidget(self._make_filter())
        column.addWidget(self._list, 1)
        column.addLayout(self._make_foot())

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return self._model.count

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Show a whole set, unless it is shown already."""
        if pictures is not self._all:
            self._all = pictures
            self._show_all()

    def show_left_out(self, names: Sequence[str]) -> None:
        """Dim what is not trained on."""
        self._left_out = frozenset(names)
        self._model.set_left_out(self._left_out)
        self._show_current()

    def show_only(self, names: Sequence[str], why: str) -> None:
        """Show only these pictures, and say why."""
        if self._all is None:
            return
        whole, places = self._all, {name: row for row, name in enumerate(self._all.captions)}
        rows = [places[name] for name in names if name in places]
        captions = [whole.captions[row] for row in rows]
        self._shown = Pictures(captions, lambda row: whole.thumbnail(rows[row]))
        self._model.show_pictures(self._shown)
        self._why.setText(why)
        self._filter.show()
        self._show_current()

    def shutdown(self) -> None:
        """Load nothing more."""
        self._model.shutdown()

    def _make_filter(self) -> QFrame:
        self._filter, self._why = QFrame(), QLabel()
        self._why.setWordWrap(True)
        set_role(self._filter, "banner")
        copy = QPushButton(icon("copy"), self.tr("Copy names"))
        copy.setObjectName("data_copy_names")
        copy.clicked.connect(self._on_copy)
        everything = QPushButton(self.tr("Show all"))
        everything.setObjectName("data_show_all")
        everything.clicked.connect(self._show_all)
        row = QHBoxLayout(self._filter)
        row.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        row.addWidget(self._why, 1)
        for button in (copy, everything):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        self._filter.hide()
        return self._filter

    def _make_foot(self) -> QHBoxLayout:
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name.setMinimumWidth(1)
        set_role(self._name, "muted")
        self._toggle = QPushButton()
        self._toggle.setObjectName("data_toggle_picture")
        self._toggle.setToolTip(self.tr("Del; the file itself stays where it is"))
        self._toggle.setAccessibleName(self.tr("Leave it out"))
        set_role(self._toggle, "quiet")
        self._toggle.clicked.connect(self._on_toggle)
        foot = QHBoxLayout()
        foot.addWidget(self._name, 1)
        foot.addWidget(self._toggle)
        return foot

    def _current_name(self) -> str:
        number = self._list.current()
        return self._shown.captions[number] if self._shown is not None and number >= 0 else ""

    @Slot()
    def _show_all(self) -> None:
        self._shown = self._all
        self._model.show_pictures(self._all)
        self._filter.hide()
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        name = self._current_name()
        count = self.tr("%1 pictures").replace("%1", f"{self.count:,}")
        left_out = name in self._left_out
        self._name.setText(self.tr("%1 (left out)").replace("%1", name) if left_out else name or count)
        text = self.tr("Take it in again") if left_out else self.tr("Leave it out")
        self._toggle.setText(text)
        self._toggle.setAccessibleName(text)
        self._toggle.setIcon(icon("plus" if left_out else "minus"))
        self._toggle.setVisible(bool(name))

    @Slot()
    def _on_toggle(self) -> None:
        names = tuple(self._shown.captions[number] for number in self._list.selected()) if self._shown else ()
        if not names:
            return
        if self._current_name() in self._left_out:
            self.take_in_wanted.emit(names)
        else:
            self.leave_out_wanted.emit(names)

    @Slot()
    def _on_copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText("\n".join(self._shown.captions))
