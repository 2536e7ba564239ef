"""Pictures rebuilt from their pixels: what else was in the file (EXIF, comments, another file behind the end) does not come along."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from ..domain.kinds import MediaType
from ..domain.media import THUMBNAIL_SIDE, Note
from ..domain.pictures import HEADER_BYTES, LARGEST_PICTURE, LONGEST_SIDE, check_size, claimed_size, fitted, most_frames
from ..domain.refusals import MediaRefused, Reason
from ..domain.sniffing import Format
from .taken import Piece, Progress, Taken

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError, Image.DecompressionBombError)
_PILLOW = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.GIF: "GIF", Format.WEBP: "WEBP", Format.AVIF: "AVIF"}
_QUALITY = 90
_THUMBNAIL_QUALITY = 78
_USUAL_FRAME_MS = 100
_SHORTEST_FRAME_MS = 20


def take_picture(path: Path, kind: Format, *, into: Path, progress: Progress) -> Taken:
    """The picture as screens get it, in the folder `into`. Raises MediaRefused, and what `progress` raises."""
    _check_file(path, kind)
    with _reading(), Image.open(path, formats=(_PILLOW[kind],)) as source:
        check_size(source.size)
        # A JPEG that holds a second picture (a preview, a depth map) is no animation, whatever Pillow calls it.
        if kind is not Format.JPEG and getattr(source, "is_animated", False) and len(durations := _frame_durations(source)) > 1:
            return _moving(source, durations, into, progress)
        return _still(source, kind, into)


def write_thumbnail(picture: Image.Image, target: Path) -> Path:
    """A WebP of at most THUMBNAIL_SIDE."""
    small = _plain(picture)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    small.info.clear()
    small.save(target, "WEBP", quality=_THUMBNAIL_QUALITY, method=4)
    return target


def _check_file(path: Path, kind: Format) -> None:
    size = path.stat().st_size
    if size > LARGEST_PICTURE:
        raise MediaRefused(Reason.TOO_LARGE, size, LARGEST_PICTURE)
    with path.open("rb") as file:
        check_size(claimed_size(file.read(HEADER_BYTES), kind))


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever Pillow says of a broken file is one reason. The cap on pixels is ours, read before."""
    with catch_warnings():
        simplefilter("ignore")
        try:
            yield
        except _BROKEN:
            raise MediaRefused(Reason.BROKEN_PICTURE) from None


def _frame_durations(source: Image.Image) -> list[int]:
    """Milliseconds of each frame. Read one by one, so that a file cannot make us list millions of them."""
    most = most_frames(source.size)
    found: list[int] = []
    with suppress(EOFError):
        while True:
            source.seek(len(found))
            check_size(source.size)
            source.load()
            found.append(max(_SHORTEST_FRAME_MS, int(source.info.get("duration") or _USUAL_FRAME_MS)))
            if len(found) > most:
                raise MediaRefused(Reason.TOO_MANY_FRAMES, most)
    return found


def _still(source: Image.Image, kind: Format, into: Path) -> Taken:
    claimed, is_turned = source.size, source.getexif().get(ExifTags.Base.Orientation, 1) not in (0, 1)
    if kind is Format.JPEG:
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture = _plain(ImageOps.exif_transpose(source))
    size = fitted(picture.size)
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    target, content_type = _saved(picture, kind, into)
    notes = [Note.REBUILT, *([Note.TURNED] if is_turned else []), *([Note.SCALED] if max(size) < max(claimed) else [])]
    return Taken(
        media=MediaType.IMAGE,
        pieces=[Piece(target, content_type)],
        notes=notes,
        width=size[0],
        height=size[1],
        thumbnail=write_thumbnail(picture, into / "thumbnail.webp"),
    )


def _saved(picture: Image.Image, kind: Format, into: Path) -> tuple[Path, str]:
    """JPEG stays JPEG, PNG and the single picture of a GIF are PNG, the others WebP."""
    picture.info.clear()
    target = into / "picture"
    if kind is Format.JPEG:
        picture.convert("RGB").save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        return target, JPEG
    if kind in (Format.PNG, Format.GIF):
        picture.save(target, "PNG")
        return target, PNG
    picture.save(target, "WEBP", quality=_QUALITY, method=4)
    return target, WEBP


def _moving(source: Image.Image, durations: list[int], into: Path, progress: Progress) -> Taken:
    target = into / "picture"
    with _Reel(source, len(durations), progress) as reel:
        size, thumbnail = reel.size, write_thumbnail(reel.copy(), into / "thumbnail.webp")
        reel.save(target, "WEBP", save_all=True, duration=durations, loop=0, quality=_QUALITY, method=2)
    notes = [Note.REBUILT, Note.ANIMATED, *([Note.SCALED] if size != source.size else [])]
    return Taken(
        media=MediaType.IMAGE, pieces=[Piece(target, WEBP)], notes=notes, width=size[0], height=size[1], thumbnail=thumbnail
    )  # fmt: skip


class _Reel(Image.Image):
    """The frames of a moving picture, each made when the encoder asks for it: they are never in memory together."""

    def __init__(self, source: Image.Image, frames: int, progress: Progress) -> None:
        super().__init__()
        self.n_frames = frames
        self._source, self._progress, self._at = source, progress, 0
        self._mode, self._size = "RGBA", fitted(source.size)
        self.seek(0)

    def seek(self, frame: int) -> None:
        self._progress(frame, self.n_frames)
        self._source.seek(frame)
        picture = _plain(self._source).convert("RGBA")
        self.im = (picture if picture.size == self.size else picture.resize(self.size, Image.Resampling.LANCZOS)).im
        self._at = frame

    def tell(self) -> int:
        return self._at


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits of sRGB a channel, with alpha where the picture has any."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        picture = _in_srgb(picture, profile)
    return picture.convert(wanted)


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant; a profile that cannot be read is left out."""
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
