"""How pictures are made to fit: size, colour, and what happens to other shapes, in one line above the preview."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.core.recipe import find_setting
from studio.core.sections.data import Colour, DataSettings, Fit
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox, CalmSpinBox

SWATCH_PX = 18
SIDE_FIELD_PX = 72


class FitBar(QWidget):
    """Edits the part of `DataSettings` that says how a picture will look; `edited` carries {dotted key: value}."""

    edited = Signal(dict)

    def __init__(self, settings: DataSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_fit")
        self._settings = settings
        self._width, self._height = self._side("data.width"), self._side("data.height")
        colours = {
            Colour.GREY: self.tr("grey"),
            Colour.COLOUR: self.tr("in colour"),
            Colour.COLOUR_ALPHA: self.tr("with transparency"),
        }
        fits = {
            Fit.CROP: self.tr("crop the centre"),
            Fit.PAD: self.tr("add a border"),
            Fit.STRETCH: self.tr("stretch"),
        }
        self._colour = self._choice("data.colour", {str(member): label for member, label in colours.items()})
        self._fit = self._choice("data.fit", {str(member): label for member, label in fits.items()})
        self._background = QPushButton()
        self._background.setObjectName("data_background")
        self._background.setAccessibleName(self.tr("Background"))
        self._background.setToolTip(find_setting("data.background").help)
        self._background.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self._background.clicked.connect(self._on_background)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.SMALL)
        widgets = (self._width, _muted("×"), self._height, _muted("px"), self._colour, self._fit, self._background)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self.set_settings(settings)

    def set_settings(self, settings: DataSettings) -> None:
        """Show other settings without telling of it."""
        self._settings = settings
        inputs = (self._width, self._height, self._colour, self._fit)
        blockers = [QSignalBlocker(widget) for widget in inputs]
        self._width.setValue(settings.width)
        self._height.setValue(settings.height)
        self._colour.setCurrentIndex(self._colour.findData(str(settings.colour)))
        self._fit.setCurrentIndex(self._fit.findData(str(settings.fit)))
        del blockers
        ratio = self.devicePixelRatioF()
        swatch = QPixmap(QSize(SWATCH_PX, SWATCH_PX) * ratio)
        swatch.setDevicePixelRatio(ratio)
        swatch.fill(theme().colour("border_strong"))
        painter = QPainter(swatch)
        painter.fillRect(1, 1, SWATCH_PX - 2, SWATCH_PX - 2, QColor(settings.background))
        painter.end()
        self._background.setIcon(swatch)

    def _side(self, key: str) -> CalmSpinBox:
        setting = find_setting(key)
        box = CalmSpinBox()
        box.setObjectName(key.replace(".", "_"))
        box.setAccessibleName(setting.label)
        box.setToolTip(setting.help)
        box.setRange(int(setting.minimum or 1), int(setting.maximum or 1))
        box.setFixedWidth(SIDE_FIELD_PX)
        box.setProperty("key", key)
        box.valueChanged.connect(self._on_edited)
        return box

    def _choice(self, key: str, labels: dict[str, str]) -> CalmComboBox:
        setting = find_setting(key)
        box = CalmComboBox()
        box.setObjectName(key.replace(".", "_"))
        box.setAccessibleName(setting.label)
        box.setToolTip(setting.help)
        box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, label in labels.items():
            box.addItem(label, value)
        box.setProperty("key", key)
        box.currentIndexChanged.connect(self._on_edited)
        return box

    @Slot()
    def _on_edited(self) -> None:
        match self.sender():
            case CalmSpinBox() as box:
                self.edited.emit({str(box.property("key")): box.value()})
            case CalmComboBox() as box:
                self.edited.emit({str(box.property("key")): box.currentData()})
        self.set_settings(self._settings)  # what they are, also when the change was refused

    @Slot()
    def _on_background(self) -> None:
        dialog = QColorDialog(QColor(self._settings.background), self)
        dialog.setObjectName("data_background_dialog")
        dialog.setWindowTitle(self.tr("Background"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._on_colour)
        dialog.open()

    @Slot(QColor)
    def _on_colour(self, colour: QColor) -> None:
        self.edited.emit({"data.background": colour.name()})


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "muted")
    return label
