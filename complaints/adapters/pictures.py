"""Pictures that users send: rebuilt from their pixels, so that nothing else of the file is ever kept or shown."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
MOST_BYTES = 10 * 1024 * 1024
_QUALITY = 85
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPicture(Exception):
    """The file is no picture of a kind that is taken, is broken, or has too many pixels or bytes."""


def rebuilt(stream: BinaryIO) -> BytesIO:
    """The picture as a JPEG of at most `LONGEST_SIDE`, upright, without place, camera or any other word about it. Raises NotAPicture."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotAPicture
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = BytesIO()
        Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=_QUALITY, optimize=True)
    except _BROKEN:
        raise NotAPicture from None
    out.seek(0)
    return out
