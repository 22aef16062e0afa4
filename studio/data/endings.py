"""The endings of picture files: by which files of a source are looked at, and which belong to which format."""

OF_FORMAT = {
    "PNG": frozenset({".png", ".apng"}),
    "JPEG": frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    "MPO": frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"}),
    "WEBP": frozenset({".webp"}),
    "BMP": frozenset({".bmp", ".dib"}),
    "GIF": frozenset({".gif"}),
    "TIFF": frozenset({".tif", ".tiff"}),
    "PPM": frozenset({".ppm", ".pgm", ".pbm", ".pnm", ".pfm"}),
    "AVIF": frozenset({".avif"}),
}
UNREADABLE = frozenset(
    {".heic", ".heif", ".jxl", ".jp2", ".psd", ".svg", ".tga", ".exr", ".dng", ".cr2", ".nef", ".arw"}
)
"""Pictures that cannot be read here; they are looked at so that nobody wonders where they went."""

ENDINGS = frozenset().union(UNREADABLE, *OF_FORMAT.values())
