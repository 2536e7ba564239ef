"""Which volume takes the next file, and making durable what was written."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from video.adapters.muxing import SegmentWriter
from video.adapters.volumes import Place, Report, inspect
from video.domain.causes import Cause, VolumeState

from .reports import NoVolume
from .wishes import Wish

logger = logging.getLogger(__name__)
SYNC_SECONDS = 3.0


class Volumes:
    """The volumes of a node and how they are. `look` refreshes; `choose` gives the wished one, else the ready one with most room."""

    def __init__(self, *, reserve: int) -> None:
        self._reserve = reserve
        self._lock = threading.Lock()
        self._places: Mapping[int, Place] = {}
        self._reports: dict[int, Report] = {}

    def set(self, places: Mapping[int, Place]) -> None:
        with self._lock:
            self._places = dict(places)
        self.look()

    def look(self) -> Mapping[int, Report]:
        reports = {number: inspect(place, reserve=self._reserve) for number, place in self.places().items()}
        with self._lock:
            self._reports = reports
        return reports

    def places(self) -> Mapping[int, Place]:
        with self._lock:
            return self._places

    def choose(self, wish: Wish) -> Place:
        """Raises NoVolume. The marker is read again for every file: a disk that fell off leaves an empty folder behind."""
        with self._lock:
            places, reports = dict(self._places), dict(self._reports)
        by_room = sorted(places, key=lambda number: -(reports[number].free or 0) if number in reports else 0)
        wished = [wish.volume] if wish.volume is not None and wish.volume in places else []
        for number in [*wished, *by_room]:
            if inspect(places[number], reserve=self._reserve).state is VolumeState.READY:
                return places[number]
        is_full = any(report.state is VolumeState.FULL for report in reports.values())
        raise NoVolume(Cause.DISK_FULL if is_full else Cause.NO_VOLUME)


class Syncer(threading.Thread):
    """Every three seconds makes durable what the files of one volume grew by. A disk that hangs holds up nobody else's."""

    def __init__(self, *, volume: int, writers: Callable[[], Iterable[tuple[SegmentWriter, Place]]]) -> None:
        super().__init__(name=f"syncer {volume}", daemon=True)
        self._volume, self._writers = volume, writers
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.wait(SYNC_SECONDS):
            for writer, place in list(self._writers()):
                if place.number == self._volume:
                    self._sync(writer)

    def _sync(self, writer: SegmentWriter) -> None:
        try:
            writer.sync()
        except OSError as error:
            logger.warning("volume %s: cannot sync (%s)", self._volume, error.strerror)
