"""Writes packets of a stream into a growing fragmented MP4, one fragment for each group of pictures, without touching a pixel."""

import errno
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import av

from ..domain.boxes import MovieFragment, Walker
from ..domain.segments import TIMESCALE, Contents, contents_of

_FLAGS = "empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer"
_OPTIONS = {
    "movflags": _FLAGS,
    "video_track_timescale": str(TIMESCALE),
    "avoid_negative_ts": "disabled",  # the times are UTC; FFmpeg would make the first one nought
    "flush_packets": "1",
}
_BUFFER = 1 << 16
_PIECE = 1 << 20
_TICK = Fraction(1, TIMESCALE)


class CannotStore(Exception):
    """MP4 cannot hold this stream."""


class _File:
    """What FFmpeg writes to: unbuffered, hashed and walked on the way. It offers no seeking: what is written stays."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        self.walker = Walker()
        self.fragments: list[MovieFragment] = []
        self.digest = sha256()
        self.has_failed = False

    def write(self, data: bytes) -> int:
        """Raises OSError, and again ever after: what follows a hole would be no file."""
        if self.has_failed:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.has_failed = True
        view = memoryview(data)
        while view:
            view = view[os.write(self.descriptor, view) :]
        self.has_failed = False
        self.digest.update(data)
        self.fragments += self.walker.feed(data)
        return len(data)


class SegmentWriter:
    """One growing file. `mux` takes packets of the stream it was opened for; `durable` says what is whole in it and on the disk.

    Raises OSError for what the disk refuses and CannotStore for what MP4 cannot hold. `close` always leaves whole fragments only.
    """

    def __init__(self, *, path: Path, stream: Any, extra_data: bytes = b"", size: tuple[int, int] | None = None) -> None:
        self.path = path
        self._closing = threading.Lock()
        self._file = _File(path)
        self._last = -1
        self._step = 0
        self._synced = 0
        self._is_rescaled = stream.time_base != _TICK
        try:
            self._output: Any = av.open(self._file, "w", format="mp4", buffer_size=_BUFFER, options=_OPTIONS)
            self._stream = self._output.add_stream_from_template(stream)
            if extra_data:
                self._stream.codec_context.extradata = extra_data
            if size is not None:
                self._stream.codec_context.width, self._stream.codec_context.height = size
        except (av.error.FFmpegError, ValueError) as error:
            self._abandon()
            raise CannotStore(type(error).__name__) from None

    @property
    def fragments(self) -> Sequence[MovieFragment]:
        return self._file.fragments

    @property
    def digest(self) -> str:
        """SHA-256 of what is in the file. Only right after `close`, or between fragments."""
        return self._file.digest.hexdigest()

    def mux(self, packet: Any, *, decode: int, present: int) -> None:
        """`decode` and `present` in ticks of UTC; decode times that do not rise are moved up by a tick."""
        decode = max(decode, self._last + 1)
        if self._last >= 0:
            self._step = decode - self._last
        self._last = decode
        packet.stream = self._stream
        if self._is_rescaled:
            packet.time_base = _TICK
        packet.dts, packet.pts = decode, max(present, decode)
        packet.duration = self._step
        try:
            self._output.mux(packet)
        except av.error.FFmpegError as error:
            if error.errno in (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT):
                raise OSError(error.errno, os.strerror(error.errno)) from None
            raise CannotStore(type(error).__name__) from None

    def durable(self) -> Contents | None:
        """What is whole in the file and on the disk. Callable from another thread."""
        synced = self._synced
        return self._contents([fragment for fragment in list(self.fragments) if fragment.offset + fragment.size <= synced])

    def sync(self) -> None:
        """Makes durable what is in the file. Callable from another thread."""
        with self._closing:
            length = self._file.walker.whole_bytes
            if length != self._synced and self._file.descriptor >= 0:
                os.fdatasync(self._file.descriptor)
                self._synced = length

    def close(self) -> Contents | None:
        """Writes the last group of pictures, syncs, closes. None, and no file, where nothing whole is in it. Raises OSError."""
        try:
            self._finish_output()
            found = self._contents(self.fragments)
            if found is not None:
                os.ftruncate(self._file.descriptor, found.size)
                os.fsync(self._file.descriptor)
        finally:
            self._close_descriptor()
        if found is None:
            self.path.unlink(missing_ok=True)
        return found

    def _contents(self, fragments: Sequence[MovieFragment]) -> Contents | None:
        walker = self._file.walker
        return contents_of(track=walker.track, init_bytes=walker.init_bytes, fragments=fragments) if walker.track else None

    def _finish_output(self) -> None:
        with suppress(av.error.FFmpegError, OSError):
            self._output.close()
        if self._file.has_failed:
            self._file.digest = _digest_of(self.path, self._file.walker.whole_bytes)

    def _abandon(self) -> None:
        self._close_descriptor()
        self.path.unlink(missing_ok=True)

    def _close_descriptor(self) -> None:
        with self._closing:
            if self._file.descriptor >= 0:
                os.close(self._file.descriptor)
                self._file.descriptor = -1


def _digest_of(path: Path, length: int) -> Any:
    digest = sha256()
    with path.open("rb") as file:
        while length > 0 and (data := file.read(min(_PIECE, length))):
            digest.update(data)
            length -= len(data)
    return digest
