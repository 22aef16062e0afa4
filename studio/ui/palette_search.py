"""Which actions a few letters mean: how well a text matches what was typed."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

WORD_START, RUN_ON = 8, 5  # points of a letter at the start of a word, and right after the one before


def best_matches(query: str, things: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """Return the things whose text holds the letters of `query` in order, the best first; all for an empty query."""
    scored = ((match_score(query, text_of(thing)), thing) for thing in things)
    found = [(score, thing) for score, thing in scored if score is not None]
    return [thing for _, thing in sorted(found, key=lambda pair: -pair[0])]


def match_score(query: str, text: str) -> int | None:
    """Return how well `text` matches, or None where a letter is missing; spaces do not count.

    Letters score more at the start of a word and right after the letter before, so that "sct" finds "Save a
    checkpoint" after "Select".
    """
    letters, folded = query.casefold().replace(" ", ""), text.casefold()
    starts = range(len(folded)) if letters else ()
    scores = [score for start in starts if (score := _score_from(letters, folded, start)) is not None]
    return max(scores, default=0 if not letters else None)


def _score_from(letters: str, text: str, start: int) -> int | None:
    """Score the match that takes each letter as early as it can, the first one at `start`."""
    if text[start] != letters[0]:
        return None
    score, last = 0, -2
    for letter in letters:
        place = text.find(letter, start if last < 0 else last + 1)
        if place < 0:
            return None
        score += 1 + (WORD_START if place == 0 or not text[place - 1].isalnum() else 0)
        score += RUN_ON if place == last + 1 else 0
        last = place
    return score - start // 8
