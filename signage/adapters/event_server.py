"""uvicorn for streams that last for days: slow readers can be cut off, and a stop does not wait for anybody."""

import logging
import resource
from collections.abc import Awaitable, Callable
from typing import Any

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..domain.event_stream import ABORT

_SECONDS_TO_STOP = 3
_WAITING_CONNECTIONS = 2048


class StreamProtocol(HttpToolsProtocol):
    """Puts into the scope how a connection is cut without waiting for its reader."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"now": self.transport.abort}}


class EventServer(Server):
    """Tells the application that it stops before it waits for its streams."""

    def __init__(self, config: Config, *, before_stop: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._before_stop = before_stop

    async def shutdown(self, sockets: Any = None) -> None:
        await self._before_stop()
        await super().shutdown(sockets)


def event_server(application: Any, *, host: str, port: int, before_stop: Callable[[], Awaitable[None]]) -> EventServer:
    """A server for this application; as many connections as the system lets one process have."""
    _as_many_files_as_allowed()
    config = Config(
        application, host=host, port=port, http=StreamProtocol, ws="none", loop="asyncio", lifespan="on", access_log=False, log_config=None,
        backlog=_WAITING_CONNECTIONS, server_header=False, date_header=False, timeout_graceful_shutdown=_SECONDS_TO_STOP,
        reset_contextvars=True,
    )  # fmt: skip
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    return EventServer(config, before_stop=before_stop)


def _as_many_files_as_allowed() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
