"""How long work tells how far it is and learns that it is no longer wanted."""

from dataclasses import dataclass
from typing import Protocol

from studio.core.errors import CancelledError


class Progress(Protocol):
    """What a host (window, command line, test) hands to any work of more than a second."""

    def report(self, done: int, total: int, what: str) -> None:
        """`done` of `total` units are finished (`total` 0: not known yet); `what` names the work."""
        ...

    def cancelled(self) -> bool:
        """Whether the user has asked to stop."""
        ...


@dataclass(frozen=True, slots=True)
class Quiet:
    """The progress of a host that neither watches nor cancels."""

    def report(self, done: int, total: int, what: str) -> None:
        """Say nothing."""

    def cancelled(self) -> bool:
        """Never."""
        return False


def check(progress: Progress) -> None:
    """Raise `CancelledError` when the user has asked to stop."""
    if progress.cancelled():
        raise CancelledError
