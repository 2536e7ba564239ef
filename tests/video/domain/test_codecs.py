"""Names and sizes of streams, against FFmpeg's own reading of clips in many shapes."""

from io import BytesIO

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video.clips import clip
from video.domain.codecs import annex_b, avc_size, complete_sets, hevc_codec, parameter_sets


@pytest.mark.parametrize(("width", "height"), [(320, 180), (176, 144), (640, 360), (322, 182), (1280, 720), (1920, 1080)])
def test_the_size_in_the_parameter_set_is_what_ffmpeg_decodes(width: int, height: int) -> None:
    with av.open(BytesIO(clip(seconds=1, rate=2, gop=2, width=width, height=height))) as source:
        packet = next(packet for packet in source.demux(video=0) if packet.size)
        sets = complete_sets(bytes(packet), codec="h264")
        size = avc_size(next(unit for unit in sets if unit[0] & 0x1F == 7))
        frame = packet.decode()[0] if (frames := packet.decode()) == [] else frames[0]
    assert (size.width, size.height) == (width, height) == (frame.width, frame.height)


def test_sets_are_read_back_from_what_ffmpeg_takes_as_extra_data() -> None:
    with av.open(BytesIO(clip(seconds=1))) as source:
        key, other = [packet for packet in source.demux(video=0) if packet.size][:2]
    sets = parameter_sets(bytes(key), codec="h264")
    assert parameter_sets(annex_b(sets), codec="h264") == sets
    assert complete_sets(bytes(other), codec="h264") == ()
    assert complete_sets(annex_b(sets[:1]), codec="h264") == ()


@given(st.binary(max_size=200))
def test_noise_in_a_parameter_set_is_refused_not_looped_over(noise: bytes) -> None:
    try:
        size = avc_size(b"\x67" + noise)
    except ValueError:
        return
    assert 0 < size.width <= 16384


def test_a_name_of_h265_is_written_as_the_standard_does() -> None:
    record = bytes([1, 0x01, 0x60, 0, 0, 0, 0xB0, 0, 0, 0, 0, 0, 93, 0xF0])
    assert hevc_codec(record) == "hvc1.1.6.L93.B0"
