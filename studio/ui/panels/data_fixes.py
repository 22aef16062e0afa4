"""What was done about findings, each with its undo; read from the settings, so that it is true after a restart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from studio.core.sections.data import SELECTING, DataSettings
from studio.data.doctor.finding import Finding

Changes = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A fix that was taken: of which finding, what it set, what was set before, and which files it left out."""

    label: str
    after: Changes
    before: Changes
    exclude: frozenset[str]

    def is_in(self, settings: DataSettings) -> bool:
        """Whether the settings still are as the fix made them."""
        kept = all(getattr(settings, _field(key)) == value for key, value in self.after.items())
        return kept and self.exclude <= set(settings.exclude)

    def undone(self, settings: DataSettings) -> dict[str, object]:
        """Return the change of the recipe that takes only this fix back."""
        changes = dict(self.before)
        if self.exclude:
            changes["data.exclude"] = tuple(sorted(set(settings.exclude) - self.exclude))
        return changes


@dataclass(frozen=True, slots=True)
class FixRow:
    """One line: what was done, and the change that undoes it."""

    label: str
    undo: Changes


def applied(finding: Finding, settings: DataSettings) -> AppliedFix | None:
    """Return a finding's fix as it will be applied to these settings, None when there is none."""
    fix = finding.fix
    if fix is None:
        return None
    keys = [key for key in fix.changes if key != "data.exclude"]
    return AppliedFix(
        f"{fix.label}: {finding.headline}",
        {key: fix.changes[key] for key in keys},
        {key: getattr(settings, _field(key)) for key in keys},
        frozenset(fix.exclude) - set(settings.exclude),
    )


def fix_rows(settings: DataSettings, taken: Sequence[AppliedFix]) -> list[FixRow]:
    """Return what can be undone: fixes that are in effect, then what else the settings leave out or make equal."""
    own = [fix for fix in taken if fix.is_in(settings)]
    rows = [FixRow(fix.label, fix.undone(settings)) for fix in own]
    told = {_field(key) for fix in own for key in fix.after}
    others = set(settings.exclude) - {name for fix in own for name in fix.exclude}
    if others:
        text = tr("Left out by hand: %1").replace("%1", f"{len(others):,}")
        rows.append(FixRow(text, {"data.exclude": tuple(sorted(set(settings.exclude) - others))}))
    for name in (name for name in SELECTING if name != "exclude" and name not in told):
        value, default = getattr(settings, name), DataSettings.model_fields[name].default
        if value != default:
            label = DataSettings.model_fields[name].title or name
            rows.append(FixRow(f"{label}: {str(value).replace('_', ' ')}", {f"data.{name}": default}))
    return rows


def tr(text: str) -> str:
    """Translate in the context of this file."""
    return QCoreApplication.translate("data_fixes", text)


def _field(key: str) -> str:
    return key.removeprefix("data.")
