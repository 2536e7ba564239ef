"""The event stream under test: served in a thread of its own, read over real sockets."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from django.utils import timezone

from signage.adapters.event_server import event_server
from signage.services.events import EventStream


@dataclass
class Served:
    port: int
    stream: EventStream


@contextmanager
def serving(*, redis_url: str | None = None) -> Iterator[Served]:
    """The stream on a port of its own; stopped, with its connections to the database, when the test is done."""
    stream = EventStream(redis_url=redis_url, clock=timezone.now)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = event_server(stream, host="127.0.0.1", port=port, before_stop=stream.stop)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        for _ in range(1000):
            if server.started or not thread.is_alive():
                break
            threading.Event().wait(0.01)
        assert server.started
        yield Served(port, stream)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@dataclass(frozen=True)
class Event:
    kind: str
    data: Any
    number: str = ""


@dataclass
class Reader:
    """A player's end of a stream. `next()` waits for an event that is no beat; None when the stream has ended."""

    port: int
    token: str
    last: str = ""
    method: str = "GET"
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        lines = [f"{self.method} /player/events HTTP/1.1", "Host: localhost", f"Authorization: Bearer {self.token}"]
        lines += [f"Last-Event-ID: {self.last}"] if self.last else []
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while (line := self.file.readline().strip()) != b"":
            name, _, value = line.decode().partition(": ")
            self.headers[name] = value
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.file.close()
        self.socket.close()

    def next(self) -> Event | None:
        while (event := self._event()) is not None and event.kind == "beat":
            pass
        return event

    def _event(self) -> Event | None:
        told: dict[str, str] = {}
        while (line := self._line()) is not None:
            if line == "":
                return Event(told["event"], json.loads(told["data"]), told.get("id", ""))
            name, _, value = line.partition(": ")
            told[name] = value
        return None

    def _line(self) -> str | None:
        """A line of the body out of its chunks; every chunk ends with an event's empty line."""
        if not getattr(self, "_chunk", []):
            size = int(self.file.readline() or b"0", 16)
            body = self.file.read(size)
            self.file.readline()
            self._chunk = body.decode().split("\n")[:-1] if size else []
            if not size:
                return None
        return self._chunk.pop(0)
