"""One finding as a card: how bad it is, what it is, some of the pictures, and the button that mends it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.data.doctor.finding import Finding, Severity
from studio.ui.icons import icon_pixmap
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import set_role, set_type, theme
from studio.ui.tokens import Spacing, Type

ICON_PX = 18
SAMPLE_PX = 44
SAMPLES = 5
NAMES = 3
LOOKS = {
    Severity.PROBLEM: ("failed", "bad"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("info", "muted"),
}


class FindingCard(QFrame):
    """`fix_wanted` and `files_wanted` carry the finding."""

    fix_wanted = Signal(object)
    files_wanted = Signal(object)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self.setObjectName(f"finding_{finding.kind.name.lower()}")
        self.setAccessibleName(finding.headline)
        set_role(self, "card")
        self._icon, self._samples = QLabel(), [QLabel() for _ in samples_of(finding)]
        headline, detail = QLabel(finding.headline), QLabel(finding.detail)
        set_type(headline, Type.STRONG)
        set_role(detail, "muted")
        for label in (headline, detail):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(Spacing.SMALL)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(headline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Spacing.MEDIUM, Spacing.MEDIUM, Spacing.MEDIUM, Spacing.MEDIUM)
        column.setSpacing(Spacing.SMALL)
        column.addLayout(head)
        if finding.detail:
            column.addWidget(detail)
        if finding.files:
            column.addLayout(self._strip())
            column.addWidget(self._names())
        if finding.files or finding.fix:
            column.addLayout(self._buttons())
        theme().changed.connect(self._recolour)
        self._recolour()

    def show_sample(self, number: int, image: QImage) -> None:
        """Show one of the pictures it is about; a null image is one that cannot be read."""
        if image.isNull():
            pixmap = icon_pixmap("warning", "warning", SAMPLE_PX // 2, self.devicePixelRatioF())
        else:
            pixmap = fitted_pixmap(image, SAMPLE_PX, self.devicePixelRatioF())
        self._samples[number].setPixmap(pixmap)

    def _strip(self) -> QHBoxLayout:
        strip = QHBoxLayout()
        strip.setSpacing(Spacing.TINY)
        for name, label in zip(samples_of(self._finding), self._samples, strict=True):
            label.setFixedSize(SAMPLE_PX, SAMPLE_PX)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setToolTip(name)
            set_role(label, "sample")
            strip.addWidget(label)
        rest = len(self._finding.files) - len(self._samples)
        if rest > 0:
            more = QLabel(f"+{rest:,}")
            set_role(more, "muted")
            strip.addWidget(more)
        strip.addStretch(1)
        return strip

    def _names(self) -> QLabel:
        files = self._finding.files
        text = ", ".join(name.rsplit("/", 1)[-1] for name in files[:NAMES])
        if len(files) > NAMES:
            text = self.tr("%1 and %2 more").replace("%1", text).replace("%2", f"{len(files) - NAMES:,}")
        names = QLabel(text)
        names.setTextFormat(Qt.TextFormat.PlainText)
        names.setWordWrap(True)
        names.setMinimumWidth(1)  # a long file name does not widen the panel
        set_type(names, Type.CAPTION)
        set_role(names, "muted")
        return names

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Spacing.SMALL)
        kind = self._finding.kind.name.lower()
        if self._finding.fix is not None:
            fix = QPushButton(self._finding.fix.label)
            fix.setObjectName(f"fix_{kind}")
            fix.setAccessibleName(f"{self._finding.headline} {self._finding.fix.label}")
            fix.clicked.connect(self._on_fix)
            row.addWidget(fix)
        if self._finding.files:
            show = QPushButton(self.tr("Show"))
            show.setObjectName(f"show_{kind}")
            show.setAccessibleName(self.tr("Show the files: %1").replace("%1", self._finding.headline))
            show.setToolTip(self.tr("Show only these pictures, with their names"))
            set_role(show, "quiet")
            show.clicked.connect(self._on_show)
            row.addWidget(show)
        row.addStretch(1)
        return row

    @Slot()
    def _recolour(self) -> None:
        name, role = LOOKS[self._finding.severity]
        self._icon.setPixmap(icon_pixmap(name, role, ICON_PX, self.devicePixelRatioF()))
        self._icon.setAccessibleName(self._finding.severity.value)

    @Slot()
    def _on_fix(self) -> None:
        self.fix_wanted.emit(self._finding)

    @Slot()
    def _on_show(self) -> None:
        self.files_wanted.emit(self._finding)


def samples_of(finding: Finding) -> tuple[str, ...]:
    """Return the files whose pictures a card shows."""
    return finding.files[:SAMPLES]
