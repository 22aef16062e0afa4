"""The line below the table of runs: where the selected run comes from and what was branched from it."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from studio.core.lineage import Family, Relative
from studio.ui.theme import set_role, theme

ARROW = " &nbsp;→&nbsp; "


class LineageLine(QLabel):
    """Shows a `Family`; `run_wanted` carries the folder of the relative that was chosen."""

    run_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_lineage")
        self.setAccessibleName(self.tr("Family of the selected run"))
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        set_role(self, "muted")
        self._name, self._family = "", Family((), ())
        self.linkActivated.connect(self._on_link_activated)
        theme().changed.connect(self._show)
        self._show()

    def show_family(self, name: str, family: Family) -> None:
        """Show the relatives of the run called `name`; an empty name asks for a run to be selected."""
        self._name, self._family = name, family
        self._show()

    @Slot()
    def _show(self) -> None:
        if not self._name:
            self.setText(self.tr("Select a run to see what it was branched from, and what was branched from it."))
            return
        own = f"<b style='color: {theme().tokens.text}'>{escape(self._name)}</b>"
        if self._family.is_alone:
            self.setText(self.tr("%1 was not branched from a run, and no run was branched from it.").replace("%1", own))
            return
        parts = [f"{self._linked(parent)} {self._place(parent)}" for parent in self._family.ancestors]
        parts.append(own)
        if self._family.children:
            parts.append(", ".join(self._child(child) for child in self._family.children))
        self.setText(ARROW.join(parts))

    def _child(self, child: Relative) -> str:
        text = f"{self._linked(child)} {self._place(child)}"
        if child.branches:
            text += self.tr(", branched %1 times").replace("%1", str(child.branches))
        return text

    def _place(self, relative: Relative) -> str:
        return self.tr("at step %1").replace("%1", f"{relative.step:,}")

    def _linked(self, relative: Relative) -> str:
        name = escape(relative.name)
        if relative.folder is None:
            return self.tr("%1 (no longer here)").replace("%1", name)
        address = QUrl.fromLocalFile(str(relative.folder)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        return f"<a href='{address}' style='color: {theme().tokens.accent}'>{name}</a>"

    @Slot(str)
    def _on_link_activated(self, address: str) -> None:
        self.run_wanted.emit(Path(QUrl(address).toLocalFile()))
