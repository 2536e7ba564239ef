"""Opens cameras and hands over their packets. No exception and no log line carries an address with a password in it."""

import errno
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

import av

from ..domain.causes import Cause
from ..domain.codecs import STORABLE
from ..domain.pacing import Pace

_UNREACHABLE = frozenset(
    {errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT, errno.ECONNRESET, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)
_WAITED = 0.003  # reading a whole key frame out of the buffer takes less

StreamError = av.error.FFmpegError


class StreamLost(Exception):
    """There is no picture, for a cause that `cause` names; nothing else is told."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(str(cause))
        self.cause = cause


class Source(Protocol):
    """An opened camera. `packets` ends when the camera ends the stream, or by an error that `cause_on_the_way` names; a packet without a
    byte says nothing. `stream` describes the video."""

    stream: Any

    def packets(self) -> Iterator[Any]: ...

    def close(self) -> None: ...


class RtspSource:
    """An IP camera over RTSP in TCP. `url` names the address to dial, without credentials. `timeout` is seconds a read may take.

    FFmpeg waits that long for the connection and again for the answer, so an attempt may take twice as long. Raises StreamLost.
    """

    def __init__(self, *, url: str, username: str = "", password: str = "", timeout: float = 5.0, keeps_audio: bool = False) -> None:
        options = {
            "rtsp_transport": "tcp",
            "allowed_media_types": "video+audio" if keeps_audio else "video",
            "timeout": str(round(timeout * 1_000_000)),
            "analyzeduration": "1000000",
            "protocol_whitelist": "rtsp,rtp,tcp,tls,srtp",
        }
        began = time.monotonic()
        try:
            self._container: Any = av.open(with_credentials(url, username, password), options=options)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            # FFmpeg calls a camera that stays silent "invalid data".
            is_silent = isinstance(error, av.error.InvalidDataError) and time.monotonic() - began >= timeout
            raise StreamLost(Cause.UNREACHABLE if is_silent else _cause_at_opening(error)) from None
        try:
            self.stream = _video_of(self._container)
        except StreamLost:
            self.close()
            raise

    def packets(self) -> Iterator[Any]:
        """Rests between packets where nothing is lost by it: many are read in one go."""
        pace, demuxed = Pace(), self._container.demux(self.stream)
        asked = time.monotonic()
        for packet in demuxed:
            came = time.monotonic()
            yield packet
            rest = pace.read(is_key=packet.is_keyframe, had_to_wait=came - asked > _WAITED, now=came)
            if rest:
                time.sleep(rest)
            asked = time.monotonic()

    def close(self) -> None:
        with suppress(av.error.FFmpegError, OSError):
            self._container.close()


def with_credentials(url: str, username: str, password: str) -> str:
    if not username:
        return url
    parts = urlsplit(url)
    secret = f"{quote(username, safe='')}:{quote(password, safe='')}@"
    return urlunsplit(parts._replace(netloc=secret + parts.netloc))


def _video_of(container: Any) -> Any:
    if not container.streams.video:
        raise StreamLost(Cause.NOT_A_STREAM)
    stream = container.streams.video[0]
    if stream.codec_context.name not in STORABLE:
        raise StreamLost(Cause.UNSUPPORTED_CODEC)
    return stream


def _cause_at_opening(error: Exception) -> Cause:
    if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
        return Cause.WRONG_PASSWORD
    if isinstance(error, av.error.ExitError | TimeoutError) or getattr(error, "errno", None) in _UNREACHABLE:
        return Cause.UNREACHABLE
    if getattr(error, "errno", None) == errno.EIO:
        return Cause.UNREACHABLE
    return Cause.NOT_A_STREAM


def cause_on_the_way(error: Exception) -> Cause:
    """Why the packets ended."""
    if isinstance(error, av.error.ExitError | TimeoutError) or getattr(error, "errno", None) == errno.ETIMEDOUT:
        return Cause.STREAM_STALLED
    if isinstance(error, av.error.InvalidDataError):
        return Cause.STREAM_DAMAGED
    return Cause.STREAM_ENDED
