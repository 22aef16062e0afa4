"""The verb `prepared`: the sets of decoded pictures in the cache, and clearing them."""

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.data.prepared.store import PreparedSet, clear, prepared_folder, prepared_sets


def prepared(
    *,
    clear_: Annotated[
        bool, typer.Option("--clear", help="Delete the sets that no existing run was trained on.")
    ] = False,
    clear_all: Annotated[
        bool, typer.Option("--clear-all", help="Delete all; runs whose pictures changed cannot go on as they were.")
    ] = False,
) -> Answer:
    """List the sets of pictures that are kept decoded, the one used last first.

    They are made again when they are needed. Your own files are never touched.
    """
    freed = 0
    if clear_ or clear_all:
        freed = clear(prepared_sets() if clear_all else None)
    sets = prepared_sets()
    document = {"folder": prepared_folder(), "freed": freed, "sets": [_document(entry) for entry in sets]}
    if freed or not sets:
        left = f", {len(sets):,} sets of runs are kept" if sets else ""
        return Answer(document, f"{_size(freed)} were freed in {prepared_folder()}{left}.")
    return Answer(document, _table(sets))


def _table(sets: list[PreparedSet]) -> Table:
    total = sum(entry.size for entry in sets)
    table = Table("Source", "As", box=SIMPLE_HEAD, caption=f"{_size(total)} in {prepared_folder()}")
    table.add_column("Pictures", justify="right")
    table.add_column("Size", justify="right")
    table.add_column("Used", no_wrap=True)
    table.add_column("Runs", justify="right")
    for entry in sets:
        settings = entry.manifest.settings
        table.add_row(
            entry.manifest.source,
            f"{settings.width}x{settings.height} {settings.colour}",
            f"{entry.manifest.pictures:,}",
            _size(entry.size),
            f"{entry.used:%Y-%m-%d %H:%M}",
            f"{len(entry.runs)}" if entry.runs else "",
        )
    return table


def _document(entry: PreparedSet) -> dict[str, object]:
    return {
        "folder": entry.folder,
        "source": entry.manifest.source,
        "pictures": entry.manifest.pictures,
        "fingerprint": entry.manifest.fingerprint,
        "bytes": entry.size,
        "used": entry.used,
        "runs": entry.runs,
    }


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
