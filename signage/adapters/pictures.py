"""Pictures rebuilt from their pixels: what was hidden behind or beside them stays behind."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from ..domain.refusals import ContentRefused, Refusal

MOST_PIXELS = 50_000_000
MOST_FRAMES = 600
MOST_MOVING_PIXELS = 1_500_000_000
LONGEST_SIDE = 3840
THUMBNAIL = (480, 270)
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_SLOWEST_MS, _QUICKEST_MS = 10_000, 20


@dataclass(frozen=True)
class Picture:
    """`duration_ms` is what one pass of a moving picture lasts; None for one that stands."""

    data: bytes
    content_type: str
    width: int
    height: int
    duration_ms: int | None = None


def rebuilt(path: Path) -> Picture:
    """The picture upright, at most `LONGEST_SIDE` wide and high, in a file of ours. Raises ContentRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as picture:
                _check_size(picture)
                return _moving(picture) if getattr(picture, "n_frames", 1) > 1 else _standing(picture)
    except ContentRefused:
        raise
    except Image.DecompressionBombError as error:
        raise ContentRefused(Refusal.TOO_MANY_PIXELS, found="", limit=MOST_PIXELS // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError) as error:
        raise ContentRefused(Refusal.BROKEN_PICTURE) from error


def thumbnail(path: Path) -> bytes:
    """A small JPEG of a file that was rebuilt here."""
    with Image.open(path, formats=_FORMATS) as picture:
        picture.draft("RGB", THUMBNAIL)
        return thumbnail_of(picture)


def thumbnail_of(picture: Image.Image) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail(THUMBNAIL)
    kept = BytesIO()
    small.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _check_size(picture: Image.Image) -> None:
    """From the header, before anything is decoded."""
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        raise ContentRefused(Refusal.TOO_MANY_PIXELS, found=f"{picture.width} × {picture.height}", limit=MOST_PIXELS // 1_000_000)
    if getattr(picture, "is_animated", False) and pixels * 2 > MOST_MOVING_PIXELS:
        raise ContentRefused(Refusal.TOO_MANY_FRAMES, limit=MOST_FRAMES)


def _standing(picture: Image.Image) -> Picture:
    is_photograph = picture.format == "JPEG"
    picture.load()
    upright = _fitted(ImageOps.exif_transpose(picture))
    kept = BytesIO()
    if is_photograph or not _has_alpha(upright):
        clean = _clean(upright, "RGB")
        if is_photograph or picture.format in ("WEBP", "AVIF"):
            clean.save(kept, "JPEG", quality=90, progressive=False)
            return Picture(kept.getvalue(), "image/jpeg", *clean.size)
    else:
        clean = _clean(upright, "RGBA")
    clean.save(kept, "PNG")
    return Picture(kept.getvalue(), "image/png", *clean.size)


def _moving(picture: Image.Image) -> Picture:
    """A moving picture as WebP, which browsers play and which keeps its pace."""
    count: int = getattr(picture, "n_frames", 1)
    if count > MOST_FRAMES or count * picture.width * picture.height > MOST_MOVING_PIXELS:
        raise ContentRefused(Refusal.TOO_MANY_FRAMES, found=count, limit=MOST_FRAMES)
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(_clean(_fitted(frame), "RGBA"))
        durations.append(min(_SLOWEST_MS, max(_QUICKEST_MS, int(frame.info.get("duration") or 100))))
    kept = BytesIO()
    frames[0].save(kept, "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=85)
    return Picture(kept.getvalue(), "image/webp", *frames[0].size, duration_ms=sum(durations))


def _fitted(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    scale = LONGEST_SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.convert("RGBA" if _has_alpha(picture) else "RGB").resize(size, Image.Resampling.LANCZOS)


def _clean(picture: Image.Image, mode: str) -> Image.Image:
    """The pixels alone: a new picture knows no text, profile or tail of the old one."""
    converted = picture.convert(mode)
    fresh = Image.new(mode, converted.size)
    fresh.paste(converted)
    return fresh


def _has_alpha(picture: Any) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
