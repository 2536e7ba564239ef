"""A media service on loopback, and cameras that are being recorded for it without a database."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from aiohttp import web

from tests.video.clips import clip
from video.adapters.muxing import SegmentWriter
from video.adapters.spool import Spool
from video.adapters.volumes import Place
from video.domain.causes import Cause
from video.domain.media_tokens import sign
from video.domain.segments import SegmentName, path_for, ticks_of
from video.services.media.service import Ground, MediaService
from video.services.recording.camera import CameraRecorder
from video.services.recording.reports import Reports
from video.services.recording.wishes import Wish

SECRET = b"a secret of the tests"
GB_ID = "34020000001320000001"


def token(purpose: str = "live", *, of: str = GB_ID, lasts: float = 60, secret: bytes = SECRET, now: float | None = None) -> str:
    return sign(secret, of, expires=int((time.time() if now is None else now) + lasts), purpose=purpose)


@contextmanager
def serving(*roots: Path, clock: Callable[[], float] = time.time, portal: str = "", secret: bytes = SECRET, **bounds: Any) -> Iterator[str]:
    """The address of a running service over these folders."""
    ground = Ground(roots=lambda: roots, secret=secret, portal=portal, clock=clock, **bounds)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(MediaService(ground).application(), access_log=None, handler_cancellation=True, shutdown_timeout=1)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield f"http://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class ClipCamera:
    """A camera that sends a clip in real time, over and over, beginning with a key frame."""

    def __init__(self) -> None:
        self._data = clip(seconds=4, gop=25)
        self._container: Any = av.open(BytesIO(self._data))
        self.stream = self._container.streams.video[0]
        self._is_closed = threading.Event()

    def packets(self) -> Iterator[Any]:
        due = time.time()
        while True:
            with av.open(BytesIO(self._data)) as source:
                for packet in source.demux(video=0):
                    if not packet.size:
                        continue
                    if self._is_closed.wait(max(due - time.time(), 0)):
                        return
                    packet.time_base = Fraction(1, 90_000)
                    packet.pts = packet.dts = round(due * 90_000)
                    yield packet
                    due += 0.04

    def close(self) -> None:
        self._is_closed.set()
        self._container.close()


@contextmanager
def recording(root: Path, *, state: Path, gb_id: str = GB_ID, epoch: int = 1, dial: Callable[[Wish], Any] | None = None) -> Iterator[None]:
    """The recorder's own thread of one camera, writing into a folder."""
    state.mkdir(exist_ok=True)
    spool = Spool(state / "spool.sqlite3")
    wish = Wish(camera=1, gb_id=gb_id, generation=1, source="demo", url="")
    recorder = CameraRecorder(
        wish=wish, epoch=epoch, reports=Reports(spool=spool), dial=dial or (lambda _wish: ClipCamera()),
        choose_volume=lambda _wish: Place(1, root, ""), now_us=lambda: time.time_ns() // 1000,
    )  # fmt: skip
    recorder.start()
    try:
        yield
    finally:
        recorder.stop(Cause.RECORDER_STOPPED)
        recorder.join(10)
        spool.close()


def written(root: Path, *, start_us: int, seconds: int = 4, epoch: int = 1, gb_id: str = GB_ID) -> str:
    """A whole file of footage as the recorder leaves it; its path on the volume."""
    path = path_for(SegmentName(gb_id, start_us, epoch))
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with av.open(BytesIO(clip(seconds=seconds, gop=25))) as source:
        stream = source.streams.video[0]
        writer = SegmentWriter(path=place, stream=stream)
        packets: Sequence[Any] = [packet for packet in source.demux(stream) if packet.dts is not None]
        shift = ticks_of(start_us) - packets[0].dts
        for packet in packets:
            writer.mux(packet, decode=packet.dts + shift, present=packet.pts + shift)
        writer.close()
    return path
