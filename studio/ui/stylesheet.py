"""The one style sheet of the window, made from the tokens; widgets choose a part of it by their `role` property."""

from string import Template

from studio.core.resources import resource
from studio.ui.tokens import Tokens

_TEMPLATE = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $border_strong; padding: 4px 6px; }
QFrame[role="card"] { background: $panel; border: 1px solid $border; border-radius: 8px; }
QFrame[role="done"] { background: $good_back; border: none; border-radius: 6px; }
QLabel[role="sample"] { background: $canvas; border-radius: 4px; }
QWidget[role="panel"] { background: $panel; }
QFrame[role="rule"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QDialog[role="palette"] { background: $panel; border: 1px solid $border_strong; }
QDialogButtonBox { button-layout: 3; }  /* the primary button on the right, on every desktop */
QMessageBox QLabel#qt_msgbox_label { font-weight: 600; min-width: 340px; padding: 8px 16px 0 0; }
QMessageBox QLabel#qt_msgbox_informativelabel { color: $muted; padding: 0 16px 8px 0; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="badge"], QLabel[role="badge good"], QLabel[role="badge warning"], QLabel[role="badge bad"],
QLabel[role="badge accent"] { border-radius: 9px; padding: 2px 9px; background: $raised; color: $muted; }
QLabel[role="badge good"] { background: $good_back; color: $good; }
QLabel[role="badge warning"] { background: $warning_back; color: $warning; }
QLabel[role="badge bad"] { background: $bad_back; color: $bad; }
QLabel[role="badge accent"] { background: $selection; color: $accent; }

QPushButton { background: $panel; color: $text; border: 1px solid $border_strong; border-radius: 6px;
    padding: 5px 12px; min-height: 18px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $disabled; border-color: $border; background: $panel; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed { background: $accent_raised; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton[role="primary"]:disabled { background: $raised; color: $disabled; border-color: $border; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; }
QPushButton[role="danger"]:hover { background: $bad_back; }
QPushButton[role="danger"]:disabled { color: $disabled; border-color: $border; }
QPushButton[role="quiet"], QToolButton { background: transparent; border: 1px solid transparent; color: $text;
    border-radius: 6px; padding: 4px 6px; }
QPushButton[role="quiet"]:hover, QToolButton:hover { background: $raised; }
QPushButton[role="quiet"]:pressed, QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $selection; color: $accent; }
QPushButton[role="quiet"]:focus, QToolButton:focus { border-color: $accent; }
QPushButton[role="quiet"]:disabled, QToolButton:disabled { color: $disabled; }
QToolButton[role="tight"] { padding: 4px 3px; }
QToolButton#fold_button { padding: 4px 6px 4px 0; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit { background: $panel; color: $text;
    border: 1px solid $border_strong; border-radius: 6px; padding: 3px 8px; min-height: 22px;
    placeholder-text-color: $muted; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { padding: 3px 6px; }
QAbstractSpinBox { padding: 2px 8px; min-height: 21px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $muted; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $disabled; background: $surface;
    border-color: $border; }
QLineEdit[role="bad"], QAbstractSpinBox[role="bad"] { border-color: $bad; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0 6px; min-height: 0;
    background: transparent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 18px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $raised; border-radius: 4px; }
QAbstractSpinBox::up-arrow { image: url("$arrow_up"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$arrow"); width: 9px; height: 9px; }
QAbstractSpinBox[role="bare"]::up-button, QAbstractSpinBox[role="bare"]::down-button,
QAbstractSpinBox[role="bare"]::up-arrow, QAbstractSpinBox[role="bare"]::down-arrow { width: 0; image: none; }
QComboBox QAbstractItemView, QMenu { background: $panel; color: $text; border: 1px solid $border_strong; padding: 4px;
    selection-background-color: $selection; selection-color: $text; outline: none; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: $surface; border-bottom: 1px solid $border; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $raised; }

QListView, QTreeView, QTableView { background: $panel; border: 1px solid $border; border-radius: 8px; outline: none;
    selection-background-color: $selection; selection-color: $text; alternate-background-color: $surface; }
QTreeView::item, QTableView::item { padding: 3px 5px; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 6px 8px; }
QListView[role="plain"], QTreeView[role="plain"], QTableView[role="plain"] { border: none; border-radius: 0; }
QListView[role="rows"] { border: none; border-radius: 0; }
QListView[role="rows"]::item { padding: 3px 5px; border-radius: 6px; }
QListView[role="rows"]::item:selected { background: $selection; color: $text; }
QScrollArea, QScrollArea > QWidget > QWidget[role="plain"] { background: transparent; border: none; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $border_strong; border-radius: 4px;
    background: $panel; }
QCheckBox::indicator:hover { border-color: $muted; }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:disabled { background: $surface; border-color: $border; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $selection; }
QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSlider::groove:horizontal { background: $border_strong; border-radius: 2px; height: 4px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; height: 4px; margin: 0 4px 0 0; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $panel; border-radius: 8px; width: 12px;
    height: 12px; margin: -6px 0; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent_raised; }
QSlider::handle:horizontal:focus { border-color: $text; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $border_strong; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:disabled { color: $disabled; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: none; }
QStatusBar { background: $panel; border-top: 1px solid $border; }
QStatusBar::item { border: none; }

QFrame[role="rail"] { background: $panel; border: none; border-right: 1px solid $border; }
QFrame[role="rail"] QToolButton { color: $muted; padding: 8px 4px; border-radius: 8px; }
QFrame[role="rail"] QToolButton:checked { background: $selection; color: $accent; }
QFrame[role="banner warning"] { background: $warning_back; border: 1px solid $warning; border-radius: 8px; }
QFrame[role="banner bad"] { background: $bad_back; border: 1px solid $bad; border-radius: 8px; }
QFrame[role="banner"] { background: $selection; border: 1px solid $accent; border-radius: 8px; }
QFrame[role="drop"] { background: $panel; border: 2px dashed $border_strong; border-radius: 10px; }
QFrame[role="drop hover"] { background: $selection; border: 2px dashed $accent; border-radius: 10px; }
""")


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet in the colours of `tokens`."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__}
    arrows = {"arrow": resource("icons/arrow-down.svg"), "arrow_up": resource("icons/arrow-up.svg")}
    arrows["check"] = resource("icons/tick.svg")
    return _TEMPLATE.substitute(colours, **{name: path.as_posix() for name, path in arrows.items()})
