"""The Runs page and what belongs to it: found, renamed, tagged, compared, queued; palette, report and preferences."""

import json
import shutil
import zipfile

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QFile, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
)

from studio.app import RUNS, TRAIN, Studio
from studio.core.journal import Journal
from studio.core.library import library_folder, list_runs, summarise
from studio.core.notes import set_tags
from studio.core.recipe import Recipe
from studio.core.run_folder import Lineage, RunFolder, record_event
from studio.core.run_lock import acquire, release
from studio.core.run_queue import RunQueue
from studio.ui.actions import action_offers, all_actions
from studio.ui.desks import library_desk
from studio.ui.desks.library_desk import LibraryDesk
from studio.ui.desks.palette_desk import PaletteDesk
from studio.ui.dialogs.branch_dialog import BranchDialog
from studio.ui.dialogs.compare_dialog import CompareDialog
from studio.ui.dialogs.palette import Palette
from studio.ui.dialogs.preferences_dialog import PreferencesDialog
from studio.ui.dialogs.report_dialog import ReportDialog
from studio.ui.main_window import MainWindow
from studio.ui.pages.runs_page import RunsPage
from studio.ui.pages.train_page import TrainPage
from studio.ui.palette_search import best_matches
from studio.ui.panels.lineage_line import LineageLine
from studio.ui.panels.run_table import SCORE, RunTable
from studio.ui.preferences import Agreement, Preferences
from studio.ui.threads.trainer import Trainer

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def library(linear_run, tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path))
    for name, steps in (("roses", (0, 50)), ("tulips", (0, 100)), ("weeds", ())):
        run = linear_run(10, name=f"runs/{name}")
        record = run.read_record()
        recipe = record.recipe.changed({"training.seed": len(name)})
        run.write_record(record.model_copy(update={"name": name, "recipe": recipe}))
        with Journal(run.events_file) as events, Journal(run.metrics_file) as metrics:
            for step in steps:
                run.sample_file(step).write_bytes(PNG)
                events.append(record_event("sample", step, rows=1, columns=1))
                metrics.append({"step": step, "images": step, "seconds": step, "generator_loss": 1.0})
    return library_folder()


