"""What tests do with the Explore page: find its parts, press, drop, and wait for the picture."""

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.explore.session import GeneratorSession
from studio.ui.panels.explore_picture import to_qimage


def child(page, kind, name):
    """Return the part of that object name, which must be there."""
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def press(page, name):
    child(page, QAbstractButton, name).click()


def wait_for_picture(page, qtbot, snapshot, values):
    """Wait until the large picture is the one of these latent values."""
    expected = to_qimage(GeneratorSession(snapshot).generate(np.asarray(values, np.float32)[None])[0])
    qtbot.waitUntil(lambda: child(page, QWidget, "explore_picture").image == expected)


def of_file(path):
    """What is dragged when a file is."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def drop(widget, mime):
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, none))
