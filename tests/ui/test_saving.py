"""Where a file is saved: the name one types gets its ending, and nothing is written over unasked."""

import shutil

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox, QPushButton

from studio.ui.dialogs.report_dialog import ReportDialog
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.dialogs.time_lapse_dialog import TimeLapseDialog
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode

KINDS = {".png": "PNG", ".svg": "SVG"}


@pytest.fixture
def answer(monkeypatch):
    """Choose a name and a filter in the dialog that asks; returns what was proposed."""
    proposed = []

    def prepare(name, kind=""):
        def ask(parent, title, start, filters):
            proposed.append((start, filters))
            return str(name), kind

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return prepare


@pytest.fixture
def parent(qtbot):
    made = QPushButton()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("name", "kind", "saved"),
    [
        ("night v2.0 step 3", "PNG (*.png)", "night v2.0 step 3.png"),
        ("curves v1.5", "SVG (*.svg)", "curves v1.5.svg"),
        ("curves.SVG", "PNG (*.png)", "curves.SVG"),
        ("curves", "", "curves.png"),
    ],
)
def test_a_name_gets_the_ending_of_the_filter_where_it_has_none_of_them(answer, parent, tmp_path, name, kind, saved):
    proposed = answer(tmp_path / name, kind)
    assert ask_where_to_save(parent, "Save", "curves.png", KINDS) == tmp_path / saved
    assert proposed == [("curves.png", "PNG (*.png);;SVG (*.svg)")]


def test_what_no_file_may_be_called_is_not_proposed(answer, parent, tmp_path):
    proposed = answer("")
    ask_where_to_save(parent, "Save", "cats/dogs: 1,000 curves.png", KINDS, tmp_path)
    assert proposed[0][0] == str(tmp_path / "cats-dogs- 1,000 curves.png")


def test_a_folder_keeps_its_name_and_nothing_chosen_is_nothing(answer, parent, tmp_path):
    answer(tmp_path / "frames", "Pictures (*)")
    assert ask_where_to_save(parent, "Save", "walk.webp", {".webp": "WebP", "": "Pictures"}) == tmp_path / "frames"
    answer("")
    assert ask_where_to_save(parent, "Save", "walk.webp", KINDS) is None


@pytest.mark.parametrize("agreed", [True, False])
def test_a_file_that_the_ending_leads_to_is_replaced_only_when_one_agrees(
    answer, parent, tmp_path, monkeypatch, agreed
):
    (tmp_path / "grid.png").write_bytes(b"old")
    answer(tmp_path / "grid", "PNG (*.png)")
    place = QMessageBox.ButtonRole.AcceptRole if agreed else QMessageBox.ButtonRole.RejectRole
    asked = []

    def choose(box):
        asked.append(box.text())
        next(button for button in box.buttons() if box.buttonRole(button) == place).click()

    monkeypatch.setattr(QMessageBox, "exec", choose)
    chosen = ask_where_to_save(parent, "Save", "grid.png", KINDS)
    assert chosen == (tmp_path / "grid.png" if agreed else None)
    assert asked == ["“grid.png” exists already."]


@pytest.mark.parametrize(("program", "ending"), [(None, "webp"), ("/usr/bin/ffmpeg", "mp4")])
def test_a_time_lapse_is_proposed_in_a_format_that_can_be_made(answer, qtbot, linear_run, monkeypatch, program, ending):
    monkeypatch.setattr(shutil, "which", lambda _: program)
    proposed = answer("")
    dialog = TimeLapseDialog(linear_run(), None)
    qtbot.addWidget(dialog)
    assert dialog.choose() is None
    ((name, filters),) = proposed
    assert name == f"run.{ending}"
    assert ("mp4" in filters) == (program is not None)


def test_the_button_that_saves_stands_on_the_right(qtbot):
    apply_theme(Mode.LIGHT)
    dialog = ReportDialog(None, ())
    qtbot.addWidget(dialog)
    dialog.show()
    box = dialog.findChild(QDialogButtonBox)
    save, cancel = dialog.findChild(QPushButton, "report_save"), box.button(QDialogButtonBox.StandardButton.Cancel)
    assert save.x() > cancel.x()
    qtbot.waitUntil(save.isEnabled)
