"""The window driven as a user drives it: start, pause, explore, resume, stop, export, close, on real pictures."""

import gc
import shutil
import sys

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
)

from studio.app import DATA, RUNS, TRAIN, Studio
from studio.core.library import RunState, list_runs
from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder
from studio.core.run_status import Phase
from studio.data.prepared.store import prepared_sets
from studio.data.run_pictures import keep_pictures
from studio.data.sources import open_images
from studio.ui.dialogs.export_dialog import ExportDialog
from studio.ui.panels.explore_picture import PictureView
from studio.ui.panels.picture_list import PictureList
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.threads.trainer import Trainer
from studio.ui.tokens import Mode

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras saving, NumPy 2

TINY = {"networks.width": 8, "training.batch_size": 8, "training.length": 100_000, "training.length_unit": "steps"}
LONG_MS = 60_000


@pytest.fixture
def studio(qtbot, tmp_path, home):
    apply_theme(Mode.LIGHT)
    made = Studio(Preferences(tmp_path / "window.ini"))
    made.window.show()
    yield made
    if made.window.isVisible():
        made.training.trainer.stop()
        qtbot.waitUntil(lambda: not made.training.trainer.is_training, timeout=LONG_MS)
        made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible() and not made.training.trainer.is_running, timeout=LONG_MS)
    for thing in (made.window, made):
        thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def small(studio, digits_folder):
    """The studio, ready to train a tiny recipe on a thousand real digits."""
    studio.use_source(str(digits_folder / "3"))
    studio.train_page.setup.set_recipe(load_recipe("mlp-128").changed(TINY))
    return studio


def click(studio, name, qtbot):
    button = studio.window.findChild(QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def phase(studio):
    return studio.train_page.status.phase


def test_the_main_job_from_start_to_export(small, qtbot, tmp_path):
    page = small.train_page
    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: page.status.step > 20, timeout=LONG_MS)
    assert phase(small) == Phase.TRAINING
    assert page.status.pictures_per_second > 0

    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: phase(small) == Phase.PAUSED, timeout=LONG_MS)
    paused_at = page.status.step
    click(small, "explore", qtbot)
    qtbot.waitUntil(lambda: not small.explore_page.findChild(PictureView).image.isNull(), timeout=LONG_MS)
    small.window.show_page(TRAIN)
    assert page.status.step == paused_at

    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: page.status.step > paused_at, timeout=LONG_MS)
    click(small, "stop", qtbot)
    assert small.window.findChild(QPushButton, "primary").text() == "Stopping…"
    qtbot.waitUntil(lambda: phase(small) == Phase.STOPPED, timeout=LONG_MS)

    run = RunFolder(page.status.folder)
    assert run.checkpoint_steps()[-1] == page.status.step
    assert run.sample_steps()
    assert "Stopped" in page.inspector.log.toPlainText()

    click(small, "export", qtbot)
    dialog = small.window.findChild(ExportDialog)
    dialog.findChild(QAbstractButton, "export_start").click()
    qtbot.waitUntil(lambda: len(list(run.exports.glob("*.onnx"))) == 1, timeout=LONG_MS)
    qtbot.waitUntil(lambda: dialog.findChild(QAbstractButton, "export_start").isEnabled(), timeout=LONG_MS)
    assert len(list(run.exports.glob("*.keras"))) == 1
    dialog.close()

    small.window.show_page(RUNS)
    qtbot.waitUntil(lambda: small.runs_page.findChild(QAbstractItemView).model().rowCount() == 1, timeout=LONG_MS)


def test_a_stopped_run_goes_on_from_where_it_was(small, qtbot):
    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: small.train_page.status.step > 5, timeout=LONG_MS)
    click(small, "stop", qtbot)
    qtbot.waitUntil(lambda: phase(small) == Phase.STOPPED, timeout=LONG_MS)
    folder, step = small.train_page.status.folder, small.train_page.status.step
    small.open_run(folder)
    click(small, "banner_action", qtbot)
    qtbot.waitUntil(lambda: small.train_page.status.step > step, timeout=LONG_MS)
    assert small.train_page.status.folder == folder


