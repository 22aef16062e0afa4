"""The look of the window: Fusion with our own light and dark palettes, and a signal when they change.

There is one `Theme` per application, found with `theme()`. Widgets ask it for colours and fonts and listen to `changed`
only when they draw by themselves; everything else follows from the palette, the style sheet and `icon`.
"""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from studio.ui.stylesheet import style_sheet
from studio.ui.tokens import DARK, LIGHT, Mode, Tokens, Type

_SCALE = {Type.CAPTION: 0.88, Type.TITLE: 1.2, Type.HEADING: 1.6}
_BOLD = {Type.STRONG, Type.TITLE, Type.HEADING}


class Theme(QObject):
    """The application's colours and fonts; `changed` is emitted after a switch between light and dark."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._mode = Mode.LIGHT
        self._base_font = QFont(application.font())
        application.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What was chosen, `auto` included."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is shown now."""
        if self._mode is Mode.AUTO:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    @property
    def tokens(self) -> Tokens:
        """The palette shown now."""
        return DARK if self.is_dark else LIGHT

    def colour(self, role: str) -> QColor:
        """Return the colour of a role of `Tokens`, such as "accent"."""
        return QColor(getattr(self.tokens, role))

    def font(self, step: Type) -> QFont:
        """Return the font of a step of the type scale; numbers are as wide as each other in `Type.NUMBER`."""
        font = QFont(self._base_font)
        font.setPointSizeF(self._base_font.pointSizeF() * _SCALE.get(step, 1.0))
        if step in _BOLD:
            font.setWeight(QFont.Weight.DemiBold)
        if step is Type.NUMBER:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def set_mode(self, mode: Mode) -> None:
        """Show another palette."""
        self._mode = mode
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self._application.setPalette(_palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self.tokens))

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode is Mode.AUTO:
            self._apply()
            self.changed.emit()


def theme() -> Theme:
    """Return the application's theme, made on first use; needs a `QApplication`."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("The theme needs a QApplication.")
    found = application.findChild(Theme, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or Theme(application)


def apply_theme(mode: Mode) -> Theme:
    """Show the palette of `mode` in the whole application."""
    found = theme()
    found.set_mode(mode)
    return found


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role of the style sheet ("primary", "quiet", "card", "muted" …), now or while it is shown."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_type(widget: QWidget, step: Type) -> None:
    """Give a widget the font of a step of the type scale."""
    widget.setFont(theme().font(step))


def _palette(tokens: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: tokens.surface,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.AlternateBase: tokens.raised,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.bad,
        QPalette.ColorRole.Light: tokens.panel,
        QPalette.ColorRole.Midlight: tokens.raised,
        QPalette.ColorRole.Mid: tokens.border,
        QPalette.ColorRole.Dark: tokens.border_strong,
        QPalette.ColorRole.Shadow: tokens.border_strong,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.panel,
        QPalette.ColorRole.ToolTipText: tokens.text,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(tokens.border_strong))
    return palette
