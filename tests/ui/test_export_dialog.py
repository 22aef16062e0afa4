import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit

from studio.core.journal import Journal
from studio.core.run_folder import record_event
from studio.explore.snapshots import open_snapshot
from studio.ui.dialogs.export_dialog import ExportDialog

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # said by the off-screen platform alone
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras 3.15 saving, NumPy 2
]


@pytest.fixture
def dialog(qtbot, convolutional_run, tmp_path):
    made = ExportDialog(convolutional_run)
    qtbot.addWidget(made)
    made.findChild(QLineEdit, "export_folder").setText(str(tmp_path / "out"))
    made.show()
    return made


def button(dialog, name):
    return dialog.findChild(QAbstractButton, f"export_{name}")


def result(dialog):
    label = dialog.findChild(QLabel, "export_result")
    return label.text() if label.isVisible() else ""


def test_keras_and_onnx_are_made_and_told(dialog, qtbot, tmp_path):
    button(dialog, "start").click()
    assert not button(dialog, "start").isEnabled()
    assert button(dialog, "close").text() == "Cancel"
    qtbot.waitUntil(lambda: bool(result(dialog)), timeout=60_000)
    assert "roses - red-000020.keras" in result(dialog)
    assert open_snapshot(tmp_path / "out" / "roses - red-000020.onnx").step == 20
    assert button(dialog, "start").isEnabled()


def test_an_earlier_checkpoint(dialog, qtbot, tmp_path):
    dialog.findChild(QComboBox, "export_checkpoint").setCurrentIndex(1)
    button(dialog, "keras").setChecked(False)
    button(dialog, "start").click()
    qtbot.waitUntil(lambda: bool(result(dialog)), timeout=60_000)
    assert [f.name for f in (tmp_path / "out").iterdir()] == ["roses - red-000010.onnx"]


def test_a_failure_says_which_format_and_keeps_the_others(dialog, qtbot, tmp_path):
    stranger = tmp_path / "out" / "roses - red-000020-savedmodel"
    stranger.mkdir(parents=True)
    button(dialog, "keras").setChecked(False)
    button(dialog, "savedmodel").setChecked(True)
    button(dialog, "start").click()
    qtbot.waitUntil(lambda: bool(result(dialog)), timeout=60_000)
    assert "SavedModel could not be exported" in result(dialog)
    assert "roses - red-000020.onnx" in result(dialog)


def test_cancelling_ends_and_says_so(dialog, qtbot):
    button(dialog, "start").click()
    button(dialog, "close").click()
    qtbot.waitUntil(lambda: "Cancelled" in result(dialog), timeout=60_000)
    assert dialog.isVisible()


def test_nothing_chosen_is_nothing_to_export(dialog):
    for box in dialog.findChildren(QCheckBox):
        box.setChecked(False)
    assert not button(dialog, "start").isEnabled()


def test_a_run_without_checkpoint_says_so(qtbot, linear_run):
    made = ExportDialog(linear_run())
    qtbot.addWidget(made)
    made.show()
    assert not button(made, "start").isEnabled()
    assert any("no checkpoint yet" in label.text() for label in made.findChildren(QLabel) if label.isVisible())


def test_the_checkpoint_with_the_best_score_is_named(qtbot, convolutional_run):
    with Journal(convolutional_run.events_file) as events:
        for step, distance in ((10, 20.0), (20, 30.0)):
            events.append(record_event("scored", step, distance=distance, floor=9.0, levels=[distance], pictures=8))
    dialog = ExportDialog(convolutional_run)
    qtbot.addWidget(dialog)
    box = dialog.findChild(QComboBox, "export_checkpoint")
    assert [box.itemText(i) for i in range(box.count())] == ["Step 20 (newest)", "Step 10 (best score)"]
