"""One camera: dial, record, say why not, dial again. A thread that never touches the database."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from video.adapters.muxing import CannotStore, SegmentWriter
from video.adapters.streams import Source, StreamError, StreamLost, cause_on_the_way
from video.adapters.volumes import Place, make_folder, sync_folder
from video.domain.backoff import failures_after, pause
from video.domain.causes import CameraState, Cause
from video.domain.codecs import PictureSize
from video.domain.segments import SECOND, SegmentName, path_for, stagger

from .meter import Meter
from .reports import Reports, cause_of
from .session import StreamSession
from .wishes import Wish

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How a camera is now. `since_us` is when that began."""

    state: CameraState
    cause: Cause
    since_us: int
    codec: str = ""
    width: int | None = None
    height: int | None = None


class CameraRecorder(threading.Thread):
    """Records one wish under one epoch until `stop`. `choose_volume` may raise OSError or NoVolume; `dial` StreamLost.

    `now_us` is the node's clock in microseconds of UTC."""

    def __init__(
        self,
        *,
        wish: Wish,
        epoch: int,
        reports: Reports,
        dial: Callable[[Wish], Source],
        choose_volume: Callable[[Wish], Place],
        now_us: Callable[[], int],
    ) -> None:
        super().__init__(name=f"camera {wish.gb_id}", daemon=True)
        self.wish, self.epoch, self.meter = wish, epoch, Meter()
        self._reports, self._dial, self._choose_volume, self._now_us = reports, dial, choose_volume, now_us
        self._stopping = threading.Event()
        self._stop_cause = Cause.RECORDER_STOPPED
        self._writer: SegmentWriter | None = None
        self._writer_place: Place | None = None
        self._standing = Standing(CameraState.CONNECTING, Cause.NONE, self._now_us())

    def stop(self, cause: Cause) -> None:
        """Asks it to end; the reason stands in the gap that follows. `join` waits for the last file."""
        self._stop_cause = cause
        self._stopping.set()

    @property
    def standing(self) -> Standing:
        return self._standing

    @property
    def writer(self) -> tuple[SegmentWriter, Place] | None:
        """The growing file, for whoever syncs it."""
        writer, place = self._writer, self._writer_place
        return (writer, place) if writer is not None and place is not None else None

    def run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            cause = self._attempt()
            if self._stopping.is_set():
                break
            failures = failures_after(failures, recorded=self._recorded_for())
            self._reports.lost(self.wish.camera, cause=cause, at_us=self._now_us())
            self._stand(CameraState.FAILING, cause)
            self._stopping.wait(pause(failures, chance=random.random()))  # noqa: S311
        self._reports.ended(self.wish.camera, cause=self._stop_cause, at_us=self._now_us())

    def _recorded_for(self) -> float:
        """Seconds since the connection at hand stored its first picture; 0 where it never did."""
        standing = self._standing
        return (self._now_us() - standing.since_us) / SECOND if standing.state is CameraState.RECORDING else 0.0

    def _attempt(self) -> Cause:
        """One connection from dialling to its end; what ended it."""
        try:
            if self._standing.state is not CameraState.FAILING:
                self._stand(CameraState.CONNECTING, Cause.NONE)
            source = self._dial(self.wish)
        except StreamLost as lost:
            return lost.cause
        try:
            self._session(source).run(source.packets())
        except StreamError as error:
            return cause_on_the_way(error)
        except CannotStore:
            return Cause.UNSUPPORTED_CODEC
        except OSError as error:
            return cause_of(error)
        except Exception:
            logger.exception("camera %s: the recording broke down", self.wish.gb_id)
            return Cause.RECORDER_CRASHED
        finally:
            self.meter.forget()
            source.close()
        return Cause.STREAM_ENDED

    def _session(self, source: Source) -> StreamSession:
        return StreamSession(
            stream=source.stream,
            shift=stagger(self.wish.camera),
            open_writer=lambda start, extra, size: self._open(source, start, extra, size),
            close_writer=self._close,
            missed=lambda start, end: self._reports.missed(self.wish.camera, start_us=start, end_us=end, cause=Cause.CLOCK_STEP),
            meter=self.meter,
            should_stop=self._stopping.is_set,
        )

    def _open(self, source: Source, start_us: int, extra: bytes, size: PictureSize | None) -> SegmentWriter:
        place = self._choose_volume(self.wish)
        path = place.path / path_for(SegmentName(self.wish.gb_id, start_us, self.epoch))
        make_folder(place.path, path.parent)
        wanted = (size.width, size.height) if size else None
        writer = SegmentWriter(path=path, stream=source.stream, extra_data=extra, size=wanted)
        self._writer_place, self._writer = place, writer
        self._reports.found(self.wish.camera, at_us=start_us)
        self._stand(CameraState.RECORDING, Cause.NONE, source=source, size=size)
        return writer

    def _close(self, writer: SegmentWriter) -> None:
        place = self._writer_place
        assert place is not None
        self._writer = None
        contents = writer.close()
        sync_folder(writer.path.parent)
        if contents is not None:
            path = writer.path.relative_to(place.path).as_posix()
            self._reports.closed(
                camera=self.wish.camera, epoch=self.epoch, volume=place.number, path=path, contents=contents, sha256=writer.digest
            )

    def _stand(self, state: CameraState, cause: Cause, *, source: Source | None = None, size: PictureSize | None = None) -> None:
        before = self._standing
        since = before.since_us if (before.state, before.cause) == (state, cause) else self._now_us()
        context = source.stream.codec_context if source else None
        self._standing = Standing(
            state,
            cause,
            since,
            codec=context.name if context else before.codec,
            width=size.width if size else context.width if context else before.width,
            height=size.height if size else context.height if context else before.height,
        )
