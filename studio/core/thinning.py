"""Which of many steps to keep: the first, the newest, and the rest spread evenly between them."""

from collections.abc import Sequence


def to_drop(steps: Sequence[int], keep: int, best: int | None = None) -> list[int]:
    """Return the steps to give up so that `keep` (at least 2) are left of `steps`, which are ascending.

    The `best` step stays too.
    """
    left, dropped = list(steps), []
    while len(left) > max(keep, 2):
        gaps = [(left[i + 1] - left[i - 1], i) for i in range(1, len(left) - 1) if left[i] != best]
        if not gaps:
            break
        dropped.append(left.pop(min(gaps)[1]))
    return dropped
