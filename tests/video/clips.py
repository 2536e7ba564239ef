"""Short H.264 clips, made when they are wanted."""

from functools import cache
from io import BytesIO

import av
import numpy as np


@cache
def clip(*, seconds: int = 6, rate: int = 25, gop: int = 25, width: int = 320, height: int = 180, first: int = 0) -> bytes:
    """An MPEG-TS clip whose brightness tells the number of the picture; a key frame every `gop` pictures."""
    kept = BytesIO()
    output = av.open(kept, "w", format="mpegts")
    options = {"preset": "ultrafast", "tune": "zerolatency", "g": str(gop), "keyint_min": str(gop), "sc_threshold": "0"}
    stream = output.add_stream("libx264", rate=rate, options=options)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    for number in range(first, first + seconds * rate):
        picture = np.full((height, width, 3), 16 + number * 4 % 220, np.uint8)
        picture[: height // 4, : (number * 8) % width] = 255
        output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
    output.mux(stream.encode(None))
    output.close()
    return kept.getvalue()
