"""What the doctor found: one sentence, how bad it is, the files it is about, and the recipe change that mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from studio.core.recipe import Recipe
from studio.core.sections.data import DataSettings
from studio.core.settings import as_text


class Severity(StrEnum):
    """How much a finding matters: training cannot begin or loses files, learns worse, or is as it should be."""

    PROBLEM = "problem"
    WARNING = "warning"
    NOTE = "note"


class Kind(StrEnum):
    """What a finding is about."""

    TOO_FEW = "too few pictures"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    EXACT_DUPLICATES = "exact duplicates"
    NEAR_DUPLICATES = "near duplicates"
    TOO_SMALL = "too small"
    EXTREME_ASPECT = "extreme aspect ratio"
    UNUSUAL_SIZE = "unusual size"
    ALMOST_UNIFORM = "almost uniform"
    WRONG_EXTENSION = "wrong extension"
    MIXED_COLOUR = "grey and colour mixed"
    COLOUR_LOST = "colour lost"
    TRANSPARENT = "transparency lost"
    IMBALANCE = "classes of different size"
    SMALL_CLASSES = "classes with few pictures"
    NESTED_FOLDERS = "nested folders"
    LOOSE_PICTURES = "pictures beside the classes"
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the recipe that mends a finding; files are never touched.

    `label` is an imperative, `changes` are values of dotted recipe keys, `exclude` are paths to be left out as well.
    """

    label: str
    changes: Mapping[str, object]
    exclude: tuple[str, ...] = ()

    def applied_to(self, settings: DataSettings) -> dict[str, object]:
        """Return values of dotted recipe keys, what `settings` leave out already included: for `Recipe.changed`."""
        if not self.exclude:
            return dict(self.changes)
        return {**self.changes, "data.exclude": tuple(sorted({*settings.exclude, *self.exclude}))}

    def assignments(self, settings: DataSettings) -> tuple[str, ...]:
        """Return the same as `key=value` texts, as the command line's `--set` reads them."""
        return tuple(f"{key}={as_text(value)}" for key, value in self.applied_to(settings).items())


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth knowing about a set of pictures.

    `headline` is a sentence with the count, `detail` says why it matters or what happens to them. `files` are names
    relative to the source; of duplicates they come in `groups`, the one that is kept first.
    """

    kind: Kind
    severity: Severity
    headline: str
    detail: str
    files: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    fix: Fix | None = None


def mended(recipe: Recipe, findings: Iterable[Finding]) -> Recipe:
    """Return the recipe with the fixes of all problems and warnings applied; notes are left to the user's taste."""
    for finding in findings:
        if finding.fix and finding.severity != Severity.NOTE:
            recipe = recipe.changed(finding.fix.applied_to(recipe.data))
    return recipe