@pytest.fixture
def studio(library, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(Trainer, "warm_up", lambda self: None)  # nothing is trained here
    made = Studio(Preferences(tmp_path / "window.ini"))
    made.window.show()
    made.window.show_page(RUNS)
    qtbot.waitUntil(lambda: table(made).model().rowCount() == 3)
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    for thing in (made.window, made):
        thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def table(studio):
    return studio.window.findChild(RunTable)


def names(studio):
    return sorted(table(studio).model().index(row, 0).data() for row in range(table(studio).model().rowCount()))


def press(studio, name):
    button = studio.window.findChild(QPushButton, name)
    assert button.isEnabled(), button.toolTip()
    button.click()


def choose(studio, library, *chosen):
    table(studio).select([library / name for name in chosen])


def dialog(studio, kind):
    return next(d for d in studio.window.findChildren(kind) if d.isVisible())


def test_runs_are_found_by_words_and_tags(studio, library, qtbot, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("best, red", True))
    choose(studio, library, "roses")
    press(studio, "runs_tag")
    qtbot.waitUntil(lambda: summarise(RunFolder(library / "roses")).tags == ("best", "red"))
    field = studio.window.findChild(QLineEdit, "runs_search")
    field.setText("#best")
    qtbot.waitUntil(lambda: names(studio) == ["roses"])
    field.setText("nothing like it")
    assert names(studio) == []
    press(studio, "runs_all")
    assert names(studio) == ["roses", "tulips", "weeds"]


def test_the_family_of_a_run_is_shown_and_leads_to_its_relatives(studio, library, qtbot):
    record = RunFolder(library / "tulips").read_record()
    origin = Lineage(run="roses", step=50)
    RunFolder(library / "tulips").write_record(record.model_copy(update={"branched_from": origin}))
    line = studio.window.findChild(LineageLine)
    assert not line.isVisible()
    studio.library.refresh()
    qtbot.waitUntil(line.isVisible)
    choose(studio, library, "roses")
    assert ">tulips</a> at step 50" in line.text()
    studio.window.findChild(QLineEdit, "runs_search").setText("roses")
    line.linkActivated.emit((library / "tulips").as_uri())
    assert [run.name for run in table(studio).selected_runs()] == ["tulips"]
    assert ">roses</a> at step 50" in line.text()


def test_a_run_is_renamed_in_its_row(studio, library, qtbot):
    choose(studio, library, "weeds")
    press(studio, "runs_rename")
    editor = table(studio).findChild(QLineEdit)
    editor.setText("Wild flowers")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Wild flowers" in names(studio))
    assert (library / "weeds").is_dir()


def test_actions_say_what_they_need(studio, library):
    button = studio.window.findChild(QPushButton, "runs_compare")
    choose(studio, library, "roses")
    assert not button.isEnabled()
    assert "two runs" in button.toolTip()
    choose(studio, library, "roses", "tulips")
    assert button.isEnabled()
    assert not studio.window.findChild(QPushButton, "runs_open").isEnabled()


def test_two_runs_are_compared(studio, library, qtbot):
    choose(studio, library, "roses", "tulips")
    press(studio, "runs_compare")
    compared = dialog(studio, CompareDialog)
    settings = compared.findChild(QTableWidget, "compare_table")
    qtbot.waitUntil(lambda: settings.rowCount() == 1)
    told = {settings.horizontalHeaderItem(c).text(): settings.item(0, c).text() for c in range(3)}
    assert told == {"Setting": "Seed", "roses": "5", "tulips": "6"}
    captions = [label.text() for label in compared.findChildren(QLabel)]
    assert "Step 50" in captions
    assert "Step 100" in captions
    compared.close()


def test_a_queue_is_filled_and_put_in_order(studio):
    setup = studio.train_page.setup
    for seed in (1, 2):
        setup.set_recipe(setup.recipe.changed({"training.seed": seed}))
        press(studio, "queue_add")
    assert studio.window.findChild(QListWidget, "queue_list").count() == 2
    press(studio, "queue_down")
    assert [run.recipe.training.seed for run in RunQueue().runs] == [2, 1]
    press(studio, "queue_remove")
    assert [run.recipe.training.seed for run in RunQueue().runs] == [2]
    press(studio, "queue_remove")
    assert not studio.window.findChild(QListWidget, "queue_list").isVisible()


def test_the_palette_finds_and_runs_actions(studio, qtbot):
    choose_in_palette(studio, qtbot, "train view")
    qtbot.waitUntil(studio.train_page.isVisible)


def choose_in_palette(studio, qtbot, text):
    studio.palette.show_palette()
    field = dialog(studio, Palette).findChild(QLineEdit, "palette_field")
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("words", "key"), [("batch size", "training.batch_size"), ("keep checkpoints", "checkpoints.keep")]
)
def test_the_palette_leads_to_a_setting_wherever_it_is(studio, qtbot, words, key):
    choose_in_palette(studio, qtbot, words)
    field = studio.window.findChild(QSpinBox, f"setting_{key}")
    qtbot.waitUntil(lambda: studio.window.focusWidget() is field)
    assert field.visibleRegion().boundingRect() == field.rect()


def test_the_palette_chooses_a_recipe_as_the_user_would(studio, qtbot):
    before = studio.train_page.setup.recipe
    choose_in_palette(studio, qtbot, "faces-64")
    qtbot.waitUntil(lambda: studio.train_page.setup.recipe.name == "faces-64")
    assert studio.train_page.isVisible()
    studio.training.undo.undo()
    assert studio.train_page.setup.recipe == before


