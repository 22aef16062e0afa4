"""Damage of PNG files that Pillow passes over: wrong checksums, and less data than the header says."""

import struct
import zlib
from collections.abc import Sequence

from PIL import Image

Piece = tuple[int, int]
"""Where the content of an IDAT chunk begins and ends."""

_SIGNATURE_BYTES = 8
_HEAD = struct.Struct(">I4s")  # of a chunk: how long it is, and its kind
_SUM = struct.Struct(">I")
_SMALL = 2**16  # bytes of pixels that are sooner unpacked than looked at
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_WHOLE = ((0, 0, 1, 1),)
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def data_pieces(content: bytes) -> list[Piece]:
    """Return the pieces of a PNG's picture data, without one that is cut off."""
    pieces = []
    position, last = _SIGNATURE_BYTES, len(content) - 4
    while position + 8 <= last:
        length, kind = _HEAD.unpack_from(content, position)
        start = position + 8
        end = start + length
        if end > last:
            break
        if kind == b"IDAT":
            pieces.append((start, end))
        position = end + 4
    return pieces


def has_wrong_sum(content: bytes, pieces: Sequence[Piece]) -> bool:
    """Whether the checksum of any piece of picture data is wrong."""
    view = memoryview(content)
    return any(zlib.crc32(view[start - 4 : end]) != _SUM.unpack_from(content, end)[0] for start, end in pieces)


def ends_early(image: Image.Image, content: bytes, pieces: Sequence[Piece]) -> bool:
    """Whether a loaded PNG has rows that its data does not reach; these are black, so large others are passed over."""
    wanted, got = _wanted_bytes(content), 0
    if wanted > _SMALL and image.crop((0, image.height - 1, image.width, image.height)).tobytes().strip(b"\0"):
        return False
    inflation = zlib.decompressobj()
    for start, end in pieces:
        got += len(inflation.decompress(content[start:end], wanted + 1 - got))
        if got > wanted:
            break
    return got < wanted


def _wanted_bytes(content: bytes) -> int:
    """Return how many bytes of rows the header asks for, each with its filter's byte."""
    width, height, bits, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", content, _SIGNATURE_BYTES + 8)
    total = 0
    for left, top, right, down in _ADAM7 if interlace else _WHOLE:
        columns, rows = -(-(width - left) // right), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits * _CHANNELS[colour] + 7) // 8)
    return total
