"""Hears the bell over Redis: one subscription for a process."""

import asyncio
import logging
from collections.abc import Callable

import redis
from redis import asyncio as redis_asyncio

from .bell import CHANNEL

logger = logging.getLogger(__name__)
_SECONDS_BETWEEN_TRIES = 1.0
_SECONDS_BETWEEN_PINGS = 30


class BellListener:
    """`is_listening` says whether rings are heard at the moment."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.is_listening = False

    async def listen(self, heard: Callable[[], None]) -> None:
        """Calls `heard` at every ring, and once whenever the subscription begins; goes on for ever."""
        while True:
            try:
                await self._subscribe(heard)
            except (redis.RedisError, OSError) as error:
                logger.warning("no bell over Redis (%s): the table is looked at instead", type(error).__name__)
            self.is_listening = False
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    async def _subscribe(self, heard: Callable[[], None]) -> None:
        client = redis_asyncio.from_url(self._url, socket_connect_timeout=2, health_check_interval=_SECONDS_BETWEEN_PINGS)
        async with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL)
            self.is_listening = True
            heard()
            while True:
                if await subscription.get_message(timeout=_SECONDS_BETWEEN_PINGS) is not None:
                    heard()
