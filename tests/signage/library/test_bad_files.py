"""What the library takes and what it turns down, each with files made here."""

from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from signage.adapters.bundles import NoSuchEntry, open_entry
from signage.adapters.taken import Taken
from signage.domain.kinds import MediaType
from signage.domain.media import Note
from signage.domain.refusals import MediaRefused, Reason
from signage.services.library.ingesting import take
from tests.signage.library import files


def taken(data: bytes, folder: Path, name: str = "in") -> Taken:
    """`name` is never looked at; it stands for what people call such a file."""
    path = folder / name
    path.write_bytes(data)
    into = folder / "made"
    into.mkdir()
    return take(path, into=into, progress=lambda _done, _total: None)


def refusal(data: bytes, folder: Path, name: str = "in") -> MediaRefused:
    with pytest.raises(MediaRefused) as refused:
        taken(data, folder, name)
    return refused.value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"MZ\x90\x00" + bytes(100), Reason.UNKNOWN),
        (files.SVG, Reason.SVG),
        (b"\xef\xbb\xbf  <!-- x --> <svg onload='x'>", Reason.SVG),
        (files.PAGE, Reason.HTML),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OFFICE),
        (b"Rar!\x1a\x07\x00", Reason.ARCHIVE),
        (files.a_png_that_claims(40_000, 40_000), Reason.TOO_MANY_PIXELS),
        (files.a_png_that_claims(13_000, 13_000), Reason.TOO_MANY_PIXELS),
        (files.a_picture()[:3000], Reason.BROKEN_PICTURE),
        (files.a_picture("WEBP")[:300], Reason.BROKEN_PICTURE),
        (files.a_picture("AVIF")[:400], Reason.BROKEN_PICTURE),
        (files.a_moving_picture("GIF")[:-40], Reason.BROKEN_PICTURE),
        (files.a_moving_picture("GIF", frames=601, size=(8, 8)), Reason.TOO_MANY_FRAMES),
        (files.a_pdf(password="secret"), Reason.ENCRYPTED),
        (files.a_pdf(pages=101), Reason.TOO_MANY_PAGES),
        (b"%PDF-1.7\n" + bytes(500), Reason.BROKEN_DOCUMENT),
        (files.a_clip()[:-2000], Reason.TRUNCATED),
        (files.a_clip("libvpx", name="clip.webm")[:-2500], Reason.TRUNCATED),
        (b"\x00\x00\x00\x18ftypisom" + bytes(600), Reason.BROKEN_VIDEO),
        (files.an_archive({"readme.txt": b"x"}), Reason.NO_INDEX),
        (files.an_archive([("index.html", files.PAGE), ("../../etc/cron.d/x.txt", b"x")]), Reason.BAD_PATH),
        (files.an_archive([("index.html", files.PAGE), ("/abs.txt", b"x")]), Reason.BAD_PATH),
        (files.an_archive([("index.html", files.PAGE), ("a\\b.txt", b"x")]), Reason.BAD_PATH),
        (files.an_archive([("index.html", files.PAGE), ("C:x.txt", b"x")]), Reason.BAD_PATH),
        (files.an_archive([("index.html", files.PAGE), ("Index.html", b"x")]), Reason.CASE_CLASH),
        (files.an_archive([("index.html", files.PAGE), ("a.js", b"x"), ("A.js/b.js", b"x")]), Reason.CASE_CLASH),
        (files.an_archive([("index.html", files.PAGE), ("x.exe", b"MZ")]), Reason.TYPE_NOT_ALLOWED),
        (files.an_archive([("index.html", files.PAGE), ("x.svg", files.SVG)]), Reason.SVG),
        (files.an_archive([("index.html", files.PAGE), ("x.png", files.SVG)]), Reason.SVG),
        (files.an_archive([("index.html", files.PAGE), ("x.png", b"no picture")]), Reason.NOT_WHAT_IT_SAYS),
        (files.an_archive([("index.html", files.PAGE), ("more.zip", b"PK")]), Reason.NESTED_ARCHIVE),
        (files.an_archive([("index.html", files.PAGE), ("data.json", files.an_archive())]), Reason.NESTED_ARCHIVE),
        (files.an_archive([("index.html", files.PAGE), ("zeros.json", bytes(20_000_000))]), Reason.BOMB),
        (files.an_archive([("index.html", files.PAGE), *((f"z{n}.js", bytes(900_000)) for n in range(9))]), Reason.BOMB),
        (files.an_archive([("index.html", files.PAGE), *((f"{n}.js", b"") for n in range(2001))]), Reason.TOO_MANY_ENTRIES),
        (files.an_archive_with_a_link(), Reason.LINK),
        (files.an_archive()[:-30], Reason.BROKEN_ARCHIVE),
        (files.an_archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), Reason.OFFICE),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else "",
)
def test_a_bad_file_is_turned_down_for_its_reason(data: bytes, reason: Reason, tmp_path: Path) -> None:
    assert refusal(data, tmp_path).reason is reason


