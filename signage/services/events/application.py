"""The ASGI application of the players' event stream: no Django views, two queries for each connection at most."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import Error, close_old_connections, connections

from ...domain.days import milliseconds
from ...domain.event_stream import ABORT, HELLO, Told, frame
from ...selectors.devices import Device, UnknownDevice, device_of
from ...selectors.nudges import told_since
from .hub import Hub, Send, Stream
from .watching import Clock, Watch

logger = logging.getLogger(__name__)
PATH, LIVE_PATH = "/player/events", "/live"
MOST_STREAMS = 10_000
_CORS = [
    (b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"www-authenticate"),
    (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"),
]  # fmt: skip
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET"),
    (b"access-control-allow-headers", b"authorization, last-event-id, cache-control"),
    (b"access-control-max-age", b"86400"),
]
# A proxy that buffers would hold an emergency back.
_STREAM = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class EventStream:
    """`clock` tells the time; `redis_url` None: the table alone tells what is new."""

    def __init__(self, *, redis_url: str | None, clock: Clock) -> None:
        self.hub = Hub()
        self._clock, self._redis_url = clock, redis_url
        self._asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="asking")
        self._watching = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watching")
        self._watch: Watch | None = None

    @property
    def hears_rings(self) -> bool:
        """Whether Redis tells at the moment when there is something new."""
        return self._watch is not None and self._watch.hears_rings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def stop(self) -> None:
        """Ends the streams; nobody is let in any more."""
        self.hub.stop()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start(send)
            elif message["type"] == "lifespan.shutdown":
                await self._end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self, send: Send) -> None:
        self._watch = Watch(self.hub, redis_url=self._redis_url, clock=self._clock, thread=self._watching)
        try:
            await self._watch.start()
        except Error as error:
            await send({"type": "lifespan.startup.failed", "message": f"The database does not answer ({type(error).__name__})."})
        else:
            await send({"type": "lifespan.startup.complete"})

    async def _end(self) -> None:
        self.hub.stop()
        if self._watch is not None:
            await self._watch.stop()
        for thread in (self._asking, self._watching):
            await asyncio.get_running_loop().run_in_executor(thread, connections.close_all)
            thread.shutdown(wait=False)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == LIVE_PATH:
            await _say(send, 200, b"%d\n" % len(self.hub))
        elif scope["path"] != PATH:
            await _say(send, 404)
        elif scope["method"] == "OPTIONS":
            await _say(send, 204, headers=_PREFLIGHT)
        elif scope["method"] != "GET":
            await _say(send, 405, headers=[(b"allow", b"GET, OPTIONS")])
        elif self.hub.is_stopping or len(self.hub) >= MOST_STREAMS:
            await _say(send, 503, headers=[(b"retry-after", b"5")])
        else:
            await self._stream(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        since = self.hub.position
        try:
            device, missed = await asyncio.get_running_loop().run_in_executor(self._asking, _asked, headers)
        except UnknownDevice:
            await _say(send, 401, headers=[(b"www-authenticate", b"Bearer")])
            return
        except Error as error:
            logger.warning("no stream could be opened (%s)", type(error).__name__)
            await _say(send, 503, headers=[(b"retry-after", b"5")])
            return
        stream = Stream(device, send=send, abort=scope.get("extensions", {}).get(ABORT, {}).get("now", _nothing))
        await send({"type": "http.response.start", "status": 200, "headers": [*_CORS, *_STREAM]})
        hello = frame(HELLO, {"now": milliseconds(self._clock()), "revision": device.revision})
        self.hub.add(stream, hello=hello, since=since, replayed=missed)
        try:
            await _gone(receive)
        finally:
            stream.is_over = True
            self.hub.remove(stream)


def _asked(headers: Mapping[bytes, bytes]) -> tuple[Device, list[Told]]:
    """Whose stream it is, and what it has missed. In a thread. Raises UnknownDevice."""
    close_old_connections()
    device = device_of(headers.get(b"authorization", b"").decode("latin-1"))
    last = headers.get(b"last-event-id", b"")
    return device, told_since(int(last), screen=device.pk) if last.isdigit() and len(last) <= 18 else []


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, status: int, body: bytes = b"", *, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    length = [(b"content-length", b"%d" % len(body))] if status != 204 else []
    await send({"type": "http.response.start", "status": status, "headers": [*_CORS, *(headers or []), *length]})
    await send({"type": "http.response.body", "body": body})


def _nothing() -> None:
    """Where the server has no way to cut a connection."""
