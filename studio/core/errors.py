"""The one error that users see: what happened, why, what to do."""

from collections.abc import Mapping
from typing import Any


class StudioError(Exception):
    """A request that cannot be met, told in plain words.

    `headline` says what happened, `detail` why, `hint` what to do. Each is a sentence with its full stop.
    `changes` are settings of the recipe (dotted keys) that would cure it, to be offered where there is a button.
    """

    def __init__(
        self, headline: str, detail: str = "", hint: str = "", *, changes: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(headline)
        self.headline = headline
        self.detail = detail
        self.hint = hint
        self.changes = dict(changes or {})

    def __str__(self) -> str:
        return " ".join(part for part in (self.headline, self.detail, self.hint) if part)


class CancelledError(Exception):
    """The user cancelled the work: not an error, and never shown as one."""
