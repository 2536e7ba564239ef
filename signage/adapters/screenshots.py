"""The picture that a player draws of what it shows: a JPEG, rebuilt from its pixels."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000
LONGEST_SIDE = 1280
_QUALITY = 80
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAScreenshot(Exception):
    """No JPEG, a broken one, or one with too many pixels."""


def rebuilt(data: bytes) -> BytesIO:
    """A JPEG of at most LONGEST_SIDE with nothing in it but the picture. Raises NotAScreenshot."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAScreenshot
            shown = picture.convert("RGB")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = BytesIO()
        Image.frombytes("RGB", shown.size, shown.tobytes()).save(out, "JPEG", quality=_QUALITY, optimize=True)
    except _BROKEN:
        raise NotAScreenshot from None
    out.seek(0)
    return out
