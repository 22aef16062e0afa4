"""Picture files of every kind, whole and broken, written from closed form: what each shows is known without a decoder.

Every whole file shows the same picture, `quadrants`: four squares of one colour each, so that what a pixel must be
after any scaling is plain arithmetic.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from studio.data.doctor.finding import Kind

SIDE = 32
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))
GREYS = (0, 85, 170, 255)
ALPHAS = (0, 85, 170, 255)
LOSSY = 8  # levels by which a lossy format may be off
DAMAGED = (Kind.UNREADABLE, Kind.TRUNCATED)


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file that can be read; `expected` are the four quadrants' red, green, blue, alpha."""

    name: str
    content: bytes
    expected: tuple[tuple[int, ...], ...]
    tolerance: int = 1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that cannot be read, and words of the reason that must be given."""

    name: str
    content: bytes
    kind: Kind
    reason: str


def whole_files() -> Iterator[WholeFile]:
    """Yield one whole file of every kind."""
    for make in (_pngs, _handmade_pngs, _jpegs, _tiffs, _others):
        yield from make()


def broken_files() -> Iterator[BrokenFile]:
    """Yield files that must be refused."""
    png, jpeg = saved(colours(), "PNG"), saved(colours(), "JPEG")
    unreadable = Kind.UNREADABLE
    yield BrokenFile("empty.png", b"", unreadable, "empty")
    yield BrokenFile("zeros.png", bytes(5000), unreadable, "not a picture")
    yield BrokenFile("text.png", b"this is no picture\n" * 20, unreadable, "not a picture")
    yield BrokenFile("error page.jpg", b"<!DOCTYPE html><html>404</html>", unreadable, "a web page")
    yield BrokenFile("vector.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", unreadable, "vector drawing")
    yield BrokenFile("signature only.png", png[:8], unreadable, "it ")
    yield BrokenFile("signature and zeros.png", png[:8] + bytes(60), unreadable, "it ")
    yield BrokenFile("gif header.gif", b"GIF89a", unreadable, "it ")
    yield BrokenFile("bomb.png", png_of(60_000, 60_000, zlib.compress(bytes(1000))), unreadable, "more pixels")
    yield BrokenFile("bomb.gif", b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(40), unreadable, "it ")
    yield BrokenFile("bomb.bmp", _bomb_bmp(), unreadable, "more pixels")
    text_bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80 * 2**20), 9))
    yield BrokenFile("text bomb.png", png[:33] + text_bomb + png[33:], unreadable, "it ")
    yield BrokenFile("no pixels.png", png_of(0, 10, zlib.compress(b"")), unreadable, "it ")
    yield BrokenFile("wrong header sum.png", png[:29] + b"\0\0\0\0" + png[33:], unreadable, "it ")
    yield BrokenFile("wrong text sum.png", _with_damaged_text(png), unreadable, "begins like a PNG")
    yield BrokenFile("wider than its data.png", _resized_header(png, SIDE + 8, SIDE), Kind.TRUNCATED, "cut off")
    yield BrokenFile("phone.heic.jpg", b"\0\0\0\x18ftypheic" + bytes(100), unreadable, "HEIC")
    yield BrokenFile("film.png", b"\0\0\0\x18ftypisom" + bytes(100), unreadable, "film")
    yield BrokenFile("wrong data sum.png", _with_wrong_sum(png), unreadable, "checksum")
    yield BrokenFile("taller than its data.png", _resized_header(png, SIDE, SIDE * 2), Kind.TRUNCATED, "cut off")
    yield BrokenFile("noise after the header.jpg", jpeg[:200] + _noise(3000), unreadable, "it ")
    yield BrokenFile("directory nowhere.tif", b"II*\0" + struct.pack("<I", 10_000_000) + bytes(40), unreadable, "it ")
    yield BrokenFile("too few pixels.ppm", b"P6 32 32 255\n" + bytes(100), Kind.TRUNCATED, "cut off")
    yield BrokenFile("bad number.ppm", b"P6 thirty 32 255\n" + bytes(4000), unreadable, "it ")


def truncated_files() -> Iterator[tuple[str, bytes]]:
    """Yield every format cut off at many points, from its first bytes to just before its end."""
    for file in whole_files():
        for share in (0.05, 0.3, 0.5, 0.7, 0.9, 0.98):
            yield f"{share:.0%} of {file.name}", file.content[: int(len(file.content) * share)]
        yield f"all but one byte of {file.name}", file.content[:-1]


def quadrants(values: tuple, kind: type = np.uint8) -> np.ndarray:
    """A square of four squares, the values in reading order."""
    top, bottom = values[:2], values[2:]
    rows = [
        np.concatenate([np.full((SIDE // 2, SIDE // 2, *np.shape(v)), v, kind) for v in row], 1)
        for row in (top, bottom)
    ]
    return np.concatenate(rows, 0)


def colours() -> Image.Image:
    return Image.fromarray(quadrants(COLOURS))


def greys() -> Image.Image:
    return Image.fromarray(quadrants(GREYS))


def translucent() -> Image.Image:
    return Image.fromarray(quadrants(tuple((*c, a) for c, a in zip(COLOURS, ALPHAS, strict=True))))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opaque(values: tuple) -> tuple[tuple[int, ...], ...]:
    """Quadrants of colours or greys as red, green, blue, alpha."""
    return tuple((*(v if isinstance(v, tuple) else (v, v, v)), 255) for v in values)


TRANSLUCENT = tuple((*c, a) for c, a in zip(COLOURS, ALPHAS, strict=True))
OPAQUE, OPAQUE_GREY = opaque(COLOURS), opaque(GREYS)


def _pngs() -> Iterator[WholeFile]:
    yield WholeFile("colour.png", saved(colours(), "PNG"), OPAQUE)
    yield WholeFile("grey.png", saved(greys(), "PNG"), OPAQUE_GREY)
    yield WholeFile("alpha.png", saved(translucent(), "PNG"), TRANSLUCENT)
    grey_alpha = Image.merge("LA", (greys(), Image.fromarray(quadrants(ALPHAS))))
    yield WholeFile("grey and alpha.png", saved(grey_alpha, "PNG"), tuple((v, v, v, v) for v in GREYS))
    palette = palette_picture()
    yield WholeFile("palette.png", saved(palette, "PNG"), OPAQUE)
    one_clear = (*OPAQUE[:2], (*COLOURS[2], 0), OPAQUE[3])
    yield WholeFile("palette with a clear colour.png", saved(palette, "PNG", transparency=2), one_clear)
    yield WholeFile("palette with alphas.png", saved(palette, "PNG", transparency=bytes(ALPHAS)), TRANSLUCENT)
    yield WholeFile("colour key.png", saved(colours(), "PNG", transparency=COLOURS[2]), one_clear)
    grey_key = (OPAQUE_GREY[0], (85, 85, 85, 0), *OPAQUE_GREY[2:])
    yield WholeFile("grey key.png", saved(greys(), "PNG", transparency=85), grey_key)
    bilevel = Image.fromarray(quadrants((0, 255, 255, 0))).convert("1")
    yield WholeFile("bilevel.png", saved(bilevel, "PNG"), opaque((0, 255, 255, 0)))
    frames = [Image.new("RGB", (SIDE, SIDE), "black")]
    remark = "several frames"
    moving = saved(colours(), "PNG", save_all=True, append_images=frames)
    yield WholeFile("animated.png", moving, OPAQUE, remark=remark)
    turned = Image.Exif()
    turned[0x0112] = 3
    yield WholeFile("turned.png", saved(colours().rotate(180), "PNG", exif=turned), OPAQUE)


def _handmade_pngs() -> Iterator[WholeFile]:
    """What Pillow cannot write."""
    deep = quadrants(tuple(v * 257 for v in GREYS), np.uint16)
    yield WholeFile("grey of 16 bits.png", png_from(deep, 16, 0), OPAQUE_GREY)
    colour = quadrants(tuple(tuple(v * 257 for v in c) for c in COLOURS), np.uint16)
    yield WholeFile("colour of 16 bits.png", png_from(colour, 16, 2), OPAQUE)
    dark = quadrants((0, 100, 200, 255), np.uint16)
    yield WholeFile("dark grey of 16 bits.png", png_from(dark, 16, 0), opaque((0, 0, 1, 1)))
    alpha = quadrants(tuple(tuple(v * 257 for v in c) for c in TRANSLUCENT), np.uint16)
    yield WholeFile("alpha of 16 bits.png", png_from(alpha, 16, 6), TRANSLUCENT)
    grey_alpha = quadrants(tuple((v * 257, v * 257) for v in GREYS), np.uint16)
    yield WholeFile("grey and alpha of 16 bits.png", png_from(grey_alpha, 16, 4), tuple((v,) * 4 for v in GREYS))
    for bits in (2, 4):
        steps = quadrants(tuple(v // (255 // (2**bits - 1)) for v in GREYS))
        yield WholeFile(f"grey of {bits} bits.png", png_from(steps, bits, 0), OPAQUE_GREY)
    yield WholeFile("interlaced.png", interlaced_png(quadrants(COLOURS)), OPAQUE)


def _jpegs() -> Iterator[WholeFile]:
    best = {"quality": 95, "subsampling": 0}
    plain = saved(colours(), "JPEG", **best)
    yield WholeFile("colour.jpg", plain, OPAQUE, LOSSY)
    yield WholeFile("subsampled.jpg", saved(colours(), "JPEG", quality=95), OPAQUE, LOSSY)
    yield WholeFile("grey.jpg", saved(greys(), "JPEG", quality=95), OPAQUE_GREY, LOSSY)
    yield WholeFile("progressive.jpg", saved(colours(), "JPEG", progressive=True, **best), OPAQUE, LOSSY)
    yield WholeFile("large.jpg", saved(colours().resize((1024, 1024), 0), "JPEG", **best), OPAQUE, LOSSY)
    ink = Image.fromarray(255 - quadrants(tuple((*c, 255) for c in COLOURS)), "CMYK")
    cmyk = saved(ink, "JPEG", **best)
    yield WholeFile("cmyk.jpg", cmyk, OPAQUE, LOSSY)
    yield WholeFile("cmyk without Adobe's marker.jpg", _without_segment(cmyk, 0xEE), OPAQUE, LOSSY)
    for orientation, shown in enumerate(_orientations(), start=1):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield WholeFile(f"orientation {orientation}.jpg", saved(shown, "JPEG", exif=exif, **best), OPAQUE, LOSSY)
    yield WholeFile("broken exif.jpg", saved(colours(), "JPEG", exif=b"Exif\0\0" + _noise(60), **best), OPAQUE, LOSSY)
    wide = saved(colours(), "JPEG", icc_profile=wide_gamut_profile(), **best)
    yield WholeFile("wide gamut.jpg", wide, opaque(tuple(map(from_wide_gamut, COLOURS))), LOSSY)
    broken = saved(colours(), "JPEG", icc_profile=b"no profile at all" * 20, **best)
    yield WholeFile("broken profile.jpg", broken, OPAQUE, LOSSY, remark="profile")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield WholeFile("srgb.jpg", saved(colours(), "JPEG", icc_profile=srgb, **best), OPAQUE, LOSSY)
    two = saved(colours(), "MPO", save_all=True, append_images=[Image.new("RGB", (SIDE, SIDE))], **best)
    yield WholeFile("two pictures.jpg", two, OPAQUE, LOSSY, remark="several frames")
    yield WholeFile("rubbish at the end.jpg", plain + _noise(500), OPAQUE, LOSSY)


def _tiffs() -> Iterator[WholeFile]:
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        content = saved(colours(), "TIFF", compression=None if compression == "raw" else compression)
        yield WholeFile(f"{compression}.tif", content, OPAQUE)
    yield WholeFile("alpha.tif", saved(translucent(), "TIFF"), TRANSLUCENT)
    bilevel = Image.fromarray(quadrants((0, 255, 255, 0))).convert("1")
    yield WholeFile("fax.tif", saved(bilevel, "TIFF", compression="group4"), opaque((0, 255, 255, 0)))
    deep = Image.fromarray(quadrants(tuple(v * 257 for v in GREYS), np.uint16))
    yield WholeFile("grey of 16 bits.tif", saved(deep, "TIFF"), OPAQUE_GREY)
    inverse = Image.fromarray(quadrants(tuple((255 - v) * 257 for v in GREYS), np.uint16))
    yield WholeFile("white is zero.tif", saved(inverse, "TIFF", tiffinfo={262: 0}), OPAQUE_GREY)
    integers = Image.fromarray(quadrants(tuple(v * 16_843_009 // 2 for v in GREYS), np.int32))
    yield WholeFile("integers of 32 bits.tif", saved(integers, "TIFF"), opaque((0, 42, 85, 127)), remark="white")
    floats = Image.fromarray(quadrants(tuple(v / 255 for v in GREYS), np.float32))
    yield WholeFile("floats.tif", saved(floats, "TIFF"), OPAQUE_GREY)
    odd = quadrants(tuple(float(v) for v in GREYS), np.float32)
    odd[0, 0], odd[0, 1], odd[0, 2] = np.nan, np.inf, -5.0
    yield WholeFile("floats up to 255.tif", saved(Image.fromarray(odd), "TIFF"), OPAQUE_GREY, remark="white")
    pages = saved(colours(), "TIFF", save_all=True, append_images=[Image.new("RGB", (SIDE, SIDE))] * 2)
    yield WholeFile("three pages.tif", pages, OPAQUE, remark="several frames")
    ink = Image.fromarray(255 - quadrants(tuple((*c, 255) for c in COLOURS)), "CMYK")
    yield WholeFile("cmyk.tif", saved(ink, "TIFF"), OPAQUE)
    lab = Image.fromarray(quadrants(((0, 0, 0), (136, 0, 0), (255, 0, 0), (136, 0, 0))), "LAB")
    yield WholeFile("lab.tif", saved(lab, "TIFF"), opaque((0, 127, 255, 127)), 3)
    turned = Image.Exif()
    turned[0x0112] = 3
    yield WholeFile("turned.tif", saved(colours().rotate(180), "TIFF", exif=turned), OPAQUE)


def _others() -> Iterator[WholeFile]:
    other = Image.new("RGB", (SIDE, SIDE))
    yield WholeFile("lossless.webp", saved(colours(), "WEBP", lossless=True), OPAQUE)
    yield WholeFile("lossy.webp", saved(colours().resize((128, 128), 0), "WEBP", quality=95), OPAQUE, LOSSY)
    yield WholeFile("alpha.webp", saved(translucent(), "WEBP", lossless=True, exact=True), TRANSLUCENT)
    moving = saved(colours(), "WEBP", save_all=True, append_images=[other], lossless=True)
    yield WholeFile("animated.webp", moving, OPAQUE, remark="several frames")
    yield WholeFile("colour.gif", saved(palette_picture(), "GIF"), OPAQUE)
    clear = (*OPAQUE[:2], (*COLOURS[2], 0), OPAQUE[3])
    yield WholeFile("clear colour.gif", saved(palette_picture(), "GIF", transparency=2), clear)
    moving = saved(palette_picture(), "GIF", save_all=True, append_images=[other])
    yield WholeFile("animated.gif", moving, OPAQUE, remark="several frames")
    yield WholeFile("colour.bmp", saved(colours(), "BMP"), OPAQUE)
    yield WholeFile("palette.bmp", saved(palette_picture(), "BMP"), OPAQUE)
    yield WholeFile("grey.bmp", saved(greys(), "BMP"), OPAQUE_GREY)
    yield WholeFile("colour.ppm", saved(colours(), "PPM"), OPAQUE)
    yield WholeFile("grey.pgm", saved(greys(), "PPM"), OPAQUE_GREY)
    deep = quadrants(tuple(v * 257 for v in GREYS), np.dtype(">u2").type).astype(">u2")
    yield WholeFile("grey of 16 bits.pgm", f"P5 {SIDE} {SIDE} 65535\n".encode() + deep.tobytes(), OPAQUE_GREY)
    text = " ".join(str(v) for v in quadrants(COLOURS).ravel())
    yield WholeFile("text.ppm", f"P3 # a remark\n{SIDE} {SIDE} 255\n{text}\n".encode(), OPAQUE)
    yield WholeFile("colour.avif", saved(colours().resize((128, 128), 0), "AVIF", quality=95), OPAQUE, LOSSY)
    yield WholeFile("a png.jpg", saved(colours(), "PNG"), OPAQUE)
    yield WholeFile("a jpeg.png", saved(colours(), "JPEG", quality=95, subsampling=0), OPAQUE, LOSSY)
    yield WholeFile("a webp.jpeg", saved(colours(), "WEBP", lossless=True), OPAQUE)
    yield WholeFile("a gif.tiff", saved(palette_picture(), "GIF"), OPAQUE)


def palette_picture() -> Image.Image:
    picture = Image.fromarray(quadrants((0, 1, 2, 3)), "P")
    picture.putpalette([level for colour in COLOURS for level in colour])
    return picture


def chunk(kind: bytes, content: bytes) -> bytes:
    """One piece of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, data: bytes, bits: int = 8, colour: int = 0, interlace: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def png_from(values: np.ndarray, bits: int, colour: int) -> bytes:
    """A PNG of unsigned numbers (h, w) or (h, w, c), without filters."""
    rows = [b"\0" + _packed(row, bits) for row in values]
    return png_of(values.shape[1], values.shape[0], zlib.compress(b"".join(rows)), bits, colour)


