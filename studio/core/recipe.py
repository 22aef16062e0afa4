"""The recipe: all settings of a run in one immutable value, as form, file, command line and run folder share it."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from studio.core.errors import StudioError
from studio.core.sections.data import DataSettings
from studio.core.sections.loss import LossSettings
from studio.core.sections.networks import NetworkSettings
from studio.core.sections.optimizer import OptimizerSettings
from studio.core.sections.training import (
    AugmentationSettings,
    AveragingSettings,
    CheckpointSettings,
    SamplingSettings,
    ScoringSettings,
    TrainingSettings,
)
from studio.core.settings import Section, Setting, describe

_KINDS = {int: "a whole number,", float: "a number,"}
_NO_NUMBER = frozenset({"int_parsing", "int_from_float", "int_type", "float_parsing", "float_type"})


class Recipe(Section):
    """All settings of a run. Values are changed with `changed`, which returns a new recipe."""

    name: str = Field("untitled", min_length=1, max_length=80)
    purpose: str = Field("", max_length=600)
    data: DataSettings = DataSettings()
    networks: NetworkSettings = NetworkSettings()
    loss: LossSettings = LossSettings()
    optimizer: OptimizerSettings = OptimizerSettings()
    training: TrainingSettings = TrainingSettings()
    averaging: AveragingSettings = AveragingSettings()
    augmentation: AugmentationSettings = AugmentationSettings()
    sampling: SamplingSettings = SamplingSettings()
    scoring: ScoringSettings = ScoringSettings()
    checkpoints: CheckpointSettings = CheckpointSettings()

    @classmethod
    def from_json(cls, text: str, *, where: str) -> Self:
        """Read a recipe; raises `StudioError` naming `where` and every field that is wrong."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise _refused(error.errors(), f"The recipe in {where} cannot be used.") from error

    def to_json(self) -> str:
        """Write the recipe, every field included, as indented JSON with a final newline."""
        return json.dumps(self.model_dump(mode="json"), indent=2) + "\n"

    def value(self, key: str) -> Any:
        """Return the value of the dotted `key`; raises `StudioError` for an unknown one."""
        section, _, name = find_setting(key).key.partition(".")
        return getattr(getattr(self, section), name)

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """Return this recipe with dotted keys set; text is read as the field's type. Raises `StudioError`."""
        try:
            return self._changed(changes)
        except ValidationError as error:
            raise _refused(error.errors(), "") from error

    def objection(self, key: str, value: Any) -> str:
        """Say why the setting cannot have this value, naming it by its label; empty where it can."""
        try:
            self._changed({key: value})
        except ValidationError as error:
            return _sentence(error.errors()[0], find_setting(key).label)
        return ""

    def differences(self, other: "Recipe") -> dict[str, tuple[Any, Any]]:
        """Return {key: (own value, other's value)} for every setting in which the two differ."""
        pairs = {s.key: (self.value(s.key), other.value(s.key)) for s in all_settings()}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}

    def fingerprint(self) -> str:
        """SHA-256 of all settings; name and purpose do not count."""
        content = self.model_dump(mode="json", exclude={"name", "purpose"})
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def _changed(self, changes: Mapping[str, Any]) -> Self:
        content = self.model_dump(mode="json")
        for key, value in changes.items():
            section, _, name = find_setting(key).key.partition(".")
            content[section][name] = value
        return type(self).model_validate(content)


@cache
def all_settings() -> tuple[Setting, ...]:
    """Return every setting of a recipe in the order of declaration."""
    return tuple(describe(Recipe))


@cache
def _settings_by_key() -> dict[str, Setting]:
    return {setting.key: setting for setting in all_settings()}


def find_setting(key: str) -> Setting:
    """Return the setting with that dotted key; raises `StudioError` naming the nearest known ones."""
    known = _settings_by_key()
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.5) or [k for k in known if k.endswith(f".{key}")]
    hint = f"Did you mean {' or '.join(near)}?" if near else "See 'gan-studio recipes --settings' for all names."
    raise StudioError(f"There is no setting called '{key}'.", "", hint)


def parse_assignments(assignments: Iterable[str]) -> dict[str, str]:
    """Read `key=value` texts as they come from the command line; raises `StudioError`."""
    changes: dict[str, str] = {}
    for text in assignments:
        key, equals, value = text.partition("=")
        if not equals:
            raise StudioError(f"'{text}' is not of the form key=value.", "", "Write it like training.batch_size=32.")
        changes[find_setting(key.strip()).key] = value.strip()
    return changes


def _refused(errors: Iterable[ErrorDetails], headline: str) -> StudioError:
    """Turn pydantic's list into sentences: which setting, what it was, what it may be."""
    sentences = [_sentence(e) for e in errors]
    return StudioError(headline or sentences[0], " ".join(sentences if headline else sentences[1:]))


def _sentence(error: ErrorDetails, called: str = "") -> str:
    """Tell what is wrong; the setting is `called` by its label and key where nothing else is given."""
    key = ".".join(str(part) for part in error["loc"]) or "the recipe"
    known = _settings_by_key()
    if error["type"] == "json_invalid":
        return f"It is not JSON: {error.get('ctx', {}).get('error', 'unreadable')}."
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        return f"There is no setting called '{key}'." + (f" Did you mean {near[0]}?" if near else "")
    if key not in known:
        return f"{key}: {error['msg']}."
    setting = known[key]
    given = "empty" if error["input"] == "" else error["input"]
    return f"{called or setting.called} cannot be {given}: it must be {_allowed(error, setting)}."


def _allowed(error: ErrorDetails, setting: Setting) -> str:
    """Say what kind of value there must be, where it is not one, and its bounds."""
    if not setting.range_text:
        return (error["msg"][0].lower() + error["msg"][1:]).removeprefix("input should be ")
    kind = _KINDS.get(setting.type, "") if error["type"] in _NO_NUMBER else ""
    return " ".join(part for part in (kind, setting.range_text, setting.unit) if part)
