"""The rules of the library, by what must always hold."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from signage.domain.bundles import check_path
from signage.domain.chunks import chunk_digests
from signage.domain.clips import ClipFacts, Way, check_claims, played_size, way_of
from signage.domain.notices import LONGEST_BODY, LONGEST_TITLE, Tone, notice_text
from signage.domain.pictures import LONGEST_SIDE, MOST_PIXELS, check_size, claimed_size, fitted
from signage.domain.refusals import MediaRefused
from signage.domain.sniffing import Format, sniffed

SIDES = st.integers(1, 20_000)
GOOD = ClipFacts(
    container="mp4", codec="h264", profile="High", level=41, pixel_format="yuv420p", width=1920, height=1080, rotation=0, audio=["aac"],
    other_streams=0, packets=100, claimed_packets=100, claimed_ms=4000, last_ms=4000,
)  # fmt: skip


@given(st.binary(max_size=300), st.integers(1, 64))
def test_pieces_are_those_that_a_player_cuts(data: bytes, size: int) -> None:
    wanted = [sha256(data[at : at + size]).hexdigest() for at in range(0, len(data), size)]
    assert chunk_digests(BytesIO(data), size=size) == wanted


@pytest.mark.parametrize("kind", [Format.JPEG, Format.PNG, Format.GIF, Format.WEBP, Format.AVIF])
@pytest.mark.parametrize("size", [(1, 1), (17, 300), (640, 3)])
def test_the_size_in_the_header_is_that_of_the_picture(kind: Format, size: tuple[int, int]) -> None:
    for lossless in (False, True):
        out = BytesIO()
        Image.new("RGB", size, "red").save(out, kind.value, **({"lossless": lossless} if kind is Format.WEBP else {}))
        assert sniffed(out.getvalue()) is kind
        assert claimed_size(out.getvalue(), kind) == size


@given(st.binary(max_size=200), st.sampled_from(list(Format)))
def test_reading_a_header_never_fails_whatever_stands_in_it(data: bytes, kind: Format) -> None:
    size = claimed_size(data, kind)
    assert size is None or min(size) > 0
    sniffed(data)


@given(SIDES, SIDES)
def test_a_picture_is_decoded_up_to_the_cap_and_no_further(width: int, height: int) -> None:
    if width * height <= MOST_PIXELS:
        assert check_size((width, height)) == (width, height)
        return
    with pytest.raises(MediaRefused):
        check_size((width, height))


@given(SIDES, SIDES)
def test_a_scaled_picture_fits_and_is_never_larger(width: int, height: int) -> None:
    size = fitted((width, height))
    assert min(size) >= 1
    assert max(size) <= LONGEST_SIDE
    assert size[0] <= width
    assert size[1] <= height


@given(st.integers(2, 4096), st.integers(2, 4096))
def test_a_clip_made_anew_has_even_sides_that_screens_play(width: int, height: int) -> None:
    size = played_size(width, height)
    assert all(side % 2 == 0 and side >= 2 for side in size)
    assert max(size) <= 1920
    assert min(size) <= 1080
    if max(width, height) <= 1920 and min(width, height) <= 1080:
        assert all(abs(made - was) <= 1 for made, was in zip(size, (width, height), strict=True))


@given(st.integers(0, 300), st.integers(1, 300))
def test_fewer_packets_than_claimed_are_never_taken(packets: int, claimed: int) -> None:
    facts = replace(GOOD, packets=packets, claimed_packets=claimed)
    if packets >= claimed:
        check_claims(facts)
        return
    with pytest.raises(MediaRefused):
        check_claims(facts)


@pytest.mark.parametrize(
    "other",
    [
        {"codec": "hevc"}, {"profile": "High 10"}, {"level": 42}, {"level": 0}, {"pixel_format": "yuv422p"}, {"width": 1922},
        {"width": 1200, "height": 1200}, {"audio": ["mp3"]},
    ],
    ids=str,
)  # fmt: skip
def test_what_a_player_might_not_play_is_made_anew(other: dict[str, object]) -> None:
    assert way_of(replace(GOOD, **other), is_tidy_mp4=True) is Way.TRANSCODE  # type: ignore[arg-type]


def test_what_a_player_plays_is_kept_or_wrapped_anew() -> None:
    assert way_of(GOOD, is_tidy_mp4=True) is Way.KEEP
    assert way_of(replace(GOOD, width=1080, height=1920), is_tidy_mp4=True) is Way.KEEP
    assert way_of(GOOD, is_tidy_mp4=False) is Way.REMUX
    assert way_of(replace(GOOD, container="mov"), is_tidy_mp4=False) is Way.REMUX
    assert way_of(replace(GOOD, other_streams=1), is_tidy_mp4=True) is Way.REMUX


@given(st.lists(st.text(max_size=8), max_size=4).map("/".join))
def test_a_path_that_passes_stays_inside_the_bundle(name: str) -> None:
    try:
        check_path(name)
    except MediaRefused:
        return
    parts = name.removesuffix("/").split("/")
    assert not name.startswith("/")
    assert "\\" not in name
    assert not set(parts) & {"", ".", ".."}


@given(st.text(max_size=700), st.text(max_size=700))
def test_a_notice_never_says_more_than_fits(title: str, body: str) -> None:
    text = notice_text(title=title, body=body, tone=Tone.WARNING)
    assert len(text["title"]) <= LONGEST_TITLE
    assert len(text["body"]) <= LONGEST_BODY
    assert "\n" not in text["title"]