def test_the_palette_opens_a_run(studio, library, qtbot):
    choose_in_palette(studio, qtbot, "tulips")
    qtbot.waitUntil(lambda: studio.train_page.status.folder == library / "tulips")
    assert studio.train_page.isVisible()


def test_the_palette_opens_before_the_library_is_read_and_offers_its_runs_as_soon_as_it_is(
    library, qtbot, tmp_path, monkeypatch
):
    window, page = MainWindow(Preferences(tmp_path / "window.ini")), RunsPage(library)
    qtbot.addWidget(window)
    window.add_page(page, "runs", "Runs", "runs")
    train = TrainPage({"plain": Recipe()}, Recipe())
    qtbot.addWidget(train)
    library_desk = LibraryDesk(page, window)
    desk = PaletteDesk(window, train, library_desk, window)
    desk.show_palette()
    palette = window.findChild(Palette)
    found = palette.findChild(QListView).model()
    nothing = palette.findChild(QLabel, "palette_nothing")
    assert not nothing.isVisible()
    palette.findChild(QLineEdit).setText("zzzz")
    assert nothing.isVisible()
    palette.findChild(QLineEdit).setText("weeds")
    assert "weeds" not in titles(found)
    qtbot.waitUntil(lambda: titles(found)[:1] == ["weeds"])
    with qtbot.waitSignal(desk.run_wanted) as wanted:
        qtbot.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert wanted.args == [library / "weeds"]


def test_the_list_follows_what_another_process_does(library, qtbot, monkeypatch):
    monkeypatch.setattr(library_desk, "REFRESH_INTERVAL_MS", 20)
    page = RunsPage(library)
    qtbot.addWidget(page)
    page.show()
    desk = LibraryDesk(page, page)
    desk.refresh()
    qtbot.waitUntil(lambda: desk.runs is not None)
    score = {"distance": 12.5, "floor": 2.0, "levels": [12.5], "pictures": 64}
    with Journal(RunFolder(library / "roses").events_file) as events:
        events.append(record_event("scored", 10, **score))
    model = page.findChild(RunTable).model()
    qtbot.waitUntil(lambda: model.index(0, SCORE).data() == "12.5")
    page.hide()


@pytest.mark.parametrize(("change", "reason"), [("train", "training now"), ("empty", "no checkpoint yet")])
def test_a_run_is_scored_from_its_row_unless_there_is_a_reason_against_it(studio, library, qtbot, change, reason):
    run = RunFolder(library / "roses")
    choose(studio, library, "roses")
    score = next(a for a in table(studio).actions() if a.text() == "Score the checkpoints")
    studio.runs_page.score_wanted.disconnect(studio.scoring.score)
    with qtbot.waitSignal(studio.runs_page.score_wanted) as wanted:
        score.trigger()
    assert wanted.args == [run.path]
    acquire(run.lock_file) if change == "train" else run.checkpoint_file(10).unlink()
    studio.library.refresh()
    qtbot.waitUntil(lambda: not score.isEnabled())
    assert reason in score.toolTip()
    release(run.lock_file)


