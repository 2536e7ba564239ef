from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from signage.adapters.pictures import LONGEST_SIDE, rebuilt, thumbnail
from signage.domain.refusals import ContentRefused, Refusal
from signage.domain.sniffing import Found, sniffed
from tests.signage.library.files import CANARY, a_moving_gif, a_picture, a_png_that_claims, an_archive


def taken(tmp_path: Path, data: bytes) -> tuple[bytes, str, Image.Image]:
    path = tmp_path / "in"
    path.write_bytes(data)
    made = rebuilt(path)
    return made.data, made.content_type, Image.open(BytesIO(made.data))


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg"), ("GIF", "image/png"), ("AVIF", "image/jpeg")],
)
def test_each_kind_of_picture_becomes_one_that_every_browser_shows(tmp_path: Path, kind: str, content_type: str) -> None:
    data = a_picture(kind)
    assert sniffed(data[:64]) is Found.PICTURE
    _, found, picture = taken(tmp_path, data)
    assert (found, picture.size) == (content_type, (64, 36))
    left, right = picture.convert("RGB").getpixel((8, 18)), picture.convert("RGB").getpixel((56, 18))
    assert left[2] > 150 > left[0]  # type: ignore[index,operator]
    assert right[0] > 150 > right[2]  # type: ignore[index,operator]


def test_a_picture_keeps_what_is_transparent(tmp_path: Path) -> None:
    _, found, picture = taken(tmp_path, a_picture("WEBP", mode="RGBA", lossless=True))
    assert (found, picture.mode) == ("image/png", "RGBA")
    assert picture.getpixel((60, 10))[3] == 120  # type: ignore[index]


def test_nothing_but_pixels_comes_through(tmp_path: Path) -> None:
    note = PngInfo()
    note.add_text("Comment", CANARY.decode())
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    hidden = {
        "text of a PNG": a_picture("PNG", pnginfo=note),
        "EXIF of a JPEG": a_picture("JPEG", exif=exif),
        "comment of a JPEG": a_picture("JPEG", comment=CANARY),
        "tail of a GIF": a_picture("GIF") + CANARY,
        "archive behind a JPEG": a_picture("JPEG") + an_archive({"index.html": CANARY}),
    }
    for where, data in hidden.items():
        rebuilt_data, _, _ = taken(tmp_path, data)
        assert CANARY not in rebuilt_data, where
        assert b"PK\x03\x04" not in rebuilt_data, where


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, _, picture = taken(tmp_path, a_picture("JPEG", (64, 36), exif=exif))
    assert picture.size == (36, 64)


def test_a_moving_picture_keeps_its_frames_and_its_pace(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(a_moving_gif(4))
    made = rebuilt(path)
    assert (made.content_type, made.duration_ms) == ("image/webp", 480)
    assert Image.open(BytesIO(made.data)).n_frames == 4  # type: ignore[attr-defined]


def test_a_huge_picture_is_made_smaller(tmp_path: Path) -> None:
    _, _, picture = taken(tmp_path, a_picture("JPEG", (5000, 100)))
    assert picture.size == (LONGEST_SIDE, round(100 * LONGEST_SIDE / 5000))


@pytest.mark.parametrize("size", [(40_000, 40_000), (13_000, 13_000), (7100, 7100)])
def test_a_bomb_is_refused_by_its_header(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ContentRefused) as refused:
        taken(tmp_path, a_png_that_claims(*size))
    assert refused.value.code is Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "data", [a_picture("JPEG", (200, 200))[:900], a_picture("PNG")[:60], a_png_that_claims(100, 100), b"\xff\xd8\xff" + b"x" * 50]
)
def test_a_damaged_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ContentRefused) as refused:
        taken(tmp_path, data)
    assert refused.value.code is Refusal.BROKEN_PICTURE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Refusal.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", Refusal.SVG),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<svg onload='x()'/>", Refusal.SVG),
        (b"<html><svg></svg></html>", Refusal.UNKNOWN_TYPE),
        (b"MZ\x90\x00", Refusal.UNKNOWN_TYPE),
        (b"BM" + b"\0" * 60, Refusal.UNKNOWN_TYPE),
    ],
)
def test_what_is_none_of_the_kinds_is_refused_whatever_it_is_called(data: bytes, code: Refusal) -> None:
    with pytest.raises(ContentRefused) as refused:
        sniffed(data)
    assert refused.value.code is code


def test_a_thumbnail_is_small(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(a_picture("PNG", (1920, 1080)))
    assert Image.open(BytesIO(thumbnail(path))).size == (480, 270)
