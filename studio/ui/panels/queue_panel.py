"""The runs that wait for their turn, to be started, put in another order, or taken out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.comparison import recipe_differences
from studio.core.run_queue import QueuedRun
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.words import changes_text

MOST_ROWS, ROW_PX = 4, 28
TOLD = frozenset({"training.length", "training.length_unit", "training.seed"})  # in every row anyhow


class QueuePanel(QFrame):
    """Shows a queue; hidden while nothing waits. `counted` tells how many do, the others carry a run's identity."""

    counted = Signal(int)
    start_wanted = Signal()
    move_wanted = Signal(str, int)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue_panel")
        set_role(self, "card")
        self._heading, self._note = QLabel(), QLabel()
        set_type(self._heading, Type.STRONG)
        set_role(self._note, "muted")
        self._list = QListWidget()
        self._list.setObjectName("queue_list")
        self._list.setAccessibleName(self.tr("Runs that wait"))
        set_role(self._list, "rows")
        self._list.currentRowChanged.connect(self._update_buttons)
        self._start = self._button("start", self.tr("Start next"), "play", self.start_wanted.emit)
        self._up = self._button("up", self.tr("Earlier"), "up", self._on_up)
        self._down = self._button("down", self.tr("Later"), "down", self._on_down)
        self._remove = self._button("remove", self.tr("Take out"), "trash", self._on_remove)
        head = QHBoxLayout()
        head.setSpacing(Spacing.SMALL)
        head.addWidget(self._heading)
        head.addWidget(self._note, 1)
        for button in (self._up, self._down, self._remove, self._start):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(self._list)
        self.show_queue([], obstacle="")

    def show_queue(self, runs: Sequence[QueuedRun], *, obstacle: str) -> None:
        """Show these runs, and why the next one cannot be started now; empty where it can."""
        row = self._list.currentRow()
        self._list.clear()
        differing = [row for row in recipe_differences([run.recipe for run in runs]) if row.setting.key not in TOLD]
        for place, run in enumerate(runs):
            apart = changes_text({row.setting.key: row.values[place] for row in differing})
            item = QListWidgetItem("  ·  ".join(part for part in (*self._facts(run), apart) if part))
            item.setData(Qt.ItemDataRole.UserRole, run.identity)
            item.setToolTip("\n".join(part for part in (run.source, apart) if part))
            item.setSizeHint(QSize(0, ROW_PX))
            self._list.addItem(item)
        self._list.setCurrentRow(min(max(row, 0), len(runs) - 1))
        self._list.setFixedHeight(ROW_PX * min(max(len(runs), 1), MOST_ROWS) + Spacing.SMALL)
        self._heading.setText(self.tr("Queue: %1").replace("%1", str(len(runs))))
        self._note.setText(obstacle)
        self._start.setEnabled(not obstacle)
        self._start.setToolTip(obstacle)
        self.setVisible(bool(runs))
        self._update_buttons()
        self.counted.emit(len(runs))

    def _facts(self, run: QueuedRun) -> tuple[str, ...]:
        """Return what tells one run from another before all."""
        source, training = run.source, run.recipe.training
        return (
            source if source.startswith("demo:") else Path(source).name,
            run.recipe.name,
            f"{training.length:,} {training.length_unit}",
            self.tr("seed %1").replace("%1", str(training.seed)),
            run.device,
        )

    def _button(self, name: str, text: str, picture: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setObjectName(f"queue_{name}")
        button.setAccessibleName(text)
        button.clicked.connect(do)
        return button

    def _chosen(self) -> str:
        item = self._list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    @Slot()
    def _update_buttons(self) -> None:
        row = self._list.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self._list.count() - 1)
        self._remove.setEnabled(row >= 0)

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        identity, row = self._chosen(), self._list.currentRow()
        self.move_wanted.emit(identity, by)
        self._list.setCurrentRow(row + by)

    @Slot()
    def _on_remove(self) -> None:
        self.remove_wanted.emit(self._chosen())
