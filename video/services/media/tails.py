"""What grows on the volumes, followed for as long as somebody watches."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from video.adapters.following import Follower, Grown, files_after
from video.domain.boxes import MovieFragment
from video.domain.live_playlists import Answer, LiveWindow, Part

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.08
SEARCH_SECONDS = 0.4
STALE_US = 15_000_000
_SECOND = 1_000_000
_FILES_KEPT = 4


class Tail:
    """The live end of one camera. `window` is its playlist; `changed` wakes whoever waits for the next part.

    `follow` runs until nobody has called `touch` for `idle_seconds`. Files are looked at in a thread, all else happens in the event loop.
    """

    def __init__(self, gb_id: str, *, roots: Callable[[], Sequence[Path]], clock: Callable[[], float], idle_seconds: float) -> None:
        self.gb_id = gb_id
        self.window = LiveWindow()
        self.changed = asyncio.Condition()
        self._roots, self._clock, self._idle_seconds = roots, clock, idle_seconds
        self._loop = asyncio.get_running_loop()
        self._touched = self._loop.time()
        self._searched = 0.0
        self._files: tuple[Grown, ...] = ()
        self._waiting = 0
        self._follower: Follower | None = None
        self._ahead: list[Grown] = []

    def touch(self) -> None:
        self._touched = self._loop.time()

    def file(self, name: str) -> Grown | None:
        """A file that the playlist points into, by the last part of its path."""
        return next((file for file in self._files if _name(file) == name and name in self.window.files), None)

    @property
    def newest(self) -> tuple[Grown, Part] | None:
        part = self.window.newest
        file = self.file(part.file) if part else None
        return (file, part) if part and file else None

    async def follow(self) -> None:
        try:
            while self._waiting or self._loop.time() - self._touched < self._idle_seconds:
                parts = await asyncio.to_thread(self._look)
                if parts:
                    async with self.changed:
                        for part in parts:
                            self.window.add(part)
                        self.changed.notify_all()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            if self._follower is not None:
                self._follower.close()

    async def until(self, is_there: Callable[[], bool], *, seconds: float) -> bool:
        """Whether it came about in that time. Waiting is watching."""
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(is_there)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
            self.touch()
        return True

    async def answer(self, number: int | None, part: int | None) -> Answer:
        """What the window answers once it need not wait any more, at most three target durations from now."""
        await self.until(lambda: self.window.answer(number, part) is not Answer.WAIT, seconds=3 * self.window.target_seconds)
        return self.window.answer(number, part)

    def _look(self) -> list[Part]:
        """In a thread: the parts that became whole; changes to the next file when the one at hand has grown its last."""
        parts = self._grown()
        if not self._ahead and self._loop.time() - self._searched >= SEARCH_SECONDS:
            self._ahead = self._search()
            self._searched = self._loop.time()
        while self._ahead:
            # The next file is there, so what the old one has now is all it will ever have.
            parts += self._grown()
            self._change_to(self._ahead.pop(0))
            parts += self._grown()
        return parts

    def _search(self) -> list[Grown]:
        day = datetime.fromtimestamp(self._clock(), tz=UTC)
        if self._follower is not None:
            return files_after(self._roots(), self.gb_id, start_us=self._follower.file.start_us, day=day)
        return files_after(self._roots(), self.gb_id, start_us=0, day=day)[-2:]

    def _change_to(self, file: Grown) -> None:
        if self._follower is not None:
            self._follower.close()
        try:
            self._follower = Follower(file)
        except OSError as error:
            logger.warning("camera %s: a file cannot be followed (%s)", self.gb_id, error.strerror)
            return
        self._files = (*self._files[1 - _FILES_KEPT :], file)

    def _grown(self) -> list[Part]:
        follower = self._follower
        if follower is None:
            return []
        oldest = int(self._clock() * _SECOND) - STALE_US
        parts = [_part(follower, fragment) for fragment in follower.grow()]
        return [part for part in parts if part.end_us >= oldest]


class Tails:
    """The tails of a node, by camera; one begins with the first viewer."""

    def __init__(self, *, roots: Callable[[], Sequence[Path]], clock: Callable[[], float], idle_seconds: float) -> None:
        self._roots, self._clock, self._idle_seconds = roots, clock, idle_seconds
        self._tails: dict[str, Tail] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tails)

    def of(self, gb_id: str) -> Tail:
        """The camera's tail, watched from now on."""
        tail = self._tails.get(gb_id)
        if tail is None:
            tail = self._tails[gb_id] = Tail(gb_id, roots=self._roots, clock=self._clock, idle_seconds=self._idle_seconds)
            task = asyncio.create_task(self._run(tail))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        tail.touch()
        return tail

    def running(self, gb_id: str) -> Tail | None:
        tail = self._tails.get(gb_id)
        if tail is not None:
            tail.touch()
        return tail

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, tail: Tail) -> None:
        try:
            await tail.follow()
        except Exception:
            logger.exception("camera %s: its tail ended", tail.gb_id)
        finally:
            self._tails.pop(tail.gb_id, None)


def _name(file: Grown) -> str:
    return file.path.rsplit("/", 1)[1]


def _part(follower: Follower, fragment: MovieFragment) -> Part:
    track = follower.track
    assert track is not None
    return Part(
        file=_name(follower.file),
        init_bytes=follower.init_bytes,
        look=(track.codec, track.width, track.height),
        offset=fragment.offset,
        size=fragment.size,
        start_us=fragment.start * _SECOND // track.timescale,
        duration_us=fragment.duration * _SECOND // track.timescale,
    )
