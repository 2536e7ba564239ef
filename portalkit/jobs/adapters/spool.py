"""Celery's messages as files in a folder: the broker of the one-machine shape, no server needed.

A message is written under a temporary name and renamed into its queue's folder, and taken by a rename out of it. A rename is
atomic, so a reader finds a message whole or not at all and two readers never take the same one. Messages are not synced to
the disk: the job row is the truth, and a call lost in a power cut is made again by the sweeper.
"""

import logging
import time
import uuid
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import quote

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)
_STALE_SECONDS = 3600.0


class Channel(virtual.Channel):
    """Transport option `folder` names the folder that all processes share."""

    supports_fanout = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._listed: dict[str, deque[str]] = {}

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        # The wall clock orders messages of several processes; the rest keeps those of one process apart.
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
        draft = self._drafts() / name
        draft.write_text(dumps(message), encoding="utf-8")  # type: ignore[no-untyped-call]
        draft.rename(self._folder(queue) / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002
        while (name := self._next_name(queue)) is not None:
            if (message := self._take(queue, name)) is not None:
                return message
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._names(queue))

    def _purge(self, queue: str) -> int:
        self._listed.pop(queue, None)
        return sum(self._take(queue, name) is not None for name in self._names(queue))

    def _has_queue(self, queue: str, **_: Any) -> bool:
        return self._path(queue).is_dir()

    def _new_queue(self, queue: str, **_: Any) -> None:
        self._folder(queue)

    def _delete(self, queue: str, *_: Any, **__: Any) -> None:
        self._purge(queue)

    def _next_name(self, queue: str) -> str | None:
        """From the last listing while it lasts: a long queue is not listed anew for each message."""
        listed = self._listed.get(queue)
        if not listed:
            listed = self._listed[queue] = deque(sorted(self._names(queue)))
        return listed.popleft() if listed else None

    def _take(self, queue: str, name: str) -> dict[str, Any] | None:
        taken = self._drafts() / f"{name}.taken"
        try:
            (self._path(queue) / name).rename(taken)
        except FileNotFoundError:
            return None
        try:
            found: dict[str, Any] = loads(taken.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
        except ValueError:
            logger.warning("message %s of queue %s is damaged and dropped", name, queue)
            return None
        finally:
            taken.unlink(missing_ok=True)
        return found

    def _names(self, queue: str) -> list[str]:
        try:
            return [path.name for path in self._path(queue).iterdir()]
        except FileNotFoundError:
            return []

    def _folder(self, queue: str) -> Path:
        path = self._path(queue)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def _path(self, queue: str) -> Path:
        return self._root / "queues" / quote(queue, safe="").replace(".", "%2E")

    def _drafts(self) -> Path:
        path = self._root / "drafts"
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def _root(self) -> Path:
        return Path(self.connection.client.transport_options["folder"])


class Transport(virtual.Transport):
    """`broker_url = "spool://"` with the transport option `folder`."""

    Channel = Channel
    driver_type = "spool"
    driver_name = "spool"
    polling_interval = 0.1
    # Exchanges and bindings are declared by every process for itself, so they need not be stored.
    global_state = virtual.BrokerState()  # type: ignore[no-untyped-call]
    # The event loop gives each pool process a pipe of its own. Without it they share one under a lock, and a process killed
    # while it holds that lock stops all the others for good.
    implements = virtual.Transport.implements.extend(asynchronous=True, exchange_type=frozenset({"direct"}))

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)  # type: ignore[no-untyped-call]
        self._folder = Path(client.transport_options["folder"])
        self.state = self.global_state

    def establish_connection(self) -> Any:
        connection = super().establish_connection()  # type: ignore[no-untyped-call]
        _remove_stale(self._folder / "drafts")
        return connection

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:  # noqa: ARG002
        loop.call_repeatedly(self.polling_interval, self._deliver_waiting)

    def _deliver_waiting(self) -> None:
        """As many messages as the worker can take now."""
        cycle: Any = self.cycle
        try:
            while True:
                cycle.get(self._deliver)
        except Empty:
            return

    def driver_version(self) -> str:
        return "1"


def _remove_stale(drafts: Path) -> None:
    """Messages that a killed process had half written or just taken."""
    oldest = time.time() - _STALE_SECONDS
    for path in drafts.glob("*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue
