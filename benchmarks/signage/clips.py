"""Large clips made quickly: a few seconds of noise are encoded once and repeated by copying packets."""

from pathlib import Path
from typing import Any

import av
import numpy as np

SECONDS = 60
_RATE, _GROUP = 25, 4


def of_size(folder: Path, megabytes: int) -> bytes:
    """An H.264 MP4 of one minute, about as large as asked for, with its index at the front."""
    source, whole = folder / "group.mp4", folder / "clip.mp4"
    _encode(source, bits_a_second=megabytes * 8_000_000 // SECONDS)
    with av.open(str(source)) as once, av.open(str(whole), "w", options={"movflags": "+faststart"}) as container:
        template = once.streams.video[0]
        stream = container.add_stream_from_template(template)
        packets = [(bytes(packet), packet.pts, packet.dts, packet.is_keyframe) for packet in once.demux(template) if packet.size]
        length = int(_GROUP / template.time_base)
        for round_ in range(SECONDS // _GROUP):
            for data, pts, dts, is_key in packets:
                container.mux(_copied(stream, data, pts + round_ * length, dts + round_ * length, is_key=is_key))
    return whole.read_bytes()


def _encode(path: Path, *, bits_a_second: int) -> None:
    generator = np.random.default_rng(1)
    rate = str(bits_a_second)
    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "g": str(_RATE), "bf": "0", "b": rate, "maxrate": rate, "minrate": rate, "bufsize": rate}
        stream: Any = container.add_stream("libx264", rate=_RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for _ in range(_GROUP * _RATE):
            frame = generator.integers(0, 255, (720, 1280, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())


def _copied(stream: Any, data: bytes, pts: int, dts: int, *, is_key: bool) -> Any:
    packet = av.Packet(data)
    packet.stream, packet.pts, packet.dts, packet.is_keyframe = stream, pts, dts, is_key
    packet.time_base = stream.time_base
    return packet
