"""How one setting is declared: type, bounds, unit, label, help and when a change takes effect.

A section of the recipe declares its fields with `setting(...)`; the form, the file, `--set`, `gan-studio recipes` and
the documentation are all made from what `describe` reads back.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

_AS_PEOPLE_DO = ",.10g"  # 10,000,000 and 0.001


class Effect(StrEnum):
    """When a change of a setting takes effect."""

    NOW = "now"
    ON_RESUME = "on resume"
    NEW_RUN = "new run"


class Section(BaseModel):
    """A group of settings; immutable, refuses unknown names and non-finite numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """All that is known about one setting; `key` is its dotted name, such as `training.batch_size`."""

    key: str
    type: Any
    default: Any
    label: str
    help: str
    unit: str
    effect: Effect
    advanced: bool
    minimum: float | None
    maximum: float | None
    minimum_excluded: bool

    @property
    def section(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    @property
    def called(self) -> str:
        """What sentences call it: its label, as the window does, and its key, as the command line does."""
        return f"{self.label} ({self.key})"

    @property
    def range_text(self) -> str:
        """The bounds in words, empty where there are none."""
        low = (
            ""
            if self.minimum is None
            else f"{'more than' if self.minimum_excluded else 'at least'} {self.minimum:{_AS_PEOPLE_DO}}"
        )
        high = "" if self.maximum is None else f"at most {self.maximum:{_AS_PEOPLE_DO}}"
        return ", ".join(part for part in (low, high) if part)


def setting(
    default: Any,
    *,
    label: str,
    help: str,  # noqa: A002  the field's own word
    unit: str = "",
    effect: Effect = Effect.NEW_RUN,
    advanced: bool = False,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
) -> Any:
    """Declare a setting of a `Section`; `ge`, `gt`, `le` are its bounds (at least, more than, at most)."""
    extra: dict[str, Any] = {
        "unit": unit,
        "effect": effect.value,
        "advanced": advanced,
        "ge": ge,
        "gt": gt,
        "le": le,
    }
    return Field(default, title=label, description=help, ge=ge, gt=gt, le=le, json_schema_extra=extra)


def describe(model: type[BaseModel], prefix: str = "") -> Iterator[Setting]:
    """Yield every setting of `model` and of its sections, in the order of declaration."""
    for name, info in model.model_fields.items():
        annotation = info.annotation
        if isinstance(annotation, type) and issubclass(annotation, Section):
            yield from describe(annotation, f"{prefix}{name}.")
        elif isinstance(info.json_schema_extra, dict) and "effect" in info.json_schema_extra:
            yield _described(f"{prefix}{name}", info, info.json_schema_extra)


def as_text(value: Any) -> str:
    """Return a setting's value as the form shows it and `--set` reads it back; a list is JSON, and an empty one ''."""
    match value:
        case tuple():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case bool():
            return str(value).lower()
        case float():
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
    return str(value)


def _described(key: str, info: FieldInfo, extra: dict[str, Any]) -> Setting:
    return Setting(
        key=key,
        type=info.annotation,
        default=info.default,
        label=info.title or key,
        help=info.description or "",
        unit=str(extra["unit"]),
        effect=Effect(extra["effect"]),
        advanced=bool(extra["advanced"]),
        minimum=extra["gt"] if extra["ge"] is None else extra["ge"],
        maximum=extra["le"],
        minimum_excluded=extra["gt"] is not None,
    )
