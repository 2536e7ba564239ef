"""Watches the table of nudges for the hub: at every ring, and by itself in case no ring is heard."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime

from django.db import Error, close_old_connections

from ...adapters.bell_listener import BellListener
from ...domain.days import milliseconds
from ...domain.event_stream import Told
from ...selectors.nudges import NudgeReader
from .hub import BEAT_SECONDS, Hub

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_BETWEEN_LOOKS_WITH_BELL = 2.0
_SECONDS_AFTER_FAILURE = 1.0

Clock = Callable[[], datetime]


class Watch:
    """The rows are the truth. With Redis a ring says when to look; without it the table is looked at fifty times a second."""

    def __init__(self, hub: Hub, *, redis_url: str | None, clock: Clock, thread: Executor) -> None:
        self._hub, self._clock, self._thread = hub, clock, thread
        self._bell = BellListener(redis_url) if redis_url else None
        self._rung = asyncio.Event()
        self._reader: NudgeReader | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def hears_rings(self) -> bool:
        """Whether Redis tells at the moment when there is something new."""
        return self._bell is not None and self._bell.is_listening

    async def start(self) -> None:
        """Returns when the first look was taken: what comes from now on is heard."""
        await self._spread_new()
        self._tasks = [asyncio.create_task(self._look_for_ever()), asyncio.create_task(self._beat_for_ever())]
        if self._bell is not None:
            self._tasks.append(asyncio.create_task(self._bell.listen(self._rung.set)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look_for_ever(self) -> None:
        while True:
            with suppress(TimeoutError):
                seconds = SECONDS_BETWEEN_LOOKS_WITH_BELL if self.hears_rings else SECONDS_BETWEEN_LOOKS
                await asyncio.wait_for(self._rung.wait(), seconds)
            self._rung.clear()
            try:
                await self._spread_new()
            except Error as error:
                logger.warning("the nudges could not be read (%s)", type(error).__name__)
                await asyncio.sleep(_SECONDS_AFTER_FAILURE)

    async def _beat_for_ever(self) -> None:
        part = 0
        while True:
            await asyncio.sleep(1)
            part = (part + 1) % BEAT_SECONDS
            self._hub.beat(now_ms=milliseconds(self._clock()), part=part)

    async def _spread_new(self) -> None:
        for told in await asyncio.get_running_loop().run_in_executor(self._thread, self._look):
            self._hub.spread(told)
            # What is written meanwhile does not pile up: a burst is no slow reader.
            await asyncio.sleep(0)

    def _look(self) -> list[Told]:
        close_old_connections()
        now = self._clock()
        if self._reader is None:
            self._reader = NudgeReader(now=now)
        return self._reader.look(now=now)
