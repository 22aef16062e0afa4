"""Teaching a direction by example: pictures that have something, and pictures that lack it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio.explore.directions import Learning
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.tool_buttons import tool_button


class LearningPanel(QFrame):
    """Asks to mark the present picture, and for a name to learn the direction under."""

    having_marked = Signal()
    lacking_marked = Signal()
    cleared = Signal()
    seeds_wanted = Signal()
    learn_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_learning_panel")
        set_role(self, "card")
        self._counts = 0, 0
        self._having = QPushButton()
        self._having.setObjectName("explore_mark_having")
        self._having.setToolTip(self.tr("This picture has what the slider shall change"))
        self._lacking = QPushButton()
        self._lacking.setObjectName("explore_mark_lacking")
        self._lacking.setToolTip(self.tr("This picture lacks it"))
        self._clear = tool_button("explore_clear_marks", "close", self.tr("Begin anew"))
        self._seeds = tool_button(
            "explore_mark_seeds",
            "dice",
            self.tr("Mark seeds"),
            self.tr("Write down seeds that have it, and seeds that lack it"),
        )
        self._learning = CalmComboBox()
        self._learning.setObjectName("explore_learning")
        self._learning.setAccessibleName(self.tr("How the direction is found"))
        self._learning.addItem(self.tr("Separator"), Learning.SEPARATOR)
        self._learning.addItem(self.tr("Means"), Learning.MEANS)
        self._learning.setToolTip(
            self.tr("Across the plane that separates both groups best, or from the mean of one to that of the other")
        )
        self._name = QLineEdit()
        self._name.setObjectName("explore_learned_name")
        self._name.setAccessibleName(self.tr("Name of the learned direction"))
        self._name.setPlaceholderText(self.tr("Its name, such as smile"))
        self._name.setMaxLength(60)
        self._learn = QPushButton(self.tr("Learn"))
        self._learn.setObjectName("explore_learn")
        self._lay_out()
        self._having.clicked.connect(self._on_having)
        self._lacking.clicked.connect(self._on_lacking)
        self._clear.clicked.connect(self._on_clear)
        self._seeds.clicked.connect(self._on_seeds)
        self._learn.clicked.connect(self._on_learn)
        self._name.returnPressed.connect(self._on_learn)
        self._name.textChanged.connect(self._update)
        self.show_marked(0, 0)

    def show_marked(self, having: int, lacking: int) -> None:
        """Say how many pictures are marked."""
        self._counts = having, lacking
        self._having.setText(self.tr("Has it ({0})").format(having))
        self._lacking.setText(self.tr("Lacks it ({0})").format(lacking))
        self._update()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Learn a direction"))
        set_type(title, Type.STRONG)
        head, marks, last = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._learning)
        head.addWidget(self._seeds)
        head.addWidget(self._clear)
        marks.addWidget(self._having, 1)
        marks.addWidget(self._lacking, 1)
        last.addWidget(self._name, 1)
        last.addWidget(self._learn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.MEDIUM, Spacing.MEDIUM)
        layout.setSpacing(Spacing.SMALL)
        for row in (head, marks, last):
            row.setSpacing(Spacing.SMALL)
            layout.addLayout(row)

    @Slot()
    def _update(self) -> None:
        self._clear.setEnabled(any(self._counts))
        self._learn.setEnabled(all(self._counts) and bool(self._name.text().strip()))

    @Slot()
    def _on_having(self) -> None:
        self.having_marked.emit()

    @Slot()
    def _on_lacking(self) -> None:
        self.lacking_marked.emit()

    @Slot()
    def _on_clear(self) -> None:
        self.cleared.emit()

    @Slot()
    def _on_seeds(self) -> None:
        self.seeds_wanted.emit()

    @Slot()
    def _on_learn(self) -> None:
        if self._learn.isEnabled():
            self.learn_wanted.emit(self._name.text().strip(), self._learning.currentData())
            self._name.clear()
