"""Files of the classic sets: downloaded once, checked against their published checksum, kept in the cache."""

import hashlib
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.core.library import cache_folder
from studio.core.progress import Progress, check

CHUNK_BYTES = 2**18
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Download:
    """A published file: where it is, how many bytes it has, and its SHA-256 (hex)."""

    url: str
    size: int
    sha256: str

    @property
    def place(self) -> Path:
        """Where it is kept; the checksum's beginning keeps files of the same name apart."""
        return cache_folder() / "downloads" / f"{self.sha256[:8]}-{self.url.rpartition('/')[2]}"


def downloaded(download: Download, progress: Progress) -> Path:
    """Return the file's place, after downloading it when it is not there; raises `StudioError` or `CancelledError`."""
    place = download.place
    if place.is_file() and place.stat().st_size == download.size:
        return place
    what = f"Downloading {download.url.rpartition('/')[2]} ({download.size / 1e6:.1f} MB), in kB"
    digest, done = hashlib.sha256(), 0
    with replacing(place) as file:
        for chunk in _chunks(download):
            check(progress)
            file.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            progress.report(done // 1000, download.size // 1000, what)
        if digest.hexdigest() != download.sha256:
            raise _wrong(download)
    return place


def _chunks(download: Download) -> Iterator[bytes]:
    try:
        with urllib.request.urlopen(download.url, timeout=TIMEOUT_S) as answer:  # noqa: S310  an address of ours
            while chunk := answer.read(CHUNK_BYTES):
                yield chunk
    except (OSError, HTTPException) as error:
        raise _unreachable(download, getattr(error, "reason", error)) from error


def _unreachable(download: Download, reason: object) -> StudioError:
    return StudioError(
        f"{download.url.rpartition('/')[2]} could not be downloaded: {reason}.",
        f"It is fetched once ({download.size / 1e6:.1f} MB) from {download.url}.",
        f"Try again when there is a connection, put the file at {download.place}, or use demo:digits.",
    )


def _wrong(download: Download) -> StudioError:
    return StudioError(
        f"What came from {download.url} is not the file that was published.",
        "Its checksum is another; it was not kept.",
        "Try again; if it stays so, something between here and there changes it.",
    )
