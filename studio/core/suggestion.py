"""Which built-in recipe fits a data set, and why: the first thing a newcomer would have to ask."""

from dataclasses import dataclass

SMALL_SIDE = 40
SMALL_COLLECTION = 1000
PER_CLASS = 100


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What is known of a data set: `width`, `height`: medians in pixels; `uniform`: all of one size."""

    pictures: int
    classes: int
    width: int
    height: int
    grey: bool
    uniform: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recipe's name, and the reason in one sentence."""

    recipe: str
    reason: str


def suggest(facts: DataFacts, *, gpu: bool = False) -> Suggestion:
    """Choose by colour and size first, then by how many pictures there are, then by classes."""
    small = max(facts.width, facts.height) <= SMALL_SIDE
    if small and facts.grey:
        return Suggestion(
            "digits-in-a-minute",
            f"Grey pictures of {facts.width}x{facts.height} are learnt by small networks within a minute.",
        )
    if facts.pictures < SMALL_COLLECTION:
        return Suggestion(
            "small-collection",
            f"With {facts.pictures} pictures the discriminator would learn them by heart; "
            "this recipe changes them as it goes and redraws them from what it sees.",
        )
    if facts.classes > 1 and facts.pictures >= PER_CLASS * facts.classes:
        return Suggestion(
            "class-conditional-32",
            f"The pictures lie in {facts.classes} class folders, so each class can be asked for.",
        )
    if gpu:
        return Suggestion("best-quality", f"{facts.pictures:,} pictures and a GPU: worth the finest networks.")
    if facts.uniform:
        return Suggestion("faces-64", "Pictures all of one size are usually aligned, as faces are.")
    return Suggestion("paintings-64", f"{facts.pictures:,} pictures of many shapes in colour.")