def test_an_svg_by_the_name_of_a_picture_is_still_an_svg(tmp_path: Path) -> None:
    assert refusal(files.SVG, tmp_path, name="logo.png").reason is Reason.SVG


def test_the_size_of_a_bomb_is_told_as_its_header_claims_it(tmp_path: Path) -> None:
    assert refusal(files.a_png_that_claims(40_000, 40_000), tmp_path).figures == (40_000, 40_000, 50_000_000)


def test_a_damaged_entry_of_a_bundle_is_found_by_reading_it(tmp_path: Path) -> None:
    data = bytearray(files.an_archive({"index.html": files.PAGE * 40}, packing=0))
    data[200] ^= 0xFF
    assert refusal(bytes(data), tmp_path).reason is Reason.BROKEN_ARCHIVE


def test_a_fast_start_clip_cut_inside_its_pictures_is_not_believed(tmp_path: Path) -> None:
    """The index in front promises them all, so a look at the header is content."""
    whole = files.a_clip(frames=75)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    with av.open(str(cut)) as probed:
        assert probed.streams.video[0].frames == 75
    assert refusal(cut.read_bytes(), tmp_path).reason is Reason.TRUNCATED


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (files.a_turned_picture(), b"secret comment"),
        (files.a_picture() + files.an_archive({"x.txt": b"hidden words"}), b"x.txt"),
        (files.a_picture("PNG") + b"<script>hidden()</script>", b"hidden"),
        (files.a_moving_picture("GIF") + b"PK\x03\x04 hidden tail", b"hidden"),
    ],
    ids=["exif and comment", "jpeg with zip", "png with script", "gif with tail"],
)
def test_nothing_but_pixels_comes_through(data: bytes, hidden: bytes, tmp_path: Path) -> None:
    made = taken(data, tmp_path)
    assert hidden in data
    assert hidden not in made.pieces[0].path.read_bytes()
    with Image.open(made.pieces[0].path) as picture:
        assert not picture.getexif()


def test_a_photograph_with_a_preview_in_it_stays_a_photograph(tmp_path: Path) -> None:
    found = taken(files.a_photograph_with_a_preview(), tmp_path)
    assert (found.width, found.height) == (640, 480)
    with Image.open(found.pieces[0].path) as picture:
        assert getattr(picture, "n_frames", 1) == 1, "not its preview now and then"
    assert Note.ANIMATED not in found.notes


def test_a_drawing_inside_a_page_of_a_bundle_is_no_svg_file(tmp_path: Path) -> None:
    page = b"<!doctype html><body><svg viewBox='0 0 1 1'><path d='M0 0'/></svg>"
    assert taken(files.an_archive({"index.html": page}), tmp_path).media is MediaType.BUNDLE


def test_a_picture_is_turned_upright(tmp_path: Path) -> None:
    made = taken(files.a_turned_picture(), tmp_path)
    assert (made.width, made.height) == (200, 320)
    assert Note.TURNED in made.notes


def test_a_large_picture_is_scaled_to_what_screens_have(tmp_path: Path) -> None:
    made = taken(files.a_picture(size=(5000, 1000)), tmp_path)
    assert (made.width, made.height) == (3840, 768)
    assert Note.SCALED in made.notes


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_moving_picture_keeps_moving(kind: str, tmp_path: Path) -> None:
    made = taken(files.a_moving_picture(kind), tmp_path)
    with Image.open(made.pieces[0].path) as picture:
        assert (picture.format, picture.n_frames) == ("WEBP", 5)  # type: ignore[attr-defined]
    assert Note.ANIMATED in made.notes


def facts_of_clip(path: Path) -> tuple[Any, ...]:
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        codec = stream.codec_context
        sounds = [one.codec_context.name for one in clip.streams.audio]
        return codec.name, codec.profile, codec.pix_fmt, codec.width, codec.height, stream.frames, sounds


def test_a_clip_that_players_play_is_kept_byte_for_byte(tmp_path: Path) -> None:
    data = files.a_clip(sound="aac")
    made = taken(data, tmp_path)
    assert made.pieces[0].path.read_bytes() == data
    assert made.notes == (Note.CHECKED, Note.KEPT)
    assert (made.width, made.height, made.duration_ms) == (160, 120, 2000)