def test_closing_while_training_asks_saves_and_joins(small, qtbot, monkeypatch):
    asked = []

    def agree(box):
        asked.append(box.text())
        box.buttons()[0].click()

    monkeypatch.setattr(QMessageBox, "exec", agree)
    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: small.train_page.status.step > 5, timeout=LONG_MS)
    small.window.close()
    qtbot.waitUntil(lambda: not small.window.isVisible(), timeout=LONG_MS)
    assert len(asked) == 1
    assert not small.training.trainer.is_running
    assert RunFolder(small.train_page.status.folder).checkpoint_steps()


def test_closing_can_be_declined(small, qtbot, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[1].click())
    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: small.train_page.status.step > 5, timeout=LONG_MS)
    small.window.close()
    assert small.window.isVisible()
    assert small.training.trainer.is_training


def test_a_run_that_cannot_start_says_why(studio, qtbot, tmp_path):
    (tmp_path / "empty").mkdir()
    studio.use_source(str(tmp_path / "empty"))
    studio.train_page.setup.set_recipe(load_recipe("mlp-128"))
    click(studio, "primary", qtbot)
    qtbot.waitUntil(lambda: phase(studio) == Phase.FAILED, timeout=LONG_MS)
    box = studio.window.findChild(QMessageBox, "failure")
    assert "no pictures" in box.text()
    box.close()


def test_what_the_pictures_are_too_few_for_is_told_before_start(studio, qtbot, tmp_path):
    for name in "abcdef":
        Image.new("L", (28, 28)).save(tmp_path / f"{name}.png")
    told = studio.window.findChild(QLabel, "problem")
    studio.window.show_page(TRAIN)
    studio.use_source(str(tmp_path))
    qtbot.waitUntil(lambda: "there are 6 pictures" in told.text() and told.isVisible())
    studio.training.act()
    assert phase(studio) == Phase.IDLE
    studio.train_page.setup.change_settings({"training.batch_size": 2, "networks.conditional": True})
    assert "two classes or more" in told.text()
    studio.train_page.setup.change_settings({"networks.conditional": False, "data.exclude": ("a.png",)})
    qtbot.waitUntil(lambda: not told.isVisible())
    (tmp_path / "b.png").write_bytes(b"no picture")
    studio.train_page.setup.change_settings({"training.batch_size": 5})
    studio.window.show_page(DATA)  # which reads them
    qtbot.waitUntil(lambda: "there are 4 pictures" in told.text(), timeout=LONG_MS)


def test_start_takes_what_was_typed_without_enter(studio, qtbot, monkeypatch):
    begun = []
    monkeypatch.setattr(Trainer, "start", lambda self, source, recipe, out, device: begun.append(recipe))
    studio.window.show_page(TRAIN)
    rate = studio.window.findChild(QLineEdit, "setting_optimizer.generator_learning_rate")
    for text in ("abc", "0.003"):
        rate.selectAll()
        qtbot.keyClicks(rate, text)
        studio.training.act()
    assert [recipe.optimizer.generator_learning_rate for recipe in begun] == [0.003]


def test_the_last_run_is_offered_again(small, qtbot, tmp_path):
    click(small, "primary", qtbot)
    qtbot.waitUntil(lambda: small.train_page.status.step > 5, timeout=LONG_MS)
    click(small, "stop", qtbot)
    qtbot.waitUntil(lambda: phase(small) == Phase.STOPPED, timeout=LONG_MS)
    small.train_page.clear()
    small.open_argument("")
    click(small, "banner_action", qtbot)
    assert small.train_page.status.step > 0


def test_the_data_page_shows_the_pictures(studio, qtbot, paintings_folder):
    studio.window.show_page(DATA)
    with qtbot.waitSignal(studio.data_page.source_examined, timeout=LONG_MS) as opened:
        studio.data_page.open_source(str(paintings_folder))
    assert len(opened.args[1].pictures) == 300
    click(studio, "data_use", qtbot)
    assert studio.train_page.setup.source == str(paintings_folder)


