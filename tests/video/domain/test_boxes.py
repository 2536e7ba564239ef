"""The walker finds whole fragments whatever the pieces it is fed, and never takes a torn one for whole."""

import itertools
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video.clips import clip
from video.adapters.muxing import SegmentWriter
from video.domain.boxes import Damaged, MovieFragment, Walker

BASE = 161_611_999_310_428


@cache
def footage() -> bytes:
    from io import BytesIO

    with TemporaryDirectory() as name, av.open(BytesIO(clip(seconds=3, gop=10))) as source:
        writer = SegmentWriter(path=Path(name) / "a.mp4", stream=source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                writer.mux(packet, decode=BASE + packet.dts, present=BASE + packet.pts)
        writer.close()
        return writer.path.read_bytes()


def walked(data: bytes) -> tuple[Walker, list[MovieFragment]]:
    walker = Walker()
    return walker, walker.feed(data)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=40))
def test_the_size_of_the_pieces_changes_nothing(sizes: list[int]) -> None:
    data, found, at, walker = footage(), [], 0, Walker()
    for size in sizes:
        found += walker.feed(data[at : at + size])
        at += size
    found += walker.feed(data[at:])
    whole, expected = walked(data)
    assert found == expected
    assert (walker.track, walker.init_bytes, walker.whole_bytes) == (whole.track, whole.init_bytes, len(data))


@given(st.integers(0, 10**6))
def test_a_torn_file_is_whole_up_to_its_last_whole_fragment(cut: int) -> None:
    data = footage()
    length = cut % (len(data) + 1)
    walker, found = walked(data[:length])
    _whole, expected = walked(data)
    assert found == [fragment for fragment in expected if fragment.offset + fragment.size <= length]
    assert walker.whole_bytes == max([fragment.offset + fragment.size for fragment in found], default=min(walker.init_bytes, length))


def test_every_fragment_begins_with_its_key_frame_and_its_time() -> None:
    walker, found = walked(footage())
    assert walker.track is not None
    assert (walker.track.timescale, walker.track.width, walker.track.height) == (90_000, 320, 180)
    assert walker.track.codec.startswith("avc1.42")
    assert [fragment.samples for fragment in found] == [10] * 7 + [5]
    assert [later.start - earlier.start for earlier, later in itertools.pairwise(found)] == [36_000] * 7
    assert all(fragment.duration == fragment.samples * 3600 for fragment in found)


@given(st.integers(0, 2**63), st.binary(min_size=1, max_size=64))
def test_noise_is_refused_or_left_unfinished_never_taken_for_footage(place: int, noise: bytes) -> None:
    data = footage()
    _walker, expected = walked(data)
    boundary = ([0] + [fragment.offset for fragment in expected])[place % (len(expected) + 1)]
    walker = Walker()
    try:
        found = walker.feed(data[:boundary] + noise)
    except Damaged:
        found = [fragment for fragment in expected if fragment.offset + fragment.size <= boundary]
    assert found == [fragment for fragment in expected if fragment.offset + fragment.size <= boundary]
    assert walker.whole_bytes <= boundary


@pytest.mark.parametrize("data", [b"<!DOCTYPE html><html>", b"\x00\x00\x00\x04ftyp", b"\x00\x00\x00\x10moof" + bytes(8)])
def test_what_is_no_movie_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        walked(data)


def test_an_independent_reader_finds_the_same_pictures_at_the_same_times() -> None:
    from io import BytesIO

    _walker, found = walked(footage())
    with av.open(BytesIO(footage())) as source:
        packets = [packet for packet in source.demux(video=0) if packet.size]
    assert len(packets) == sum(fragment.samples for fragment in found)
    assert [packet.dts for packet in packets if packet.is_keyframe] == [fragment.start for fragment in found]