def interlaced_png(values: np.ndarray) -> bytes:
    """The same in Adam7's seven passes, uint8 (h, w, 3)."""
    starts = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    passes = [values[y::dy, x::dx] for y, x, dy, dx in starts]
    data = b"".join(b"\0" + row.tobytes() for part in passes for row in part)
    return png_of(values.shape[1], values.shape[0], zlib.compress(data), 8, 2, 1)


def _packed(row: np.ndarray, bits: int) -> bytes:
    if bits == 16:
        return row.astype(">u2").tobytes()
    digits = np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - bits :]
    return np.packbits(digits.ravel()).tobytes()


def _orientations() -> Iterator[Image.Image]:
    """What must be stored so that EXIF's orientations 1 to 8 show the quadrants upright."""
    turn = Image.Transpose
    picture = colours()
    yield picture
    for stored in (turn.FLIP_LEFT_RIGHT, turn.ROTATE_180, turn.FLIP_TOP_BOTTOM, turn.TRANSPOSE):
        yield picture.transpose(stored)
    for stored in (turn.ROTATE_90, turn.TRANSVERSE, turn.ROTATE_270):
        yield picture.transpose(stored)


# A wide gamut as a matrix profile (ICC.1:2001, 6.3.1.2): primaries of Adobe RGB (1998) adapted to D50, gamma 2.2.
_WIDE_TO_D50 = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
_D50_TO_SRGB = np.array(  # IEC 61966-2-1, adapted to D50 by Bradford's method
    [[3.1338561, -1.6168667, -0.4906146], [-0.9787684, 1.9161415, 0.0334540], [0.0719453, -0.2289914, 1.4052427]]
)


