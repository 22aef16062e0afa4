"""What the doctor found: what was mended, then a card for each finding, the worst first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.data.doctor.finding import Finding, Severity
from studio.data.pictures import Pictures
from studio.ui.panels.data_finding_card import FindingCard, samples_of
from studio.ui.panels.data_fix_list import FixList
from studio.ui.panels.data_fixes import FixRow
from studio.ui.panels.data_thumbnails import Loaded, ThumbnailLoader
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type

ORDER = list(Severity)


class FindingsPanel(QScrollArea):
    """`fix_wanted` and `files_wanted` carry a finding, `undo_wanted` the change that undoes a fix."""

    fix_wanted = Signal(object)
    files_wanted = Signal(object)
    undo_wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_findings")
        self.setAccessibleName(self.tr("Findings"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._findings: tuple[Finding, ...] = ()
        self._cards: list[FindingCard] = []
        self._samples: list[tuple[FindingCard, int]] = []
        self._loader = ThumbnailLoader(self)
        self._loader.loaded.connect(self._on_loaded)
        self._fixes = FixList()
        self._fixes.undo_wanted.connect(self.undo_wanted)
        self._good = QLabel(self.tr("All is well: nothing needs to be done."))
        set_role(self._good, "badge good")
        title = QLabel(self.tr("Check-up"))
        set_type(title, Type.TITLE)
        inner = QWidget()
        set_role(inner, "plain")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, Spacing.SMALL, 0)
        self._column.setSpacing(Spacing.SMALL)
        self._column.addWidget(title)
        self._column.addWidget(self._good, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._fixes)
        self._good.hide()
        self._column.addStretch(1)
        self.setWidget(inner)

    def clear(self) -> None:
        """Show that nothing is known yet."""
        self._show((), examined=False)

    def show_findings(self, findings: Sequence[Finding], pictures: Pictures | None) -> None:
        """Show cards; `pictures` gives the samples of those findings that have files, by name."""
        self._show(findings, examined=True)
        if pictures is not None:
            self._load_samples(pictures)

    def _show(self, findings: Sequence[Finding], *, examined: bool) -> None:
        self._loader.show_pictures(None)
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._findings = tuple(sorted(findings, key=lambda finding: ORDER.index(finding.severity)))
        self._cards = [self._make_card(finding) for finding in self._findings]
        trouble = any(finding.severity != Severity.NOTE for finding in self._findings)
        self._good.setVisible(examined and not trouble)

    def show_fixes(self, rows: Sequence[FixRow]) -> None:
        """Show what was done, with its undo."""
        self._fixes.show_rows(rows)

    def shutdown(self) -> None:
        """Load nothing more."""
        self._loader.shutdown()

    def _make_card(self, finding: Finding) -> FindingCard:
        card = FindingCard(finding)
        card.fix_wanted.connect(self.fix_wanted)
        card.files_wanted.connect(self.files_wanted)
        self._column.insertWidget(self._column.count() - 1, card)
        return card

    def _load_samples(self, pictures: Pictures) -> None:
        rows = {name: row for row, name in enumerate(pictures.captions)}
        wanted = [
            (card, number, rows[name])
            for card, finding in zip(self._cards, self._findings, strict=True)
            for number, name in enumerate(samples_of(finding))
            if name in rows
        ]
        self._samples = [(card, number) for card, number, _ in wanted]
        chosen = [row for *_, row in wanted]
        names = [pictures.captions[row] for row in chosen]
        self._loader.show_pictures(Pictures(names, lambda row: pictures.thumbnail(chosen[row])))
        self._loader.want(range(len(chosen)))

    @Slot(list)
    def _on_loaded(self, loaded: Loaded) -> None:
        for number, image in loaded:
            card, place = self._samples[number]
            card.show_sample(place, image)
