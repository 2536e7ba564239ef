"""The streams of one process: who is connected, what each is told, who reads too slowly."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from ...domain.event_stream import BEAT, REVOKED, Told, frame, frames_for, is_end, is_the_same_for_all
from ...domain.tokens import mark_of
from ...selectors.devices import Device

MOST_WAITING = 64
MOST_OF_A_SCREEN = 4
MOST_RECENT = 2000
BEAT_SECONDS = 15
_BEATS_TO_READ = 2

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Stream:
    """One connection. An idle one has no task of its own for writing; `put` never waits."""

    __slots__ = ("_abort", "_send", "_stuck", "_waiting", "_writer", "is_over", "mark", "screen")

    def __init__(self, device: Device, *, send: Send, abort: Callable[[], None]) -> None:
        self.screen, self.mark = device.pk, mark_of(device.digest)
        self.is_over = False
        self._send, self._abort = send, abort
        self._waiting: deque[bytes] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._stuck = 0

    def put(self, data: bytes) -> None:
        """Sends it as soon as the reader takes it; one that lets too much wait is cut off."""
        if self.is_over:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.cut()
            return
        self._waiting.append(data)
        self._write()

    def end(self, data: bytes = b"") -> None:
        """The last word."""
        if not self.is_over:
            self._waiting.append(data)
            self.is_over = True
            self._write()

    def cut(self) -> None:
        """Without waiting for the reader."""
        self.is_over = True
        self._waiting.clear()
        self._abort()

    def beat(self, data: bytes) -> None:
        """A reader that has not taken the last word for two beats is gone or as good as gone."""
        self._stuck = self._stuck + 1 if self._writer is not None else 0
        if self._stuck >= _BEATS_TO_READ:
            self.cut()
        else:
            self.put(data)

    def _write(self) -> None:
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._send_waiting())

    async def _send_waiting(self) -> None:
        try:
            while self._waiting:
                data = b"".join(self._waiting)
                self._waiting.clear()
                await self._send({"type": "http.response.body", "body": data, "more_body": not self.is_over})
        except OSError:
            self.cut()
        finally:
            self._writer = None


class Hub:
    """Spreads nudges over the streams. `position` counts what was spread: who asks for it before finding out whose stream it is
    misses nothing that came meanwhile."""

    def __init__(self) -> None:
        self._streams: dict[int, list[Stream]] = {}
        self._recent: deque[tuple[int, Told]] = deque(maxlen=MOST_RECENT)
        self.position = 0
        self.is_stopping = False

    def __len__(self) -> int:
        return sum(map(len, self._streams.values()))

    def add(self, stream: Stream, *, hello: bytes, since: int, replayed: Iterable[Told]) -> None:
        """Greets the stream, tells it what came since that position and what it is to hear again, each once; then it hears everything."""
        again = {told.number: told for told in replayed}
        again |= {told.number: told for position, told in self._recent if position > since and told.is_for(stream.screen)}
        mine = [one for one in self._streams.get(stream.screen, []) if not one.is_over]
        self._streams[stream.screen] = [*mine, stream]
        if len(mine) >= MOST_OF_A_SCREEN:
            mine[0].end()
        stream.put(hello + b"".join(data for number in sorted(again) for data in frames_for(again[number], stream.screen)))
        if self.is_stopping or any(is_end(told, mark=stream.mark) for told in again.values()):
            stream.end(b"" if self.is_stopping else frame(REVOKED, {}))

    def remove(self, stream: Stream) -> None:
        mine = self._streams.get(stream.screen, [])
        if stream in mine:
            mine.remove(stream)
        if not mine:
            self._streams.pop(stream.screen, None)

    def spread(self, told: Told) -> None:
        """To everybody whom it concerns and who listens."""
        self.position += 1
        self._recent.append((self.position, told))
        screens = list(self._streams) if told.screens is None else [screen for screen in told.screens if screen in self._streams]
        same = b"".join(frames_for(told, 0)) if is_the_same_for_all(told) else None
        for stream in self._of(screens):
            if is_end(told, mark=stream.mark):
                stream.end(frame(REVOKED, {}, number=told.number))
            elif data := same or b"".join(frames_for(told, stream.screen)):
                stream.put(data)

    def beat(self, *, now_ms: int, part: int) -> None:
        """To every fifteenth stream, so that a process breathes evenly: `part` goes round from 0 to 14."""
        data = frame(BEAT, {"now": now_ms})
        for stream in self._of([screen for screen in self._streams if screen % BEAT_SECONDS == part]):
            stream.beat(data)

    def stop(self) -> None:
        """Ends every stream; players come back to the next process."""
        self.is_stopping = True
        for stream in self._of(list(self._streams)):
            stream.end()

    def _of(self, screens: Iterable[int]) -> Iterator[Stream]:
        for screen in screens:
            yield from list(self._streams.get(screen, ()))
