import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QSpinBox

from studio.explore.place import Place, walk_through
from studio.explore.session import GeneratorSession
from studio.explore.walks import render_walk
from studio.ui.dialogs.walk_dialog import WalkDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone
PLACES = [Place.from_seed(seed, 6) for seed in (1, 2, 3)]


@pytest.fixture
def dialog(qtbot, linear_snapshot):
    made = WalkDialog(linear_snapshot, PLACES)
    qtbot.addWidget(made)
    made.show()
    return made


def told(dialog):
    label = dialog.findChild(QLabel, "walk_result")
    return label.text() if label.isVisible() else ""


def test_the_file_is_what_the_command_line_renders(dialog, qtbot, tmp_path, linear_snapshot):
    dialog.findChild(QSpinBox, "walk_frames").setValue(12)
    dialog.findChild(QComboBox, "walk_scale").setCurrentIndex(1)
    dialog.start(tmp_path / "walk.webp")
    qtbot.waitUntil(lambda: bool(told(dialog)))
    render_walk(GeneratorSession(linear_snapshot), walk_through(PLACES, 12), tmp_path / "twin.webp", scale=2)
    assert (tmp_path / "walk.webp").read_bytes() == (tmp_path / "twin.webp").read_bytes()
    with Image.open(tmp_path / "walk.webp") as image:
        assert (image.n_frames, image.size) == (12, (16, 16))


def test_an_open_walk_ends_on_its_last_keyframe(dialog, qtbot, tmp_path):
    dialog.findChild(QCheckBox, "walk_loop").setChecked(False)
    dialog.findChild(QSpinBox, "walk_frames").setValue(9)
    dialog.start(tmp_path / "frames")
    qtbot.waitUntil(lambda: bool(told(dialog)))
    assert len(list((tmp_path / "frames").iterdir())) == 9


def test_cancelling_leaves_nothing(dialog, qtbot, tmp_path):
    dialog.findChild(QSpinBox, "walk_frames").setValue(20_000)
    dialog.start(tmp_path / "walk.gif")
    dialog.findChild(QAbstractButton, "walk_close").click()
    qtbot.waitUntil(lambda: bool(told(dialog)))
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_does_not_exist_is_a_sentence(dialog, qtbot, tmp_path):
    dialog.start(tmp_path / "walk.avi")
    qtbot.waitUntil(lambda: bool(told(dialog)))
    assert "not written as .avi" in told(dialog)
