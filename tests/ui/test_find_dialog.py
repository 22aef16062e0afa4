import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QLabel

from studio.core.latents import latents
from studio.core.pixels import to_uint8
from studio.ui.dialogs.find_dialog import FindDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone


@pytest.fixture
def picture(convolutional_run, tmp_path):
    """A picture that the newest checkpoint draws."""
    from studio.engine.checkpoint import load_generator

    drawn = to_uint8(np.asarray(load_generator(convolutional_run)(latents(0, 1, 8))))[0]
    Image.fromarray(drawn).save(tmp_path / "mine.png")
    return tmp_path / "mine.png"


def opened(qtbot, run, file):
    dialog = FindDialog(run, file)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_picture_is_found_and_handed_over(qtbot, convolutional_run, picture):
    dialog = opened(qtbot, convolutional_run, picture)
    use = dialog.findChild(QAbstractButton, "find_use")
    qtbot.waitUntil(use.isEnabled, timeout=60_000)
    assert "It comes within 0.0" in dialog.findChild(QLabel, "find_status").text()
    with qtbot.waitSignal(dialog.found) as told:
        use.click()
    latent, classes = told.args
    assert (latent.shape, classes.shape) == ((8,), (0,))


def test_a_file_that_is_no_picture_is_a_sentence(qtbot, convolutional_run, tmp_path):
    (tmp_path / "mine.png").write_text("no")
    dialog = opened(qtbot, convolutional_run, tmp_path / "mine.png")
    status = dialog.findChild(QLabel, "find_status")
    qtbot.waitUntil(lambda: "mine.png" in status.text())
    assert not dialog.findChild(QAbstractButton, "find_use").isEnabled()


def test_closing_gives_up(qtbot, convolutional_run, picture):
    dialog = opened(qtbot, convolutional_run, picture)
    assert dialog.close()
