"""Which built-in recipe fits a data set, changed where it has to be, and why: what a newcomer would ask first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe

SMALL_SIDE = 40
SMALL_SIZE = 32
FINE_SIDE = 96
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

    @property
    def is_small(self) -> bool:
        """Whether the pictures themselves are small, not the collection."""
        return max(self.width, self.height) <= SMALL_SIDE

    @property
    def has_classes(self) -> bool:
        """Whether there are classes with enough pictures each."""
        return self.classes > 1 and self.pictures >= PER_CLASS * self.classes


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recipe's name, what to change in it (dotted keys), and the reason for both in plain words."""

    recipe: str
    reason: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    def is_taken_by(self, recipe: Recipe) -> bool:
        """Whether `recipe` is the one that is suggested, changed as it is."""
        return recipe.name == self.recipe and all(recipe.value(key) == value for key, value in self.changes.items())


def suggest(facts: DataFacts, *, gpu: bool = False) -> Suggestion:
    """Return the recipe that fits, with the changes without which these pictures would be refused or wasted."""
    chosen = _choose(facts, gpu=gpu)
    changes, reasons = dict(chosen.changes), [chosen.reason]
    recipe = load_recipe(chosen.recipe).changed(changes)
    if facts.grey and recipe.data.shape[2] > 1:
        changes["data.colour"] = "grey"
        reasons.append("They are grey, and so are those it makes.")
    if recipe.training.batch_size > facts.pictures:
        changes["training.batch_size"] = _largest_batch(facts.pictures)
        reasons.append(f"Only {facts.pictures} pictures allow no larger batch than {_largest_batch(facts.pictures)}.")
    return Suggestion(chosen.recipe, " ".join(reasons), changes)


def _choose(facts: DataFacts, *, gpu: bool) -> Suggestion:
    """Choose by colour and size first, then by how many pictures there are, then by classes."""
    size = {"data.width": SMALL_SIZE, "data.height": SMALL_SIZE}
    if facts.is_small and facts.grey:
        return Suggestion(
            "digits-in-a-minute",
            f"Grey pictures of {facts.width}x{facts.height} are learnt by small networks within a minute.",
        )
    if facts.pictures < SMALL_COLLECTION:
        return Suggestion(
            "small-collection",
            f"With {facts.pictures} pictures the discriminator would learn them by heart; "
            "this recipe changes them as it goes and redraws them from what it sees.",
            size if facts.is_small else {},
        )
    if facts.has_classes:
        return Suggestion(
            "class-conditional-32",
            f"The pictures lie in {facts.classes} class folders, so each class can be asked for.",
        )
    if facts.is_small:
        return Suggestion(
            "class-conditional-32",
            f"Its networks are made for pictures as small as {facts.width}x{facts.height}; "
            "they learn without classes here.",
            {"networks.conditional": False},
        )
    if gpu and min(facts.width, facts.height) >= FINE_SIDE:
        return Suggestion("best-quality", f"{facts.pictures:,} pictures and a GPU: worth the finest networks.")
    if facts.uniform:
        return Suggestion("faces-64", "Pictures all of one size are usually aligned, as faces are.")
    return Suggestion("paintings-64", f"{facts.pictures:,} pictures of many shapes.")


def _largest_batch(pictures: int) -> int:
    """Return the largest power of two that is no more than the pictures; at least 2, for batch normalisation."""
    return max(2, 1 << (pictures.bit_length() - 1))
