"""Exceptions that nobody caught: told in a dialog, since Qt only prints what escapes a slot and goes on."""

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from studio.ui.dialogs.questions import tell_failure


class EscapedErrors(QObject):
    """Prints each as before, and tells of it once for each place it comes from, one dialog at a time."""

    _escaped = Signal(str, str, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._places: set[str] = set()
        self._is_open = False
        self._print, self._print_of_thread = sys.excepthook, threading.excepthook
        self._escaped.connect(self._on_escaped, Qt.ConnectionType.QueuedConnection)  # from any thread, after the slot

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell of whatever escapes meanwhile, in every thread."""
        sys.excepthook, threading.excepthook = self._on_error, self._on_error_of_thread
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = self._print, self._print_of_thread

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._print(kind, error, trace)
        self._say(error)

    def _on_error_of_thread(self, args: threading.ExceptHookArgs) -> None:
        self._print_of_thread(args)
        self._say(args.exc_value)

    def _say(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):  # not Ctrl+C, nor the end of a thread
            place = "".join(traceback.format_tb(error.__traceback__))
            self._escaped.emit(f"{type(error).__name__}: {error}", place, "".join(traceback.format_exception(error)))

    @Slot(str, str, str)
    def _on_escaped(self, sentence: str, place: str, technical: str) -> None:
        if self._is_open or place in self._places:
            return
        self._is_open = True
        self._places.add(place)
        headline = self.tr("Something in the program went wrong.")
        hint = self.tr("What was asked for last may not have been done. Please report it: Help, Report a problem.")
        tell_failure(self._window, headline, sentence, hint, technical).finished.connect(self._on_closed)

    @Slot()
    def _on_closed(self) -> None:
        self._is_open = False
