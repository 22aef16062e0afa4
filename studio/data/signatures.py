"""What a file that is no readable picture is instead, told by its first bytes."""

_DAMAGED = (
    ("PNG", b"\x89PNG"),
    ("JPEG", b"\xff\xd8\xff"),
    ("GIF", b"GIF8"),
    ("TIFF", b"II*\0"),
    ("TIFF", b"MM\0*"),
    ("BMP", b"BM"),
)
_OTHER = (
    ("a PDF document", b"%PDF"),
    ("a Photoshop file", b"8BPS"),
    ("a ZIP archive", b"PK\x03\x04"),
    ("a JPEG XL picture", b"\xff\x0a"),
    ("a JPEG XL picture", b"\0\0\0\x0cJXL "),
    ("a JPEG 2000 picture", b"\0\0\0\x0cjP  "),
    ("an icon", b"\0\0\x01\0"),
    ("an OpenEXR picture", b"v/1\x01"),
    ("a web page", b"<!doctype html"),
    ("a web page", b"<html"),
    ("a vector drawing (SVG)", b"<svg"),
    ("text", b"<?xml"),
)
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF", b"hevc": "HEIC", b"msf1": "HEIF"}


def told_by_its_beginning(content: bytes) -> str:
    """Return a clause about a file that was not recognised, without its full stop."""
    for name, beginning in _DAMAGED:
        if content.startswith(beginning):
            return f"it is damaged: it begins like a {name} file, but cannot be read as one"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "it is damaged: it begins like a WEBP file, but cannot be read as one"
    if content[4:8] == b"ftyp":
        kind = _BRANDS.get(content[8:12])
        return f"it is a {kind} picture, which cannot be read here" if kind else "it is a film, not a picture"
    beginning = content[:64].lstrip().lower()
    for what, mark in _OTHER:
        if content.startswith(mark) or beginning.startswith(mark):
            return f"it is {what}, not a picture that can be read"
    return "it is not a picture"
