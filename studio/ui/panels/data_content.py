"""What the Data page shows of a source: its head, pictures, preview and statistics, and beside them the check-up."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from studio.core.sections.data import DataSettings
from studio.core.suggestion import DataFacts, suggest
from studio.data.doctor.facts import facts_of
from studio.data.doctor.finding import Finding
from studio.ui.panels.data_findings import FindingsPanel
from studio.ui.panels.data_gallery import DataGallery
from studio.ui.panels.data_head import DataHead
from studio.ui.panels.data_prepared import PreparedPanel
from studio.ui.panels.data_preview import PreviewPanel
from studio.ui.panels.data_statistics import StatisticsPanel
from studio.ui.panels.data_suggestion import SuggestionLine
from studio.ui.threads.data_reader import Examined, Listed
from studio.ui.tokens import Spacing
from studio.ui.widgets.progress_strip import ProgressStrip

SIDE_PX = 340


class DataContent(QWidget):
    """Lays the panels out and shows in them what was read; the page listens to the panels."""

    def __init__(self, settings: DataSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.suggestion, self.progress = DataHead(), SuggestionLine(), ProgressStrip()
        self.gallery, self.preview, self.statistics = DataGallery(), PreviewPanel(settings), StatisticsPanel()
        self.findings, self.prepared = FindingsPanel(), PreparedPanel()
        self.findings.files_wanted.connect(self._on_files_wanted)
        self._listed: Listed | None = None
        self._facts: DataFacts | None = None
        self._gpu = False
        self._about = ""
        self._tabs = QTabWidget()
        self._tabs.setObjectName("data_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setObjectName("data_tab_bar")
        self._tabs.tabBar().setAccessibleName(self.tr("Views of the pictures"))
        self._tabs.addTab(self.gallery, self.tr("Pictures"))
        self._tabs.addTab(self.preview, self.tr("As training sees them"))
        self._tabs.addTab(self.statistics, self.tr("Statistics"))
        self._lay_out()

    def show_listed(self, listed: Listed, title: str) -> None:
        """Show what a source holds before it was read."""
        self._listed = listed
        self._about = listed.source.name
        self.head.show_source(title, self._about)
        self.head.allow(report=False, use=True)
        self.gallery.show_pictures(listed.pictures)
        self.preview.show_source(listed.source, listed.items)
        self.prepared.hide()
        self.findings.clear()
        self._facts = None
        self._suggest()
        self._tabs.setTabEnabled(2, False)

    def show_examining(self) -> None:
        """Say that the pictures are being read."""
        self.progress.start(self.tr("Reading the pictures"))

    def show_examined(self, examined: Examined) -> None:
        """Show what is known now."""
        self.progress.end()
        examination, listed = examined.examination, self._listed
        if listed is None:
            return
        pictures = listed.pictures or examined.pictures
        self.gallery.show_pictures(pictures)
        count = self.tr("%1 pictures").replace("%1", f"{len(examination.pictures):,}")
        self.head.show_source(self.head.title, f"{count} · {self._about}")
        self.head.allow(report=True, use=examination.is_trainable)
        taken = {record.name for record in examination.pictures}
        self.gallery.show_left_out([name for name in pictures.captions if name not in taken])
        self.statistics.show_statistics(examination.statistics)
        self._tabs.setTabEnabled(2, True)
        self._facts = facts_of(examination) if examination.is_trainable else None
        self._suggest()
        self.prepared.show_sets(examined.prepared)
        self.prepared.show()
        self.findings.show_findings(examination.findings, pictures)

    def show_cancelled(self) -> None:
        """Stay with what is known."""
        self.progress.end()

    def set_settings(self, settings: DataSettings) -> None:
        """Let the preview follow."""
        self.preview.set_settings(settings)

    def set_gpu(self, gpu: bool) -> None:  # noqa: FBT001  a slot's value
        """Know whether there is a graphics card to suggest a recipe for."""
        self._gpu = gpu
        self._suggest()

    def shutdown(self) -> None:
        """Load nothing more."""
        for panel in (self.gallery, self.preview, self.findings):
            panel.shutdown()

    @Slot(object)
    def _on_files_wanted(self, finding: Finding) -> None:
        self.gallery.show_only(finding.files, finding.headline)
        self._tabs.setCurrentWidget(self.gallery)

    def _suggest(self) -> None:
        self.suggestion.suggest(suggest(self._facts, gpu=self._gpu) if self._facts else None)

    def _lay_out(self) -> None:
        side = QFrame()
        side.setFixedWidth(SIDE_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.MEDIUM)
        column.addWidget(self.progress)
        column.addWidget(self.findings, 1)
        column.addWidget(self.prepared)
        body = QHBoxLayout()
        body.setSpacing(Spacing.WIDE)
        body.addWidget(self._tabs, 1)
        body.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.LARGE)
        layout.addWidget(self.head)
        layout.addWidget(self.suggestion)
        layout.addLayout(body, 1)