def titles(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_palette_tells_why_an_action_is_not_possible(studio):
    offers = {(offer.section, offer.title): offer for offer in action_offers(studio.window)}
    assert offers["Runs", "Rename"].obstacle == "Select a run first."
    studio.window.show_page(TRAIN)
    offers = {(offer.section, offer.title): offer for offer in action_offers(studio.window)}
    assert offers["Runs", "Rename"].obstacle == "Only on the page Runs."
    assert offers["File", "Open pictures"].is_possible


def test_letters_find_the_action_that_was_meant():
    texts = ["Select", "Save a checkpoint now", "Scan the tray"]
    assert best_matches("sct", texts, str)[0] != "Select"
    assert best_matches("sac", texts, str) == ["Save a checkpoint now"]
    assert best_matches("", texts, str) == texts
    assert best_matches("xyz", texts, str) == []


def test_every_action_has_a_shortcut_of_its_own(studio):
    actions = all_actions(studio.window)
    without = [action.text() for action in actions if action.shortcut().isEmpty()]
    assert without == []
    taken = [keys.toString(QKeySequence.SequenceFormat.PortableText) for a in actions for keys in a.shortcuts()]
    assert sorted(taken) == sorted(set(taken))


def test_a_report_is_shown_before_it_is_saved(studio, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "report.zip"), ""))
    studio.desk.report(library_folder() / "roses")
    report = dialog(studio, ReportDialog)
    preview = report.findChild(QPlainTextEdit, "report_preview")
    qtbot.waitUntil(lambda: "run.json" in preview.toPlainText())
    assert str(tmp_path) not in preview.toPlainText()
    report.findChild(QPlainTextEdit, "report_story").setPlainText("It broke.")
    report.findChild(QPushButton, "report_save").click()
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert archive.read("what happened.txt") == b"It broke.\n"
        for name in set(archive.namelist()) - {"what happened.txt"}:
            assert archive.read(name).decode() in preview.toPlainText()


def test_preferences_hold_at_once_and_are_kept(studio, tmp_path):
    studio.desk.show_preferences()
    preferences = dialog(studio, PreferencesDialog)
    assert not studio.preferences.agreed(Agreement.SOUND)
    preferences.findChild(QCheckBox, "preferences_sound").click()
    preferences.findChild(QCheckBox, "preferences_notify_warnings").click()
    preferences.close()
    studio.preferences.write()
    kept = Preferences(tmp_path / "window.ini")
    assert kept.agreed(Agreement.SOUND)
    assert kept.agreed(Agreement.NOTIFY_ENDINGS)
    assert not kept.agreed(Agreement.NOTIFY_WARNINGS)


def test_a_run_is_copied_as_a_command(studio, library, qapp):
    choose(studio, library, "roses")
    next(a for a in studio.window.findChildren(QAction) if a.data() == "command").trigger()
    assert qapp.clipboard().text().startswith("gan-studio train demo:digits --recipe ")
    assert "--seed 5" in qapp.clipboard().text()


def test_runs_are_sorted_by_their_best_score_those_without_one_last(qtbot, studio, library):
    for name, distance in (("roses", 30.0), ("tulips", 9.5)):
        with Journal(RunFolder(library / name).events_file) as events:
            events.append(record_event("scored", 10, distance=distance, floor=5.0, levels=[distance], pictures=8))
    studio.library.refresh()
    rows = table(studio)
    scores = lambda: [rows.model().index(row, 4).data() for row in range(3)]  # noqa: E731
    qtbot.waitUntil(lambda: "9.5" in scores())
    rows.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert scores() == ["9.5", "30.0", "–"]
    assert "lower is better" in rows.model().index(0, 4).data(Qt.ItemDataRole.ToolTipRole)


def test_a_name_that_was_given_is_shown_wherever_the_run_is(studio, library, qtbot):
    studio.open_run(library / "weeds")
    assert studio.window.windowTitle() == "weeds – GAN Studio"
    studio.runs_page.rename_wanted.emit(library / "weeds", "Wild <b>flowers")
    assert studio.window.windowTitle() == "Wild <b>flowers – GAN Studio"
    assert studio.train_page.findChild(QLabel, "run_name").text() == "Wild <b>flowers"
    studio.open_run(library / "roses")
    studio.train_page.curves.choices_wanted.emit()
    menus = studio.train_page.curves.findChildren(QMenu)
    assert "Wild <b>flowers" in [action.text() for menu in menus for action in menu.actions()]
    asked = BranchDialog(RunFolder(library / "weeds"), 10, rolls_back=True)
    qtbot.addWidget(asked)
    texts = [label for label in asked.findChildren(QLabel) if "Wild <b>flowers" in label.text()]
    assert [label.textFormat() for label in texts] == [Qt.TextFormat.PlainText]
    studio.run.offer(library / "weeds")
    assert "Wild <b>flowers" in studio.window.banner.findChild(QLabel).text()
    studio.training.new_run()
    assert studio.window.windowTitle() == "GAN Studio"


