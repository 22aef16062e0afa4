"""The Train page on a real run: settings edited, undone and redone, branches, pictures through time."""

import json
import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDrag, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
)

from studio.app import EXPLORE, Studio
from studio.core.command_line import run_command
from studio.core.commands import Control
from studio.core.events import Paused, Stopped
from studio.core.journal import Journal, read_journal
from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder
from studio.core.run_status import Phase
from studio.core.scores import read_scores
from studio.engine.jobs import new_run
from studio.ui.actions import action_offers
from studio.ui.dialogs.branch_dialog import BranchDialog
from studio.ui.panels.explore_mime import FORMAT
from studio.ui.panels.gallery import GalleryView
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode
from tests.conftest import save_linear_checkpoint

LONG_MS = 60_000
RATE = "optimizer.generator_learning_rate"
TINY = {
    "networks.width": 8,
    "training.batch_size": 8,
    "training.length": 60,
    "training.length_unit": "steps",
    "sampling.interval": 10,
    "sampling.interval_unit": "steps",
    "averaging.half_life": 100_000,
    "sampling.rows": 2,
    "sampling.columns": 3,
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A finished run of 60 steps."""
    from studio.export.snapshot_graph import snapshot_graph

    path = tmp_path_factory.mktemp("trained") / "digits"
    recipe = load_recipe("mlp-128").changed(TINY)
    for _ in new_run("demo:digits", recipe, path, Control(), make_graph=snapshot_graph):
        pass
    return path


@pytest.fixture
def studio(qtbot, tmp_path, home, trained):
    """The window on a copy of that run."""
    apply_theme(Mode.LIGHT)
    shutil.copytree(trained, home / "runs" / "digits")
    made = Studio(Preferences(tmp_path / "window.ini"))
    made.window.show()
    made.open_run(home / "runs" / "digits")
    qtbot.waitUntil(lambda: not made.train_page.is_reading, timeout=LONG_MS)
    yield made
    made.training.trainer.stop()
    qtbot.waitUntil(lambda: not made.training.trainer.is_training, timeout=LONG_MS)
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible() and not made.training.trainer.is_running, timeout=LONG_MS)
    for thing in (made.window, made):
        thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def primary(studio):
    return studio.window.findChild(QPushButton, "primary")


def press(studio, keys):
    """Trigger the action of the window that has this shortcut."""
    found = [a for menu in studio.window.menuBar().actions() for a in menu.menu().actions() if a.shortcut() == keys]
    (action,) = found
    assert action.isEnabled(), keys
    action.trigger()


def act(studio, keys):
    """Trigger the action of the Train page that has this shortcut."""
    (action,) = (a for a in studio.train_page.actions() if a.shortcut() == QKeySequence(keys))
    assert action.isEnabled(), keys
    action.trigger()


def edit(studio, qtbot, text):
    field = studio.window.findChild(QLineEdit, f"setting_{RATE}")
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def dialog(studio, kind):
    return studio.train_page.findChild(kind)


def test_settings_are_undone_and_redone(studio, qtbot):
    setup = studio.train_page.setup
    before = setup.recipe.value(RATE)
    edit(studio, qtbot, "0.5")
    setup.change_settings({"training.batch_size": 16})
    press(studio, "Ctrl+Z")
    assert (setup.recipe.training.batch_size, setup.recipe.value(RATE)) == (8, 0.5)
    press(studio, "Ctrl+Z")
    assert setup.recipe.value(RATE) == before
    press(studio, "Ctrl+Shift+Z")
    assert setup.recipe.value(RATE) == 0.5


def test_a_finished_run_goes_on_with_ten_more_epochs_and_what_was_edited(studio, qtbot):
    page = studio.train_page
    assert primary(studio).text() == "Start a new run"
    edit(studio, qtbot, "0.25")
    press(studio, "Ctrl+Shift+Return")
    qtbot.waitUntil(lambda: page.status.phase == Phase.TRAINING and page.status.step > 60, timeout=LONG_MS)
    assert page.status.target_step == 60 + 10 * (6000 // 8)
    studio.training.undo.clear()
    edit(studio, qtbot, "0.125")
    press(studio, "Ctrl+Z")
    qtbot.waitUntil(lambda: len(settings_of(page.run)) == 3, timeout=LONG_MS)
    assert [entry["changes"][RATE] for entry in settings_of(page.run)] == [0.25, 0.125, 0.25]
    studio.training.stop()
    qtbot.waitUntil(lambda: page.status.phase == Phase.STOPPED, timeout=LONG_MS)
    assert primary(studio).text() == "Resume training"
    stopped, folder = page.status.step, page.run.path
    qtbot.mouseClick(primary(studio), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.phase == Phase.TRAINING and page.status.step > stopped, timeout=LONG_MS)
    assert page.run.path == folder


def test_the_menu_copies_the_run_that_is_shown_until_the_form_says_something_else(studio, qtbot, qapp):
    run = studio.train_page.run
    press(studio, "Ctrl+Shift+K")
    assert qapp.clipboard().text() == run_command(run)
    assert "--steps 60" in qapp.clipboard().text()
    edit(studio, qtbot, "0.25")
    press(studio, "Ctrl+Shift+K")
    assert "generator_learning_rate=0.25" in qapp.clipboard().text()


def settings_of(run):
    return [entry for entry in read_journal(run.events_file) if entry["event"] == "settings"]


def test_a_branch_with_another_rate_is_made_and_trained(studio, qtbot):
    page = studio.train_page
    page.time.timeline.choose(30)
    press(studio, "Ctrl+B")
    asked = dialog(studio, BranchDialog)
    assert not asked.findChild(QSpinBox, "setting_networks.width").isEnabled()
    field = asked.findChild(QLineEdit, f"setting_{RATE}")
    field.setText("0.0001")
    field.setModified(True)
    field.editingFinished.emit()
    asked.findChild(QPushButton, "branch_make").click()
    qtbot.waitUntil(lambda: page.run.path.name != "digits", timeout=LONG_MS)
    record = page.run.read_record()
    assert (record.branched_from.run, record.recipe.value(RATE)) == ("digits", 0.0001)
    qtbot.waitUntil(lambda: page.status.phase == Phase.FINISHED, timeout=LONG_MS)
    assert page.status.step == 60


def test_rolling_back_puts_a_branch_in_the_place_of_the_run(studio, qtbot):
    page = studio.train_page
    page.time.roll_back_wanted.emit(60)
    dialog(studio, BranchDialog).findChild(QPushButton, "branch_make").click()
    qtbot.waitUntil(lambda: page.run.path.name != "digits" and not page.is_reading, timeout=LONG_MS)
    assert page.status.step == 60
    assert page.run.read_record().recipe == RunFolder(page.run.path.parent / "digits").read_record().recipe
    assert not studio.training.is_training


def test_scrubbing_shows_the_grid_the_numbers_and_the_cursor_of_that_step(studio, qtbot):
    page = studio.train_page
    assert page.time.timeline.grids == list(range(0, 61, 10))
    page.time.timeline.choose(30)
    caption = page.gallery.controls.caption
    qtbot.waitUntil(lambda: caption.text() == "Step 30", timeout=LONG_MS)
    assert not page.gallery.grid.image.isNull()
    page.time.timeline.follow_latest()
    qtbot.waitUntil(lambda: caption.text() == "Step 60", timeout=LONG_MS)


def test_a_cell_is_seen_through_time_and_explored(studio, qtbot):
    page = studio.train_page
    qtbot.waitUntil(lambda: not page.gallery.grid.image.isNull(), timeout=LONG_MS)
    page.gallery.grid.cell_chosen.emit(4)
    shown = page.findChild(QDialog, "cell_dialog")
    slider = shown.findChild(QSlider, "cell_slider")
    qtbot.waitUntil(slider.isEnabled, timeout=LONG_MS)
    assert slider.maximum() == slider.value() == 6
    strip = shown.findChild(GalleryView, "cell_strip")
    with qtbot.waitSignal(strip.cell_chosen) as entered:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert entered.args == [6]  # which is framed, as the slider is there
    shown.findChild(QPushButton, "cell_explore").click()
    assert studio.window.page == EXPLORE
    shown.close()


def test_a_cell_is_dragged_towards_the_explore_page(studio, qtbot, monkeypatch):
    carried = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, action: carried.append(drag.mimeData().data(FORMAT).data()))
    grid = studio.train_page.gallery.grid
    qtbot.waitUntil(lambda: not grid.image.isNull(), timeout=LONG_MS)
    grid.dragged_out.emit(3)
    assert json.loads(bytes(carried[0]))[0]["seed"] == studio.train_page.recipe.sampling.first_seed + 3
    qtbot.waitUntil(lambda: not studio.explore_page.is_empty, timeout=LONG_MS)  # it can be dropped there


def test_real_pictures_and_the_raw_generator_are_shown_beside_and_saved_as_shown(studio, qtbot, tmp_path, monkeypatch):
    saved = tmp_path / "raw v1.5.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved.with_suffix("")), ""))
    panel = studio.train_page.gallery
    qtbot.waitUntil(lambda: not panel.grid.image.isNull(), timeout=LONG_MS)
    averaged = panel.grid.image.copy()
    qtbot.mouseClick(panel.findChild(QToolButton, "gallery_real"), Qt.MouseButton.LeftButton)
    real = panel.findChild(type(panel.grid), "gallery_real_grid")
    qtbot.waitUntil(lambda: real.isVisible() and not real.image.isNull(), timeout=LONG_MS)
    panel.findChild(QComboBox, "gallery_weights").setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Checkpoint 60" in panel.controls.caption.text(), timeout=LONG_MS)
    assert panel.grid.image != averaged
    act(studio, "Ctrl+Shift+S")
    qtbot.waitUntil(saved.exists, timeout=LONG_MS)
    assert QImage(str(saved)).convertToFormat(QImage.Format.Format_RGB32) == panel.grid.picture()


def badge(studio):
    return studio.train_page.findChild(QPushButton, "coach_badge").text()


def test_the_coach_speaks_of_a_run_that_is_opened_and_goes_on_listening(studio, qtbot):
    run = studio.train_page.run
    sound = {"real_accuracy": 0.7, "fake_accuracy": 0.7, "fake_score": 0.4}
    rows = [{"step": s, **sound, "diversity": 0.01 if s > 1000 else 0.8} for s in range(70, 2000, 10)]
    with Journal(run.metrics_file) as journal:
        for row in rows[:80]:
            journal.append(row)
    studio.open_run(run.path)
    qtbot.waitUntil(lambda: badge(studio) == "No trouble seen.", timeout=LONG_MS)
    with Journal(run.metrics_file) as journal:
        for row in rows[80:]:
            journal.append(row)
    qtbot.waitUntil(lambda: badge(studio) == "The pictures are nearly all alike.", timeout=LONG_MS)
    assert studio.train_page.findChild(QPushButton, "remedy_0") is not None
    studio.training.new_run()
    assert not studio.train_page.inspector.coach.isVisible()


def test_a_run_whose_scores_got_worse_is_rolled_back_to_its_best(studio, qtbot):
    run = studio.train_page.run
    best = read_scores(run)[60].distance
    with Journal(run.metrics_file) as journal:
        for step in range(70, 2000, 10):
            scored = {"sliced_wasserstein": 3 * best} if step % 100 == 0 else {}
            journal.append({"step": step, "fake_score": 0.4, **scored})
    studio.open_run(run.path)
    qtbot.waitUntil(lambda: badge(studio) == "The pictures were better before.", timeout=LONG_MS)
    studio.train_page.findChild(QPushButton, "remedy_0").click()
    asked = dialog(studio, BranchDialog)
    assert "Roll back to step 60" in [label.text() for label in asked.findChildren(QLabel)]
    asked.reject()


def test_pictures_and_curves_are_reached_by_keys_and_palette(studio, qtbot):
    page = studio.train_page
    qtbot.waitUntil(lambda: not page.gallery.grid.image.isNull(), timeout=LONG_MS)
    shown = page.gallery.grid.zoom
    act(studio, "Ctrl+-")
    assert page.gallery.grid.zoom < shown
    act(studio, "Ctrl++")
    assert page.gallery.grid.zoom == shown
    act(studio, "Ctrl+0")
    act(studio, "Ctrl+Shift+L")
    assert page.findChild(QCheckBox, "curves_log").isChecked()
    act(studio, "Ctrl+Shift+L")
    page.time.timeline.choose(30)
    act(studio, "Ctrl+L")
    assert page.time.timeline.chosen is None
    act(studio, "Ctrl+Shift+I")
    real = page.gallery.findChild(GalleryView, "gallery_real_grid")
    qtbot.waitUntil(real.isVisible, timeout=LONG_MS)
    offers = {offer.title: offer for offer in action_offers(studio.window) if offer.section == "Train"}
    assert offers["Save a time-lapse"].is_possible
    assert offers["Save the numbers of the curves"].is_possible
    assert offers["Save the numbers of the curves"].note == "Ctrl+Shift+D"
    studio.training.new_run()
    offers = {offer.title: offer for offer in action_offers(studio.window)}
    assert offers["Save the grid"].obstacle == "Open or train a run first."


def test_no_key_means_two_things(studio):
    menus = [a for menu in studio.window.menuBar().actions() for a in menu.menu().actions()]
    buttons = [b.shortcut() for b in studio.train_page.findChildren(QAbstractButton) if not b.shortcut().isEmpty()]
    for page in (studio.train_page, studio.runs_page):
        own = [*menus, *page.actions()]
        keys = [key.toString() for action in own for key in action.shortcuts()]
        keys += [key.toString() for key in buttons] if page is studio.train_page else []
        assert sorted(keys) == sorted(set(keys))


@pytest.fixture
def collapsed(studio, qtbot):
    """The window on that run, which collapsed at step 1,000; its one checkpoint is moved to a step, or taken away."""

    def make(checkpoint):
        page, run = studio.train_page, studio.train_page.run
        (saved,) = run.checkpoint_steps()
        run.checkpoint_file(saved).unlink()
        if checkpoint:
            save_linear_checkpoint(run.checkpoint_file(checkpoint), checkpoint)
        with Journal(run.metrics_file) as journal:
            for step in range(70, 2000, 10):
                journal.append({"step": step, "fake_score": 0.4, "diversity": 0.01 if step > 1000 else 0.8})
        studio.open_run(run.path)
        qtbot.waitUntil(lambda: badge(studio) == "The pictures are nearly all alike.", timeout=LONG_MS)
        return page

    return make


def remedy(page, label):
    return next(b for b in page.inspector.coach.findChildren(QPushButton) if b.text() == label and not b.isHidden())


def test_a_remedy_starts_from_the_settings_as_they_are_now(studio, collapsed):
    page = collapsed(60)
    rate = page.setup.recipe.value(RATE)
    remedy(page, "Halve the generator's rate").click()
    remedy(page, "Halve the generator's rate").click()
    assert page.setup.recipe.value(RATE) == rate / 4
    studio.training.undo.undo()
    undone = page.setup.recipe.value(RATE)
    remedy(page, "Halve the generator's rate").click()
    assert page.setup.recipe.value(RATE) == undone / 2


@pytest.mark.parametrize(("checkpoint", "reason"), [(None, "no checkpoint yet"), (1010, "of step 1,010")])
def test_where_nothing_was_saved_before_the_trouble_a_new_run_is_offered(studio, collapsed, checkpoint, reason):
    page = collapsed(checkpoint)
    rate = page.setup.recipe.value(RATE)
    remedy(page, "Roll back at half the rate").click()
    told = page.findChild(QMessageBox, "failure")
    assert reason in told.text() + told.informativeText()
    told.findChild(QPushButton, "cure").click()
    assert page.run is None
    assert page.setup.recipe.value(RATE) == rate / 2


@pytest.fixture
def unscored(studio, qtbot):
    """The window on that run without its scores."""
    run = studio.train_page.run
    lines = run.events_file.read_bytes().splitlines(keepends=True)
    run.events_file.write_bytes(b"".join(line for line in lines if b'"scored"' not in line))
    studio.open_run(run.path)
    qtbot.waitUntil(lambda: not studio.train_page.is_reading, timeout=LONG_MS)
    return studio


def test_old_checkpoints_are_scored_and_their_scores_appear_at_once(unscored, qtbot):
    page, run = unscored.train_page, unscored.train_page.run
    button, strip = page.findChild(QToolButton, "score"), page.inspector.scoring
    assert page.time.timeline.best is None
    button.click()
    assert strip.isVisible()
    assert unscored.runs_page.scoring.isVisibleTo(unscored.runs_page)
    qtbot.waitUntil(lambda: page.time.timeline.best is not None, timeout=LONG_MS)
    best = page.time.timeline.best
    assert best in run.checkpoint_steps()
    score = page.curves.history.column("sliced_wasserstein")[page.curves.history.column("step") == best]
    assert score == pytest.approx(read_scores(run)[best].distance)
    qtbot.waitUntil(lambda: not strip.isVisible(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert button.toolTip() == "Every checkpoint has a score."
    assert "has a score; best score: SWD" in unscored.window.banner.findChild(QLabel).text()


def test_scoring_can_be_cancelled_and_ends_when_the_run_goes_on(unscored, qtbot):
    scoring, run = unscored.scoring, unscored.train_page.run
    for stop in (scoring.cancel, lambda: scoring.leave(run.path)):
        scoring.score_shown()
        with qtbot.waitSignal(scoring.ended, timeout=LONG_MS):
            stop()
        assert not unscored.train_page.inspector.scoring.isVisible()
        assert read_scores(run) == {}


def test_a_run_that_trains_is_not_scored_beside(unscored):
    page = unscored.train_page
    page.show_events([Paused(60)])
    assert "training" in page.findChild(QToolButton, "score").toolTip()
    unscored.scoring.score_shown()
    assert "training" in unscored.window.banner.findChild(QLabel).text()
    page.show_events([Stopped(60)])
    assert page.findChild(QToolButton, "score").isEnabled()
