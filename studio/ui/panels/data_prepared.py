"""Where the prepared pictures are and how much room they take, with the button that clears them."""

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.data.prepared.store import PreparedSet
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class PreparedPanel(QWidget):
    """Shows the prepared sets of one source; `clear_wanted` asks for them to be deleted."""

    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_prepared")
        self._sets: Sequence[PreparedSet] = ()
        title = QLabel(self.tr("Prepared pictures"))
        set_type(title, Type.STRONG)
        self._text = QLabel()
        self._text.setWordWrap(True)
        set_role(self._text, "muted")
        self._reveal = QPushButton(icon("reveal"), self.tr("Folder"))
        self._reveal.setObjectName("data_prepared_reveal")
        self._reveal.setToolTip(self.tr("Show the folder in the file manager"))
        self._reveal.clicked.connect(self._on_reveal)
        self._clear = QPushButton(icon("trash"), self.tr("Clear"))
        self._clear.setObjectName("data_prepared_clear")
        self._clear.setToolTip(self.tr("Free the room; they are made again when they are needed"))
        self._clear.clicked.connect(self.clear_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(Spacing.TINY)
        for button in (self._reveal, self._clear):
            button.setAccessibleName(button.toolTip())
            set_role(button, "quiet")
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.TINY)
        column.addWidget(title)
        column.addWidget(self._text)
        column.addLayout(buttons)

    @property
    def clearable(self) -> list[PreparedSet]:
        """The sets that no run needs any more."""
        return [entry for entry in self._sets if not entry.runs]

    def show_sets(self, sets: Sequence[PreparedSet]) -> None:
        """Show these."""
        self._sets = sets
        size = sum(entry.size for entry in sets)
        kept = sum(entry.size for entry in sets if entry.runs)
        text = self.tr("%1 MB, so that training starts at once.").replace("%1", f"{size / 2**20:,.1f}")
        if kept:
            runs = self.tr("%1 MB of it is kept for your runs.").replace("%1", f"{kept / 2**20:,.1f}")
            text = f"{text} {runs}"
        self._text.setText(text if sets else self.tr("None yet: they are made when training starts."))
        self._text.setToolTip("\n".join(str(entry.folder) for entry in sets))
        self._reveal.setEnabled(bool(sets))
        self._clear.setEnabled(bool(self.clearable))

    @Slot()
    def _on_reveal(self) -> None:
        if self._sets:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._sets[0].folder)))
