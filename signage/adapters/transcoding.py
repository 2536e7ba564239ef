"""Makes a clip anew as every screen plays it: H.264 High 4.1 and AAC in an MP4 whose index stands in front."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import av
from av.filter import Graph

from ..domain.clips import PLAYED_RATE
from ..domain.refusals import MediaRefused, Reason
from .taken import Progress

_ENCODER = "libx264"
_OPTIONS = {"preset": "faster", "crf": "21", "profile": "high", "level": "4.1", "maxrate": "12M", "bufsize": "24M"}
_SECONDS_BETWEEN_KEY_FRAMES = 2
_SAMPLE_RATE, _AUDIO_BIT_RATE, _AUDIO_FRAME = 48_000, 128_000, 1024
_TURNS = {90: ("cclock",), 180: ("cclock", "cclock"), 270: ("clock",)}
_USUAL_RATE = Fraction(25)
_BAD_SHARE = 0.02
_BAD_FREE = 5
_AGAIN = (BlockingIOError, EOFError)


@dataclass(frozen=True)
class Plan:
    """The size as it is seen, the degrees that pictures are turned by against the clock, and how many packets there are."""

    width: int
    height: int
    rotation: int
    packets: int


def transcode(container: Any, stream: Any, *, target: Path, plan: Plan, progress: Progress) -> None:
    """Raises MediaRefused where too much of it cannot be decoded, or this machine cannot encode; and what `progress` raises."""
    if _ENCODER not in av.codecs_available:
        raise MediaRefused(Reason.NO_ENCODER)
    sounds = [one for one in container.streams.audio if one.codec_context is not None][:1]
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as output:
        pictures = _Pictures(output, stream, plan)
        sound = _Sound(output, sounds[0]) if sounds else None
        decoded = _Decoded(plan)
        done = 0
        for packet in container.demux(stream, *sounds):
            if packet.stream_index == stream.index:
                done += 1
                progress(min(done, plan.packets), plan.packets)
                pictures.take(decoded.of(packet))
            elif sound is not None:
                sound.take(decoded.of(packet))
        pictures.take([None])
        if sound is not None:
            sound.take([None])


class _Decoded:
    """Frames of packets. A few that are broken are left out; with many it is refused."""

    def __init__(self, plan: Plan) -> None:
        self._bad, self._most = 0, _BAD_FREE + round(plan.packets * _BAD_SHARE)

    def of(self, packet: Any) -> list[Any]:
        try:
            return list(packet.decode())
        except av.EOFError:
            return []
        except av.FFmpegError:
            self._bad += 1
            if self._bad > self._most:
                raise MediaRefused(Reason.BROKEN_VIDEO) from None
            return []


class _Pictures:
    def __init__(self, output: Any, source: Any, plan: Plan) -> None:
        self._output, self._source, self._plan = output, source, plan
        self._rate = _rate_of(source)
        gap = str(ceil(self._rate * _SECONDS_BETWEEN_KEY_FRAMES))
        self._stream: Any = output.add_stream(_ENCODER, rate=self._rate, options={**_OPTIONS, "g": gap})
        self._stream.width, self._stream.height, self._stream.pix_fmt = plan.width, plan.height, "yuv420p"
        self._graph: Any = None
        self._shape: tuple[int, int, str] | None = None

    def take(self, frames: list[Any]) -> None:
        """None ends the pictures."""
        for frame in frames:
            for ready in self._filtered(frame):
                ready.pict_type = av.video.frame.PictureType.NONE
                self._output.mux(self._stream.encode(ready))
            if frame is None:
                self._output.mux(self._stream.encode(None))

    def _filtered(self, frame: Any) -> Iterator[Any]:
        if frame is not None:
            shape = (frame.width, frame.height, frame.format.name)
            if self._graph is None:
                self._graph, self._shape = self._built(frame), shape
            elif shape != self._shape and self._shape is not None:
                frame = frame.reformat(*self._shape)
        if self._graph is None:
            return
        self._graph.push(frame)
        while True:
            try:
                yield self._graph.pull()
            except (*_AGAIN, av.FFmpegError) as error:
                if isinstance(error, _AGAIN) or error.errno == errno.EAGAIN:
                    return
                raise

    def _built(self, frame: Any) -> Any:
        """Turned, scaled to square pixels, at a steady rate."""
        graph: Any = Graph()
        plan = self._plan
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=self._source.time_base),
            *(graph.add("transpose", f"dir={turn}") for turn in _TURNS.get(plan.rotation % 360, ())),
            graph.add("scale", f"{plan.width}:{plan.height}:flags=bicubic"),
            graph.add("setsar", "1"),
            graph.add("fps", f"fps={self._rate.numerator}/{self._rate.denominator}"),
            graph.add("format", "pix_fmts=yuv420p"),
            graph.add("buffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        return graph


class _Sound:
    def __init__(self, output: Any, source: Any) -> None:
        self._output, self._source = output, source
        self._stream: Any = output.add_stream("aac", rate=_SAMPLE_RATE, layout="stereo")
        self._stream.bit_rate = _AUDIO_BIT_RATE
        self._even: Any = av.AudioResampler(format="fltp", layout="stereo", rate=_SAMPLE_RATE, frame_size=_AUDIO_FRAME)

    def take(self, frames: list[Any]) -> None:
        """None ends the sound."""
        for frame in frames:
            for ready in self._even.resample(frame):
                self._output.mux(self._stream.encode(ready))
            if frame is None:
                self._output.mux(self._stream.encode(None))


def _rate_of(stream: Any) -> Fraction:
    """Pictures a second: the clip's own, halved (or less) until it is no more than PLAYED_RATE."""
    rate = Fraction(stream.average_rate or stream.guessed_rate or _USUAL_RATE).limit_denominator(1001)
    if rate < 1 or rate > 1000:
        return _USUAL_RATE
    return rate / ceil(rate / PLAYED_RATE)
