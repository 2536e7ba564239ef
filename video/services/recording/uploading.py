"""Brings what the spool holds to the centre, and every few seconds what the growing files hold."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connections

from video.adapters.muxing import SegmentWriter
from video.adapters.spool import Spool
from video.adapters.volumes import Place

from .indexing import take_rows
from .reports import segment_body
from .room import ask_for_room

logger = logging.getLogger(__name__)
SECONDS = 1.0
ROUNDS_BETWEEN_GROWING = 10
AT_ONCE = 200

Growing = Mapping[tuple[int, int], tuple[SegmentWriter, Place]]


class Uploader(threading.Thread):
    """Tries again for as long as the centre is away; what it told twice is one row."""

    def __init__(self, *, node: int, spool: Spool, growing: Callable[[], Growing], clock: Callable[[], datetime]) -> None:
        super().__init__(name="uploader", daemon=True)
        self._node, self._spool, self._growing, self._clock = node, spool, growing, clock
        self._stopping = threading.Event()
        self._last: dict[tuple[int, int], tuple[str, int]] = {}

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        rounds = 0
        while not self._stopping.wait(SECONDS):
            rounds += 1
            self._try(with_growing=rounds % ROUNDS_BETWEEN_GROWING == 0)
        self._try(with_growing=False)
        connections.close_all()

    def _try(self, *, with_growing: bool) -> None:
        close_old_connections()
        try:
            self.upload()
            if with_growing:
                self._tell_growing()
        except DatabaseError as error:
            logger.warning("the centre takes no rows (%s); they wait here", type(error).__name__)

    def upload(self) -> None:
        while entries := self._spool.oldest(most=AT_ONCE):
            take_rows(node=self._node, bodies=[entry.body for entry in entries])
            self._spool.drop(entries)
            if filled := {entry.body["volume"] for entry in entries if entry.body["kind"] == "segment"}:
                ask_for_room(volumes=filled, now=self._clock())

    def _tell_growing(self) -> None:
        bodies = []
        for (camera, epoch), (writer, place) in self._growing().items():
            contents = writer.durable()
            if contents is None or self._last.get((camera, epoch)) == (str(writer.path), contents.size):
                continue
            self._last[camera, epoch] = (str(writer.path), contents.size)
            path = writer.path.relative_to(place.path).as_posix()
            bodies.append(segment_body(camera=camera, epoch=epoch, volume=place.number, path=path, contents=contents, sha256=""))
        if bodies:
            take_rows(node=self._node, bodies=bodies)
