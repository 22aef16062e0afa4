import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QLabel

from studio.data.sources import open_images
from studio.explore.snapshots import open_snapshot
from studio.ui.dialogs.nearest_dialog import NearestDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone
TRAINING = np.random.default_rng(0).integers(0, 256, (40, 8, 8), dtype=np.uint8)


@pytest.fixture
def run(linear_run, tmp_path):
    """A run whose training pictures are 40 files."""
    (tmp_path / "pictures").mkdir()
    for number, pixels in enumerate(TRAINING):
        Image.fromarray(pixels).save(tmp_path / "pictures" / f"{number:02d}.png")
    made = linear_run(0)
    record = made.read_record()
    images = open_images(str(tmp_path / "pictures"), record.recipe.data)
    record = record.model_copy(update={"source": images.source, "data_fingerprint": images.fingerprint})
    made.write_record(record)
    return made


@pytest.fixture
def dialog(qtbot, run):
    made = NearestDialog(run, open_snapshot(run.path))
    qtbot.addWidget(made)
    made.show()
    return made


def texts(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_the_picture_itself_is_found_at_distance_0(dialog, qtbot):
    dialog.show_picture(TRAINING[7][:, :, None])
    qtbot.waitUntil(lambda: "0.000" in texts(dialog))
    nearest = next(label for label in dialog.findChildren(QLabel) if label.toolTip())
    assert "07.png" in nearest.toolTip()


def test_copying_is_measured(dialog, qtbot):
    button = dialog.findChild(QAbstractButton, "nearest_measure")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    gauge = dialog.findChild(QLabel, "nearest_gauge")
    qtbot.waitUntil(lambda: "of 2,000 generated pictures" in gauge.text())


def test_the_pictures_of_the_run_are_compared_although_its_folder_holds_others_now(qtbot, run, tmp_path):
    (tmp_path / "pictures" / "07.png").unlink()
    dialog = NearestDialog(run, open_snapshot(run.path))
    qtbot.addWidget(dialog)
    dialog.show_picture(TRAINING[7][:, :, None])
    qtbot.waitUntil(lambda: "0.000" in texts(dialog))


def test_pictures_that_are_gone_are_told(linear_run, qtbot, tmp_path):
    run = linear_run(0)
    run.write_record(run.read_record().model_copy(update={"source": str(tmp_path / "nowhere")}))
    dialog = NearestDialog(run, open_snapshot(run.path))
    qtbot.addWidget(dialog)
    dialog.show()
    gauge = dialog.findChild(QLabel, "nearest_gauge")
    qtbot.waitUntil(lambda: "nowhere" in gauge.text())


def test_closing_while_reading_ends_the_work(dialog):
    assert dialog.close()