def test_many_runs_are_compared_with_names_one_can_tell_apart(studio, library, qtbot):
    studio.runs_page.rename_wanted.emit(library / "roses", "<b>roses")
    compared = CompareDialog([library / name for name in ("roses", "tulips", "weeds")] * 2, studio.window)
    qtbot.addWidget(compared)
    settings = compared.findChild(QTableWidget, "compare_table")
    qtbot.waitUntil(lambda: settings.columnCount() == 7)
    assert settings.horizontalHeader().length() > settings.viewport().width()
    assert settings.horizontalHeader().textElideMode() == Qt.TextElideMode.ElideLeft
    titles = [label for label in compared.findChildren(QLabel) if label.text() == "<b>roses"]
    assert {label.textFormat() for label in titles} == {Qt.TextFormat.PlainText}
    compared.close()


def test_a_long_tag_leaves_the_search_its_room(studio, library, qtbot):
    set_tags(RunFolder(library / "roses"), "a-very-long-tag-that-somebody-thought-of-" * 4)
    studio.library.refresh()
    tags = studio.window.findChild(QComboBox, "runs_tags")
    qtbot.waitUntil(tags.isVisible)
    assert tags.sizeHint().width() < 240
    assert studio.window.findChild(QLineEdit, "runs_search").minimumWidth() >= 300
    tags.setCurrentIndex(1)
    tags.activated.emit(1)
    assert names(studio) == ["roses"]


def test_the_rows_of_the_queue_tell_what_is_different(studio):
    setup = studio.train_page.setup
    for seed, batch in ((1, 16), (2, 32)):
        setup.set_recipe(setup.recipe.changed({"training.seed": seed, "training.batch_size": batch}))
        press(studio, "queue_add")
    rows = studio.window.findChild(QListWidget, "queue_list")
    told = [rows.item(row).text() for row in range(2)]
    length = f"{setup.recipe.training.length:,} {setup.recipe.training.length_unit}"
    assert [("seed 1" in text, "Batch size: 16" in text, length in text) for text in told] == [
        (True, True, True),
        (False, False, True),
    ]


def test_nobody_is_asked_to_begin_while_runs_wait(qtbot, library):
    page = RunsPage(library)
    qtbot.addWidget(page)
    page.show()
    start = page.findChild(QPushButton, "runs_start")
    assert start.isVisible()
    page.show_waiting(3)
    assert not start.isVisible()
    page.show_waiting(0)
    assert start.isVisible()


def test_the_order_of_the_runs_is_remembered(studio, library, qtbot, tmp_path):
    table(studio).sortByColumn(0, Qt.SortOrder.DescendingOrder)
    table(studio).horizontalHeader().moveSection(5, 2)
    studio.window.close()
    qtbot.waitUntil(lambda: not studio.window.isVisible())
    window, page = MainWindow(Preferences(tmp_path / "window.ini")), RunsPage(library)
    qtbot.addWidget(window)
    window.add_page(page, "runs", "Runs", "runs")
    window.restore_layout()
    page.show_runs(list_runs())
    again = page.findChild(RunTable)
    assert [again.model().index(row, 0).data() for row in range(3)] == ["weeds", "tulips", "roses"]
    assert again.horizontalHeader().visualIndex(5) == 2


def test_a_branch_that_was_never_trained_is_called_one(studio, library, qtbot):
    run = RunFolder(library / "tulips")
    run.write_record(run.read_record().model_copy(update={"branched_from": Lineage(run="roses", step=50)}))
    studio.library.refresh()
    model = table(studio).model()
    qtbot.waitUntil(lambda: "new branch" in [model.index(row, 1).data() for row in range(3)])
    studio.open_run(run.path)
    assert "has not been trained on yet" in studio.window.banner.findChild(QLabel).text()