def test_what_is_left_out_belongs_to_the_pictures_and_is_undone_like_any_setting(studio, qtbot, digits_folder):
    folder, setup = digits_folder / "3", studio.train_page.setup
    studio.use_source(str(folder))
    with qtbot.waitSignal(studio.data_page.source_examined, timeout=LONG_MS):
        studio.window.show_page(DATA)
    name = min(path.name for path in folder.iterdir())
    studio.data_page.findChild(PictureList).show_picture(0)
    click(studio, "data_toggle_picture", qtbot)
    assert setup.recipe.data.exclude == (name,)
    recipes = setup.findChild(QComboBox, "recipe")
    recipes.activated.emit(recipes.findData("dcgan-28"))
    assert setup.recipe.name == "dcgan-28"
    assert setup.recipe.data.exclude == (name,)
    for _ in range(2):
        studio._undo.trigger()
    assert setup.recipe.data.exclude == ()
    click(studio, "data_toggle_picture", qtbot)
    studio.use_source("demo:digits")
    assert setup.recipe.data.exclude == ()


def test_the_report_is_written_and_the_prepared_pictures_are_cleared(
    studio, qtbot, digits_folder, tmp_path, monkeypatch
):
    report = tmp_path / "report.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(report), ""))
    studio.window.show_page(DATA)
    with qtbot.waitSignal(studio.data_page.source_examined, timeout=LONG_MS):
        studio.data_page.open_source(str(digits_folder / "3"))
    actions = studio.data_page.findChild(QMenu, "data_report_menu").actions()
    with qtbot.waitSignal(studio.data.report_written, timeout=LONG_MS):
        next(action for action in actions if action.data() == "html").trigger()
    assert report.read_text("utf-8").startswith("<!doctype html>")
    assert len(prepared_sets()) == 1
    click(studio, "data_prepared_clear", qtbot)
    qtbot.waitUntil(lambda: prepared_sets() == [], timeout=LONG_MS)


def test_a_run_whose_pictures_changed_can_go_on_with_them_as_they_were(
    studio, qtbot, linear_run, digits_folder, tmp_path
):
    folder = tmp_path / "digits"
    folder.mkdir()
    for file in sorted((digits_folder / "3").iterdir())[:20]:
        shutil.copy(file, folder)
    run = linear_run(100)
    record = run.read_record()
    images = open_images(str(folder), record.recipe.data)
    run.record_file.write_text(
        record.model_copy(update={"source": str(folder), "data_fingerprint": images.fingerprint}).model_dump_json()
    )
    keep_pictures(run, images)
    gone = min(folder.iterdir())
    gone.unlink()
    with qtbot.waitSignal(studio.comparing.pictures_changed, timeout=LONG_MS):
        studio.open_run(run.path)
    assert gone.name in studio.window.banner.findChild(QLabel).text()
    assert studio.window.findChild(QPushButton, "banner_other_action").isVisible()
    went_on = []
    studio.training.trainer.continue_run = lambda path, device, **how: went_on.append((path, how))
    click(studio, "banner_action", qtbot)
    assert went_on == [(run.path, {"changes": {}, "pictures_as_they_were": True})]


def test_every_widget_one_can_use_has_a_name(studio):
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit)
    nameless = [
        f"{type(w).__name__} in {w.parentWidget().objectName() if w.parentWidget() else '-'}"
        for w in studio.window.findChildren(QObject)
        if isinstance(w, kinds)
        and w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not w.objectName().startswith("qt_")
        and not _inner(w)
        and not (w.objectName() and (w.accessibleName() or getattr(w, "text", str)()))
    ]
    assert nameless == []


def _inner(widget) -> bool:
    """Whether a widget is a part that Qt made inside another input."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def test_signals_and_texts_cost_no_reference_to_none_and_true(qapp):
    """PySide6 6.12 gives one back too many, which aborts the program after some hundred signals."""

    class Sender(QObject):
        sent = Signal(int)

        @Slot(int)
        def on_sent(self, value):
            self.value = value

    sender, label = Sender(), QLabel()
    sender.sent.connect(sender.on_sent)
    gc.collect()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(1000):
        sender.sent.emit(number)
        label.setText(str(number))
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50


def test_the_queue_goes_on_by_itself(small, qtbot):
    setup = small.train_page.setup
    short = setup.recipe.changed({"training.length": 20})
    for seed in (1, 2):
        setup.set_recipe(short.changed({"training.seed": seed}))
        click(small, "queue_add", qtbot)
    small.queue.start_next()
    qtbot.waitUntil(lambda: small.queue.count == 0 and phase(small) == Phase.FINISHED, timeout=LONG_MS)
    assert sorted(run.record.recipe.training.seed for run in list_runs()) == [1, 2]
    assert {run.state for run in list_runs()} == {RunState.FINISHED}
