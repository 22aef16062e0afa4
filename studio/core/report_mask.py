"""What stands in a problem report for names and places of the user, who has not allowed to tell them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from studio.core.notes import read_notes
from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes
from studio.core.run_folder import RunFolder, RunRecord

PLAIN = frozenset({"time", "event", "condition", "device"})  # what the program itself says in a line of a journal
IN_DATA = re.compile(r"<data>[/\\](?:[^\n\"]*?\.\w{2,5}\b|\S+)")  # a file in the user's data, spaces in its name or not
PICTURE = re.compile(r"[^\s\"“”:;]+\.(?:png|jpe?g|gif|webp|bmp|tiff?|avif|heic)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mask:
    """Stand-ins by name, and by the path of a folder; one without any leaves everything as it is."""

    names: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return a text without the user's folders, files and names."""
        if not self.folders:
            return text
        text = IN_DATA.sub("<data>/…", self.places(text))
        present = sorted((name for name in self.names if name in text), key=len, reverse=True)
        if present:
            pattern = "|".join(rf"(?<![\w<]){re.escape(name)}(?![\w>])" for name in present)
            text = re.sub(pattern, lambda found: self.names[found[0]], text)
        return PICTURE.sub("picture", text)

    def places(self, text: str) -> str:
        """Return a text with each of the user's folders by its stand-in."""
        for folder in sorted(self.folders, key=len, reverse=True):
            text = text.replace(folder, self.folders[folder])
        return text

    def event(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return a line of a journal; details of warnings name files, those of the coach numbers only."""
        masked = {key: value if key in PLAIN else self._value(value) for key, value in entry.items()}
        if self.folders and entry.get("event") == "warning" and "condition" not in entry:
            masked["detail"] = ""
        return masked

    def record(self, record: RunRecord) -> RunRecord:
        """Return a run's record."""
        if not self.folders:
            return record
        origin = record.branched_from
        return record.model_copy(
            update={
                "name": "run-1",
                "source": record.source if record.source.startswith("demo:") else "<data>",
                "class_names": _stand_ins("class", record.class_names),
                "tags": _stand_ins("tag", record.tags),
                "branched_from": origin and origin.model_copy(update={"run": "run-2"}),
                "recipe": _recipe(record.recipe),
            }
        )

    def _value(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case list() | tuple():
                return [self._value(item) for item in value]
            case dict():
                return {key: self._value(item) for key, item in value.items()}
        return value


def mask_of(run: RunFolder | None) -> Mask:
    """Return what hides the user's names, those of a run's pictures too; raises `StudioError`."""
    home = {str(Path.home()): "~"}
    if run is None:
        return Mask({}, home)
    record = run.read_record()
    notes = read_notes(run, record)
    pictures = [*record.recipe.data.exclude, *_pictures(run)]
    folder, origin = run.path.resolve(), record.branched_from
    folders = {str(folder): "<run>", str(run.path): "<run>", str(folder.parent): "<runs>"}
    names = {
        **_numbered("picture", pictures),
        **_numbered("picture", [PurePosixPath(name).name for name in pictures]),
        **_numbered("tag", [*record.tags, *notes.tags]),
        **_numbered("class", record.class_names),
        **({origin.run: "run-2"} if origin else {}),
        **dict.fromkeys((record.name, notes.name, run.path.name), "run-1"),
    }
    if not record.source.startswith("demo:"):
        folders[record.source] = names[Path(record.source).name] = "<data>"
    return Mask({name: names[name] for name in names if name and not name.isdecimal()}, {**home, **folders})


def _recipe(recipe: Recipe) -> Recipe:
    """Return a recipe without what the user wrote: the name and purpose of their own, files that are left out."""
    data = recipe.data.model_copy(update={"exclude": _stand_ins("picture", recipe.data.exclude)})
    own = {} if recipe.name in built_in_recipes() else {"name": "recipe-1", "purpose": ""}
    return recipe.model_copy(update={"data": data, **own})


def _stand_ins(word: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{word}-{number}" for number in range(1, len(names) + 1))


def _numbered(word: str, names: Sequence[str]) -> dict[str, str]:
    return dict(zip(names, _stand_ins(word, names), strict=True))


def _pictures(run: RunFolder) -> list[str]:
    """Return the names of the pictures a run was trained on; none where they are not listed."""
    try:
        listed = json.loads(run.pictures_file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return list(listed) if isinstance(listed, dict) else []
