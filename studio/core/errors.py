"""The one error that users see: what happened, why, what to do."""


class StudioError(Exception):
    """A request that cannot be met, told in plain words.

    `headline` says what happened, `detail` why, `hint` what to do. Each is a sentence with its full stop.
    """

    def __init__(self, headline: str, detail: str = "", hint: str = "") -> None:
        super().__init__(headline)
        self.headline = headline
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return " ".join(part for part in (self.headline, self.detail, self.hint) if part)


class CancelledError(Exception):
    """The user cancelled the work: not an error, and never shown as one."""