def from_wide_gamut(colour: tuple[int, int, int]) -> tuple[int, ...]:
    """What a colour of the wide gamut is in sRGB, in closed form, clipped where sRGB cannot show it."""
    linear = _D50_TO_SRGB @ _WIDE_TO_D50 @ (np.array(colour) / 255) ** (563 / 256)
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return tuple(int(v) for v in (encoded * 255).round())


def wide_gamut_profile() -> bytes:
    """The profile, byte by byte."""
    columns = [b"XYZ \0\0\0\0" + b"".join(_fixed(v) for v in column) for column in _WIDE_TO_D50.T]
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0"
    white = b"XYZ \0\0\0\0" + b"".join(map(_fixed, (0.9642, 1.0, 0.8249)))
    name = b"Wide gamut\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78 + 12 - 11)
    tags = [(b"desc", description), (b"cprt", b"text\0\0\0\0none\0\0\0\0"), (b"wtpt", white)]
    tags += list(zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True))
    tags += [(kind, curve) for kind in (b"rTRC", b"gTRC", b"bTRC")]
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for kind, content in tags:
        content += bytes(-len(content) % 4)
        table += kind + struct.pack(">II", start + len(body), len(content))
        body += content
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    header += b"".join(map(_fixed, (0.9642, 1.0, 0.8249))) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65_536))


def _with_wrong_sum(png: bytes) -> bytes:
    """Change one byte of the picture data's checksum."""
    end = png.rindex(b"IEND") - 4
    return png[: end - 1] + bytes([png[end - 1] ^ 0xFF]) + png[end:]


def _resized_header(png: bytes, width: int, height: int) -> bytes:
    header = struct.pack(">II", width, height) + png[24:29]
    return png[:8] + chunk(b"IHDR", header) + png[33:]


def _with_damaged_text(png: bytes) -> bytes:
    """A text chunk whose own checksum is wrong, which makes all of the file suspect."""
    text = bytearray(chunk(b"tEXt", b"Comment\0hello"))
    text[-1] ^= 0xFF
    return png[:33] + bytes(text) + png[33:]


def _without_segment(jpeg: bytes, marker: int) -> bytes:
    start = jpeg.index(bytes([0xFF, marker]))
    (length,) = struct.unpack_from(">H", jpeg, start + 2)
    return jpeg[:start] + jpeg[start + 2 + length :]


def _bomb_bmp() -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def _noise(count: int) -> bytes:
    return np.random.default_rng(1).integers(0, 256, count, np.uint8).tobytes()
