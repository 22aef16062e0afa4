"""The set in numbers: how many pictures, and how their sizes, shapes, brightness, colours and classes are spread."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from studio.data.doctor.statistics import Statistics
from studio.ui.panels.data_class_bars import ClassBars
from studio.ui.panels.data_histogram import Histogram, Layer, number_text
from studio.ui.panels.facts import FactsPanel
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing

BINS = 32
LEVELS = (0.0, 255.0)
Range = tuple[float, float]


class StatisticsPanel(QScrollArea):
    """Shows the `Statistics` of an examination."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_statistics")
        self.setAccessibleName(self.tr("Statistics"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._facts, self._classes = FactsPanel(), ClassBars()
        self._sizes = Histogram(self.tr("Width and height"))
        self._aspects = Histogram(self.tr("Width ÷ height"))
        self._brightness = Histogram(self.tr("Brightness of a picture"))
        self._contrast = Histogram(self.tr("Contrast of a picture"))
        self._colours = Histogram(self.tr("Mean colour of a picture"))
        inner = QWidget()
        set_role(inner, "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, Spacing.MEDIUM, Spacing.SMALL, 0)
        grid.setSpacing(Spacing.MEDIUM)
        charts = (self._facts, self._sizes, self._aspects, self._brightness, self._contrast, self._colours)
        cards = [_card(chart) for chart in charts]
        for place, card in enumerate(cards):
            grid.addWidget(card, place // 2, place % 2)
        self._colour_card = cards[-1]
        self._class_card = _card(self._classes)
        grid.addWidget(self._class_card, 3, 0, 1, 2)
        grid.setRowStretch(4, 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.setWidget(inner)

    def show_statistics(self, statistics: Statistics) -> None:
        """Show another set."""
        self._facts.show_facts(self._facts_of(statistics))
        self._class_card.setVisible(bool(statistics.classes))
        if statistics.classes:
            self._classes.show_counts(statistics.classes)
        if not len(statistics.widths):
            return
        self._show_sizes(statistics)
        aspects = statistics.aspects
        self._show(self._aspects, {self.tr("pictures"): ("accent", aspects)}, _range_of(aspects), unit="")
        brightness = {self.tr("pictures"): ("accent", statistics.brightness)}
        self._show(self._brightness, brightness, LEVELS, unit="")
        contrast = {self.tr("pictures"): ("accent", statistics.contrast)}
        self._show(self._contrast, contrast, (0.0, 128.0), unit="")
        self._colour_card.setVisible(_is_colourful(statistics))
        self._show_colours(statistics)

    def _show_sizes(self, statistics: Statistics) -> None:
        sides = {
            self.tr("width"): ("generator", statistics.widths),
            self.tr("height"): ("discriminator", statistics.heights),
        }
        both = np.concatenate([statistics.widths, statistics.heights])
        median = self.tr("middle %1 × %2 px")
        middle = (number_text(float(np.median(values))) for _, values in sides.values())
        for mark, value in zip(("%1", "%2"), middle, strict=True):
            median = median.replace(mark, value)
        self._show(self._sizes, sides, _range_of(both), unit="px", summary=median)

    def _show_colours(self, statistics: Statistics) -> None:
        names = {self.tr("red"): "bad", self.tr("green"): "good", self.tr("blue"): "generator"}
        channels = {name: (role, statistics.colours[:, number]) for number, (name, role) in enumerate(names.items())}
        means = statistics.colours.mean(axis=0)
        summary = self.tr("mean %1").replace("%1", " · ".join(number_text(round(float(mean))) for mean in means))
        self._show(self._colours, channels, LEVELS, unit="", summary=summary)

    def _show(
        self,
        chart: Histogram,
        values: Mapping[str, tuple[str, np.ndarray]],
        span: Range,
        *,
        unit: str,
        summary: str = "",
    ) -> None:
        edges = np.linspace(*span, BINS + 1)
        layers = tuple(
            Layer(label, role, np.histogram(np.clip(numbers, *span), edges)[0])
            for label, (role, numbers) in values.items()
        )
        first = next(iter(values.values()))[1]
        told = self.tr("%1 ± %2").replace("%1", number_text(_rounded(first.mean())))
        chart.show_counts(
            edges, layers, unit=unit, summary=summary or told.replace("%2", number_text(_rounded(first.std())))
        )

    def _facts_of(self, statistics: Statistics) -> dict[str, str]:
        facts = {
            self.tr("Files"): f"{statistics.files:,}",
            self.tr("Left out"): f"{statistics.left_out:,}",
            self.tr("Trained on"): f"{len(statistics.widths):,}",
            self.tr("In an epoch"): f"{statistics.examples:,}",
            self.tr("Formats"): _listed(statistics.formats),
            self.tr("Stored as"): _listed(statistics.modes),
        }
        return {name: text for name, text in facts.items() if text}


def _card(content: QWidget) -> QFrame:
    card = QFrame()
    set_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(Spacing.LARGE, Spacing.MEDIUM, Spacing.LARGE, Spacing.MEDIUM)
    column.addWidget(content, 0, Qt.AlignmentFlag.AlignTop)
    return card


def _is_colourful(statistics: Statistics) -> bool:
    """Whether any picture is not wholly grey."""
    return bool((np.ptp(statistics.colours, axis=1) > 1).any())


def _range_of(values: np.ndarray) -> Range:
    """The range that holds nearly all; what is beyond counts in the outermost bars."""
    low, high = (float(edge) for edge in np.percentile(values, (2, 98)))
    return (low, high) if high > low else (low - max(1.0, abs(low) * 0.1), high + max(1.0, abs(high) * 0.1))


def _rounded(value: float) -> float:
    return round(float(value)) if abs(value) >= 10 else float(value)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in list(counts.items())[:4] if name)