@pytest.fixture
def trash(monkeypatch):
    """Agree to what is asked, and let the trash be a folder that is removed."""
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    monkeypatch.setattr(QFile, "moveToTrash", lambda path: shutil.rmtree(path) is None)


def test_a_run_that_is_shown_and_goes_to_the_trash_is_shown_no_longer(studio, library, trash, qtbot):
    studio.open_run(library / "roses")
    studio.window.show_page(RUNS)
    choose(studio, library, "roses")
    press(studio, "runs_trash")
    assert studio.training.folder is None
    assert studio.window.findChild(QPushButton, "primary").text() == "Start training"
    assert "roses" not in studio.window.windowTitle()
    qtbot.waitUntil(lambda: names(studio) == ["tulips", "weeds"])


def test_a_run_that_could_not_go_to_the_trash_stays(studio, library, trash, monkeypatch):
    monkeypatch.setattr(QFile, "moveToTrash", lambda path: False)
    studio.open_run(library / "roses")
    choose(studio, library, "roses")
    press(studio, "runs_trash")
    assert studio.training.folder == library / "roses"
    assert "could not be moved" in dialog(studio, QMessageBox).text()
    dialog(studio, QMessageBox).close()


def test_start_begins_a_new_run_when_the_one_shown_has_vanished(studio, library):
    started = []
    studio.training.trainer.start = lambda *what: started.append(what)
    studio.open_run(library / "roses")
    shutil.rmtree(library / "roses")
    studio.training.act()
    assert [what[0] for what in started] == ["demo:digits"]


def test_a_new_run_ends_watching_the_run_of_another_process(studio, library, qtbot):
    lock = RunFolder(library / "roses").lock_file
    lock.write_text(json.dumps({"pid": 7, "host": "elsewhere", "started": 0.0}))
    studio.open_run(library / "roses")
    setup = studio.train_page.setup
    qtbot.waitUntil(lambda: setup.is_held)
    next(a for a in all_actions(studio.window) if a.shortcut() == QKeySequence("Ctrl+N")).trigger()
    assert not setup.is_held
    assert not studio.window.banner.isVisible()
    assert studio.training.folder is None


def test_a_run_goes_on_where_it_was_or_on_the_device_that_is_chosen(studio, library):
    went_on = []
    studio.training.trainer.continue_run = lambda path, device, **_: went_on.append(device)
    run = RunFolder(library / "weeds")
    run.write_record(run.read_record().model_copy(update={"device": "cpu"}))
    studio.run.resume(run.path)
    studio.training.trainer.tensorflow_ready.emit({"cpu": "Processor", "gpu:0": "Card"})
    studio.train_page.setup.set_device("gpu:0")
    studio.training.act()
    assert went_on == ["cpu", "gpu:0"]


def test_a_finished_run_is_not_offered_to_resume(studio, library, qtbot):
    with Journal(RunFolder(library / "roses").events_file) as events:
        events.append(record_event("finished", 50))
    studio.library.refresh()
    button = studio.window.findChild(QPushButton, "runs_resume")
    choose(studio, library, "weeds")
    assert button.isEnabled()
    choose(studio, library, "roses")
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert "has finished" in button.toolTip()


@pytest.mark.parametrize("how", ["open", "resume"])
def test_no_other_run_is_shown_while_one_trains_and_it_is_said(studio, library, monkeypatch, how):
    monkeypatch.setattr(Trainer, "is_training", True)
    getattr(studio.run, how)(library / "roses")
    monkeypatch.undo()
    assert studio.training.folder is None
    assert "Stop the run that is training" in studio.window.banner.findChild(QLabel).text()


def test_the_queue_and_the_last_run_are_both_offered(studio, library):
    studio.preferences.last_run = library / "roses"
    studio.queue.add()
    studio.open_argument("")
    assert studio.window.banner.findChild(QLabel).text() == "A run waits in the queue."
    press(studio, "banner_other_action")
    assert studio.training.folder == library / "roses"
