"""A photo is rebuilt from its pixels; what is no picture is refused."""

from io import BytesIO

import pytest
from PIL import Image

from complaints.adapters.pictures import LONGEST_SIDE, MOST_BYTES, NotAPicture, rebuilt


def a_picture(kind: str = "PNG", *, size: tuple[int, int] = (40, 30), **options: object) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return BytesIO(out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_as_a_jpeg_of_its_size(kind: str) -> None:
    with Image.open(rebuilt(a_picture(kind))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (40, 30))


def test_place_camera_and_what_hangs_behind_the_picture_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    sent = a_picture("JPEG", exif=exif).getvalue() + b"<script>alert(1)</script>"
    kept = rebuilt(BytesIO(sent)).getvalue()
    assert b"SecretCamera" in sent
    assert b"SecretCamera" not in kept
    assert b"script" not in kept


def test_a_picture_that_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(rebuilt(a_picture("JPEG", exif=exif))) as picture:
        assert picture.size == (30, 40)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(rebuilt(a_picture(size=(2 * LONGEST_SIDE, LONGEST_SIDE)))) as picture:
        assert picture.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no picture at all",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        a_picture("GIF").getvalue(),
        a_picture().getvalue()[:60],
        a_picture(size=(9000, 9000)).getvalue(),
        b"\xff\xd8" + bytes(MOST_BYTES),
    ],
    ids=["empty", "text", "svg", "gif", "cut off", "too many pixels", "too many bytes"],
)
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(NotAPicture):
        rebuilt(BytesIO(sent))