@pytest.mark.parametrize(
    "data",
    [files.a_clip(is_fast=False), files.a_clip(name="clip.mov"), files.a_clip() + b"PK\x03\x04" + bytes(3000)],
    ids=["index at the end", "quicktime", "another file behind"],
)
def test_a_clip_in_another_wrapping_keeps_its_pictures(data: bytes, tmp_path: Path) -> None:
    made = taken(data, tmp_path)
    assert Note.REMUXED in made.notes
    assert facts_of_clip(made.pieces[0].path)[:1] + facts_of_clip(made.pieces[0].path)[3:6] == ("h264", 160, 120, 50)
    content = made.pieces[0].path.read_bytes()
    assert content.find(b"moov") < content.find(b"mdat")
    assert b"PK\x03\x04" not in content


@pytest.mark.parametrize(
    "wanted",
    [
        {"codec": "libx265"},
        {"codec": "libvpx", "name": "clip.webm"},
        {"codec": "libx264", "pixels": "yuv420p10le"},
        {"codec": "mpeg4", "sound": "libmp3lame"},
    ],
    ids=["hevc", "webm", "ten bits", "mpeg-4 with mp3"],
)
def test_any_other_clip_is_made_anew(wanted: dict[str, Any], tmp_path: Path) -> None:
    if wanted["codec"] not in av.codecs_available:
        pytest.skip("this build of FFmpeg cannot make such a clip")
    made = taken(files.a_clip(**wanted), tmp_path)
    assert Note.TRANSCODED in made.notes
    sounds = ["aac"] if wanted.get("sound") else []
    assert facts_of_clip(made.pieces[0].path) == ("h264", "High", "yuv420p", 160, 120, 50, sounds)


def test_a_clip_whose_sound_goes_on_after_its_pictures_is_whole(tmp_path: Path) -> None:
    found = taken(files.a_clip("libvpx-vp9", name="long.webm", sound="libopus", sound_seconds=5), tmp_path)
    assert found.duration_ms is not None
    assert 1900 <= found.duration_ms <= 5200


def test_a_recording_whose_first_packets_have_no_date_keeps_all_its_pictures(tmp_path: Path) -> None:
    """As browsers record H.264 into Matroska, with pictures that refer to later ones."""
    data = files.a_clip("libx264", name="recorded.mkv", frames=75)
    made = taken(data, tmp_path).pieces[0].path
    assert facts_of_clip(made)[5] == 75


def test_a_large_and_fast_clip_is_brought_to_what_screens_play(tmp_path: Path) -> None:
    made = taken(files.a_clip("mpeg4", size=(2560, 1440), frames=6, rate=50), tmp_path)
    assert (made.width, made.height) == (1920, 1080)
    assert facts_of_clip(made.pieces[0].path)[5] in (3, 4)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"], ids=["kept", "made anew"])
def test_a_turned_clip_is_shown_upright(codec: str, tmp_path: Path) -> None:
    """The bright corner is at the upper left as recorded; turned a quarter against the clock it is at the lower left."""
    made = taken(files.a_clip(codec, turned=90), tmp_path)
    assert (made.width, made.height) == (120, 160)
    assert made.thumbnail is not None
    with Image.open(made.thumbnail) as picture:
        shown = picture.convert("L")
        corners = [shown.getpixel(at) for at in ((20, 20), (100, 20), (20, 140), (100, 120))]
    assert [bright > 128 for bright in corners] == [False, False, True, False]  # type: ignore[operator]


def test_a_clip_without_pictures_is_turned_down(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as output:
        files._add_tone(output, output.add_stream("aac", rate=48_000), seconds=1)
    assert refusal(path.read_bytes(), tmp_path).reason is Reason.NO_PICTURE


def test_work_on_a_clip_ends_when_it_is_told_to(tmp_path: Path) -> None:
    class Told(Exception):
        pass

    def progress(done: int, total: int | None) -> None:
        if total == 50 and done > 10:
            raise Told

    path = tmp_path / "in"
    path.write_bytes(files.a_clip("mpeg4"))
    with pytest.raises(Told):
        take(path, into=tmp_path, progress=progress)


def test_a_document_becomes_a_picture_a_page(tmp_path: Path) -> None:
    made = taken(files.a_pdf(), tmp_path)
    assert (made.media, len(made.pieces), made.width, made.height) == (MediaType.DOCUMENT, 3, 2560, 1440)


def test_a_bundle_is_kept_as_it_is_and_read_entry_by_entry(tmp_path: Path) -> None:
    data = files.an_archive()
    made = taken(data, tmp_path)
    path = made.pieces[0].path
    assert (made.media, path.read_bytes()) == (MediaType.BUNDLE, data)
    assert open_entry(path, "index.html") == (files.PAGE, "text/html; charset=utf-8")
    with pytest.raises(NoSuchEntry):
        open_entry(path, "img")
