"""The inspector beside the pictures: the state in one badge, the facts of the run, and the log."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.core.run_status import Phase, RunStatus
from studio.ui.icons import icon
from studio.ui.panels.coach_panel import CoachPanel
from studio.ui.panels.event_log import EventLog
from studio.ui.panels.facts import FactsPanel
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.progress_strip import ProgressStrip
from studio.ui.words import duration, rate

WIDTH_PX = 252


class Inspector(QWidget):
    """Shows a `RunStatus` and holds the `coach`, the `log` and two progress strips.

    They are those of the `check` of the run's pictures and of `scoring` its checkpoints.
    """

    export_wanted = Signal()
    explore_wanted = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.log = EventLog()
        self.coach = CoachPanel()
        self.check, self.scoring = ProgressStrip(), ProgressStrip()
        self._badge = QLabel()
        self._badge.setObjectName("state_badge")
        self._run_name = ""
        self._name = QLabel()
        self._name.setObjectName("run_name")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setWordWrap(True)
        set_type(self._name, Type.STRONG)
        self._what = QLabel()
        self._what.setWordWrap(True)
        set_role(self._what, "muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._facts = FactsPanel()
        head = QHBoxLayout()
        head.addWidget(self._badge)
        head.addStretch(1)
        card = QFrame()
        set_role(card, "card")
        inside = QVBoxLayout(card)
        inside.setSpacing(Spacing.SMALL)
        inside.addLayout(head)
        inside.addWidget(self._name)
        inside.addWidget(self._progress)
        inside.addWidget(self._what)
        inside.addWidget(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.MEDIUM)
        column.addWidget(card)
        column.addWidget(self.check)
        column.addWidget(self.scoring)
        column.addWidget(self.coach)
        column.addLayout(self._buttons())
        column.addWidget(self.log, 1)
        self.show_status(RunStatus())

    def show_status(self, status: RunStatus, time_left_s: float | None = None) -> None:
        """Show where a run stands, or stood at the step that is looked at; `time_left_s` is from now on."""
        is_new = status.phase == Phase.STOPPED and status.step > 0 and status.started is None
        text, role = (self.tr("New branch"), "badge") if is_new else self.phase_badge(status.phase)
        self._badge.setText(text)
        set_role(self._badge, role)
        preparing = status.preparing if status.phase == Phase.PREPARING else None
        nameless = self.tr("New run") if preparing else self.tr("No run open")
        self._name.setText(self._run_name or nameless)
        done, total = (preparing.done, preparing.total) if preparing else (status.step, max(status.target_step, 1))
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._what.setText(_preparing_text(preparing.what, preparing.done, preparing.total) if preparing else "")
        self._what.setVisible(preparing is not None)
        self._facts.show_facts(self._facts_of(status, time_left_s))
        has_run = status.folder is not None
        for button in (self._export, self._explore):
            button.setEnabled(has_run and status.step > 0)
        self._reveal.setEnabled(has_run)

    def show_name(self, name: str) -> None:
        """Show the name of the run, empty for none, from the next `show_status` on."""
        self._run_name = name
        if name:
            self._name.setText(name)

    def show_work(self, text: str) -> None:
        """Say what is being done meanwhile, until the next `show_status`."""
        self._what.setText(text)
        self._what.show()

    def phase_badge(self, phase: Phase) -> tuple[str, str]:
        """Return the words and the role of a phase's badge."""
        return {
            Phase.IDLE: (self.tr("Ready"), "badge"),
            Phase.PREPARING: (self.tr("Starting"), "badge accent"),
            Phase.TRAINING: (self.tr("Training"), "badge good"),
            Phase.PAUSED: (self.tr("Paused"), "badge warning"),
            Phase.STOPPING: (self.tr("Stopping"), "badge warning"),
            Phase.STOPPED: (self.tr("Stopped"), "badge"),
            Phase.FINISHED: (self.tr("Finished"), "badge good"),
            Phase.FAILED: (self.tr("Failed"), "badge bad"),
        }[phase]

    def _facts_of(self, status: RunStatus, time_left_s: float | None) -> dict[str, str]:
        started = status.started
        unknown = self.tr("known when it trains") if status.folder else "–"
        return {
            self.tr("Step"): f"{status.step:,} / {status.target_step:,}" if status.target_step else "–",
            self.tr("Epoch"): f"{status.epoch:,.1f}" if status.step else "–",
            self.tr("Pictures seen"): f"{status.images:,}" if status.images else "–",
            self.tr("Pictures/s"): rate(status.pictures_per_second),
            self.tr("Trained for"): duration(status.seconds) if status.step else "–",
            self.tr("Time left"): duration(time_left_s),
            self.tr("Device"): started.device if started else unknown,
            self.tr("Generator"): self._parameters(started.generator_parameters) if started else unknown,
            self.tr("Discriminator"): self._parameters(started.discriminator_parameters) if started else unknown,
        }

    def _parameters(self, count: int) -> str:
        return self.tr("%1 parameters").replace("%1", f"{count:,}")

    def _buttons(self) -> QHBoxLayout:
        self._export = QPushButton(icon("export"), self.tr("Export"))
        self._explore = QPushButton(icon("explore"), self.tr("Explore"))
        self._reveal = QPushButton(icon("reveal"), "")
        row = QHBoxLayout()
        row.setSpacing(Spacing.SMALL)
        named = (
            (self._export, "export", self.tr("Export the generator"), self.export_wanted),
            (self._explore, "explore", self.tr("Explore the generator"), self.explore_wanted),
            (self._reveal, "reveal", self.tr("Show the run's folder"), self.reveal_wanted),
        )
        for button, name, label, signal in named:
            button.setObjectName(name)
            button.setAccessibleName(label)
            button.setToolTip(label)
            button.clicked.connect(signal)
            row.addWidget(button, 0 if button is self._reveal else 1)
        return row

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH_PX, self.minimumSizeHint().width()), super().sizeHint().height())


def _preparing_text(what: str, done: int, total: int) -> str:
    return f"{what}… {done:,} / {total:,}" if total else f"{what}…"
