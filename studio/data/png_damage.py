"""Damage of PNG files that Pillow passes over: wrong checksums, and less data than the header says."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

_SIGNATURE_BYTES = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_WHOLE = ((0, 0, 1, 1),)
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def has_wrong_sum(content: bytes) -> bool:
    """Whether the checksum of any piece of picture data is wrong."""
    view = memoryview(content)
    return any(
        zlib.crc32(view[start - 4 : end]) != struct.unpack_from(">I", content, end)[0]
        for start, end in _data_pieces(content)
    )


def ends_early(image: Image.Image, content: bytes) -> bool:
    """Whether a loaded PNG has rows that its data does not reach; these are black, so others are not looked into."""
    if image.crop((0, image.height - 1, image.width, image.height)).tobytes().strip(b"\0"):
        return False
    wanted, got = _wanted_bytes(content), 0
    inflation = zlib.decompressobj()
    for start, end in _data_pieces(content):
        got += len(inflation.decompress(content[start:end], wanted + 1 - got))
        if got > wanted:
            break
    return got < wanted


def _data_pieces(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the content of each whole IDAT chunk begins and ends."""
    position = _SIGNATURE_BYTES
    while position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        start, end = position + 8, position + 8 + length
        if end + 4 > len(content):
            return
        if kind == b"IDAT":
            yield start, end
        position = end + 4


def _wanted_bytes(content: bytes) -> int:
    """Return how many bytes of rows the header asks for, each with its filter's byte."""
    width, height, bits, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", content, _SIGNATURE_BYTES + 8)
    total = 0
    for left, top, right, down in _ADAM7 if interlace else _WHOLE:
        columns, rows = -(-(width - left) // right), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits * _CHANNELS[colour] + 7) // 8)
    return total
