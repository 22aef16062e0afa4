"""The rail: a page opens under what is held over its button; files are left to the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QToolButton

from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode
from studio.ui.widgets.rail import Rail


@pytest.fixture
def rail(qtbot):
    apply_theme(Mode.LIGHT)
    made = Rail()
    qtbot.addWidget(made)
    for name in ("data", "explore"):
        made.add_page(name, name.title(), name, "")
    made.resize(made.sizeHint().width(), 400)
    made.show()
    return made


def enter(rail, mime):
    place = QPointF(rail.findChild(QToolButton, "rail_explore").geometry().center())
    event = QDragEnterEvent(
        place.toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    rail.dragEnterEvent(event)
    return event.isAccepted()


def test_a_page_opens_under_a_picture_that_is_held_over_it(rail, qtbot):
    carried = QMimeData()
    with qtbot.waitSignal(rail.page_chosen) as chosen:
        assert enter(rail, carried)
    assert chosen.args == [1]


def test_what_passes_by_opens_nothing(rail, qtbot):
    carried = QMimeData()
    enter(rail, carried)
    rail.dragLeaveEvent(QDragLeaveEvent())
    with qtbot.assertNotEmitted(rail.page_chosen, wait=500):
        pass


def test_files_are_left_to_the_window(rail):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(Path("pictures")))])
    assert not enter(rail, files)
