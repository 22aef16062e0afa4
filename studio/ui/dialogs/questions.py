"""Short dialogs: a failure told, a folder asked for, and the questions before something ends or goes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFile, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from studio.ui.icons import icon_pixmap
from studio.ui.theme import set_role

SIGN_PX = 32


def tr(text: str) -> str:
    """Translate in the context of this file."""
    return QCoreApplication.translate("questions", text)


def tell_failure(
    parent: QWidget,
    headline: str,
    detail: str,
    hint: str,
    technical: str = "",
    cure: tuple[str, Callable[[], None]] | None = None,
) -> QMessageBox:
    """Tell in a dialog what happened, why, and what to do; `technical` folds out, `cure` is a button and its action."""
    box = QMessageBox(QMessageBox.Icon.Warning, "GAN Studio", headline, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName("failure")
    box.setIconPixmap(_sign("warning", parent))
    box.setInformativeText("\n".join(part for part in (detail, hint) if part))
    if technical:
        box.setDetailedText(technical)
    if cure:
        button = box.addButton(cure[0], QMessageBox.ButtonRole.AcceptRole)
        button.setObjectName("cure")
        set_role(button, "primary")
        button.clicked.connect(cure[1])
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def ask_for_folder(parent: QWidget, title: str, start: str) -> Path | None:
    """Let the user choose a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def ask_for_text(parent: QWidget, title: str, label: str, text: str) -> str | None:
    """Let the user edit a line of text; None when that is cancelled."""
    edited, agreed = QInputDialog.getText(parent, title, label, QLineEdit.EchoMode.Normal, text)
    return edited if agreed else None


def ask_to_stop(parent: QWidget, run: Path | None) -> bool:
    """Ask whether training shall be saved and stopped so that the window can close."""
    name = run.name if run else tr("A run")
    return _ask(
        parent,
        tr("%1 is still training.").replace("%1", name),
        tr("Closing saves a checkpoint first, so that the run can be resumed exactly."),
        tr("Save and close"),
        tr("Keep training"),
    )


def ask_to_trash(parent: QWidget, run: Path) -> bool:
    """Ask, then move a run to the system's trash; returns whether it went."""
    agreed = _ask(
        parent,
        tr("Move “%1” to the trash?").replace("%1", run.name),
        tr("Its checkpoints, grids and exports go with it."),
        tr("Move to trash"),
        tr("Keep"),
    )
    if not agreed:
        return False
    moved = QFile.moveToTrash(str(run))
    if not (moved[0] if isinstance(moved, tuple) else moved):
        tell_failure(parent, tr("The run could not be moved to the trash."), "", tr("Delete its folder by hand."))
        return False
    return True


def ask_to_replace(parent: QWidget, path: Path) -> bool:
    """Ask whether a file that exists shall be written over."""
    return _ask(
        parent,
        tr("“%1” exists already.").replace("%1", path.name),
        tr("Replacing it overwrites what is in it."),
        tr("Replace"),
        tr("Cancel"),
    )


def _ask(parent: QWidget, text: str, detail: str, accept: str, reject: str) -> bool:
    box = QMessageBox(parent)
    box.setObjectName("question")
    box.setIconPixmap(_sign("info", parent))
    box.setWindowTitle("GAN Studio")
    box.setText(text)
    box.setInformativeText(detail)
    agree = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(reject, QMessageBox.ButtonRole.RejectRole)
    set_role(agree, "primary")
    box.setDefaultButton(agree)
    box.exec()
    return box.clickedButton() is agree


def _sign(name: str, parent: QWidget) -> QPixmap:
    role = "warning" if name == "warning" else "accent"
    return icon_pixmap(name, role, SIGN_PX, parent.devicePixelRatioF())
