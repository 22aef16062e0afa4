"""Small copies of picture files, kept in one database so that a folder that was seen once shows at once."""

import sqlite3
import threading
import time
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from studio.core.library import cache_folder
from studio.data.decoding import UnreadableError, open_picture, pillow_warnings

SIDE_PX = 96
LIMIT_BYTES = 512 * 2**20
SMALL_FILE_BYTES = 4096  # such a file is read as quickly as its copy would be
STORE = "thumbnails.sqlite"
FORGET_SHARE = 0.2  # of what is kept, when the limit is reached
CHECK_INTERVAL = 500  # stored copies between two looks at the size
WAIT_S = 5.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS thumbnails (path TEXT PRIMARY KEY, size INTEGER, modified_ns INTEGER,"
    " made_ns INTEGER, picture BLOB) WITHOUT ROWID"
)


class Thumbnails:
    """Thumbnails of files, made on demand; safe in several threads and in several processes at once.

    A copy belongs to a path, a size and a time of change, so a file that changes is read again. Those made longest
    ago go when the store outgrows `limit_bytes`. A store that cannot be used is done without.
    """

    def __init__(self, folder: Path | None = None, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._path = (folder or cache_folder() / "thumbnails") / STORE
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened = False
        self._stored = 0

    def load(self, path: Path) -> np.ndarray:
        """Return the file upright and whole as uint8 (height, width, 3 or 4), at most `SIDE_PX` on its longer side.

        Raises `UnreadableError` for what is not a picture.
        """
        try:
            facts = path.stat()
        except OSError as error:
            raise UnreadableError("it is no longer there") from error
        if facts.st_size <= SMALL_FILE_BYTES:
            return make_thumbnail(path)
        key = (str(path.absolute()), facts.st_size, facts.st_mtime_ns)
        kept = self._find(key)
        if kept is not None:
            return kept
        made = make_thumbnail(path)
        self._keep(key, made)
        return made

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._opened = None, False

    def _find(self, key: tuple[str, int, int]) -> np.ndarray | None:
        query = "SELECT picture FROM thumbnails WHERE path = ? AND size = ? AND modified_ns = ?"
        with self._lock:
            try:
                connection = self._open()
                row = connection.execute(query, key).fetchone() if connection else None
            except sqlite3.Error:
                self._give_up()
                return None
        return None if row is None else _unpacked(row[0])

    def _keep(self, key: tuple[str, int, int], pixels: np.ndarray) -> None:
        packed = _packed(pixels)
        with self._lock:
            try:
                connection = self._open()
                if connection is None:
                    return
                row = (*key, time.time_ns(), packed)
                connection.execute("INSERT OR REPLACE INTO thumbnails VALUES (?, ?, ?, ?, ?)", row)
                self._stored += 1
                if self._stored % CHECK_INTERVAL == 0:
                    _forget_oldest(connection, self._limit_bytes)
            except sqlite3.Error:
                self._give_up()

    def _open(self) -> sqlite3.Connection | None:
        """Open the store once; a damaged one is thrown away."""
        if not self._opened:
            self._opened = True
            try:
                self._connection = _connected(self._path)
            except sqlite3.OperationalError:  # locked for long, read-only, or no room
                self._connection = None
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
                self._connection = _connected(self._path)
            except OSError:
                self._connection = None
        return self._connection

    def _give_up(self) -> None:
        """Do without the store from here on: thumbnails are then made anew every time."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def make_thumbnail(path: Path) -> np.ndarray:
    """Decode a file as uint8 (height, width, 3 or 4), at most `SIDE_PX` on a side; raises `UnreadableError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"the system does not let it be read ({error.strerror})") from error
    with pillow_warnings():
        image = open_picture(content, (SIDE_PX, SIDE_PX)).image
    image.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    return np.asarray(image if image.mode in ("RGB", "RGBA") else image.convert("RGB"))


def _packed(pixels: np.ndarray) -> bytes:
    """Encode as JPEG, or as PNG what is transparent."""
    file = BytesIO()
    image = Image.fromarray(pixels)
    image.save(file, "PNG") if pixels.shape[-1] == 4 else image.save(file, "JPEG", quality=90)
    return file.getvalue()


def _unpacked(packed: bytes) -> np.ndarray | None:
    try:
        with Image.open(BytesIO(packed), formats=("JPEG", "PNG")) as image:
            return np.asarray(image)
    except (OSError, SyntaxError, ValueError):
        return None


def _forget_oldest(connection: sqlite3.Connection, limit_bytes: int) -> None:
    """Make room until the store is no larger than `limit_bytes`."""
    oldest = "DELETE FROM thumbnails WHERE path IN (SELECT path FROM thumbnails ORDER BY made_ns LIMIT ?)"
    while _size_bytes(connection) > limit_bytes:
        count = connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0]
        if not count:
            return
        connection.execute(oldest, (max(1, round(count * FORGET_SHARE)),))
        connection.execute("PRAGMA incremental_vacuum").fetchall()


def _size_bytes(connection: sqlite3.Connection) -> int:
    pages, page_bytes = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return pages * page_bytes


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")  # readers and a writer at once; a kill loses nothing
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
