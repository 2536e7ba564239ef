"""The recorder of one node: what the centre wants becomes threads, what they tell becomes rows."""

import fcntl
import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, close_old_connections

from video.adapters.muxing import SegmentWriter
from video.adapters.spool import Spool
from video.adapters.streams import Source
from video.adapters.volumes import Place, is_marked
from video.domain.causes import Cause
from video.domain.retention import RESERVE_BYTES
from video.domain.segments import microseconds

from ..leases import release_leases, renew_leases, take_leases
from .camera import CameraRecorder
from .indexing import indexed_paths, known_cameras, note_missing
from .repair import Repair, repair_volume
from .reports import Reports
from .sources import open_source
from .status import tell_status
from .uploading import Uploader
from .volumes import Syncer, Volumes
from .wishes import UnknownNode, Wish, Wishes, keep_wishes, kept_wishes, read_wishes, wanted_elsewhere

logger = logging.getLogger(__name__)
RECONCILE_SECONDS = 4.0
ROUNDS_BETWEEN_TELLING = 2


class AlreadyRunning(Exception):
    """Another recorder of this node runs on this machine."""


class NodeRecorder:
    """`run(stopping)` records until the event is set. `state` is a folder of this node alone: spool, lock.

    Raises AlreadyRunning; UnknownNode where the centre answers and knows no such node, or is away and never told anything.
    """

    def __init__(
        self,
        *,
        name: str,
        state: Path,
        clock: Callable[[], datetime],
        dial: Callable[[Wish], Source] = open_source,
        reserve: int = RESERVE_BYTES,
    ) -> None:
        self.name, self._clock, self._dial = name, clock, dial
        self.holder = str(uuid.uuid4())
        state.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(state / "recorder.lock")
        self.spool = Spool(state / "spool.sqlite3")
        self.reports = Reports(spool=self.spool)
        self.volumes = Volumes(reserve=reserve)
        self._cameras: dict[int, CameraRecorder] = {}
        self._syncers: dict[int, Syncer] = {}
        self._started_at = clock()
        self._is_repaired = False
        self._orphans = self._rounds = 0
        self.wishes = Wishes(0, {}, {})

    def run(self, stopping: threading.Event) -> None:
        try:
            self._begin()
            uploader = Uploader(node=self.wishes.node, spool=self.spool, growing=self._growing, clock=self._clock)
            uploader.start()
            while not stopping.wait(RECONCILE_SECONDS):
                self.reconcile()
            self._end()
            uploader.stop()
            uploader.join(timeout=10)
        finally:
            self.spool.close()
            os.close(self._lock)

    def reconcile(self) -> None:
        """What is wanted and what runs, brought together; told to the centre where it answers."""
        close_old_connections()
        try:
            self._take_wishes(read_wishes(node_name=self.name))
            if not self._is_repaired:
                self._repair(with_centre=True)
            self._renew()
            self._start_wanted()
            self._rounds += 1
            if self._rounds % ROUNDS_BETWEEN_TELLING == 1:
                self._tell()
        except DatabaseError as error:
            logger.warning("the centre is away (%s); recording goes on", type(error).__name__)
        self._start_again_ended()

    def _begin(self) -> None:
        try:
            self._take_wishes(read_wishes(node_name=self.name))
            self._repair(with_centre=True)
        except DatabaseError:
            kept = kept_wishes(spool=self.spool)
            if kept is None:
                raise UnknownNode(self.name) from None
            self.wishes = kept
            self.volumes.set(kept.volumes)
            self._repair(with_centre=False)
            self._start_with_kept_epochs()
        self.reconcile()

    def _take_wishes(self, wishes: Wishes) -> None:
        keep_wishes(wishes, spool=self.spool)
        self.wishes = wishes
        if dict(self.volumes.places()) != dict(wishes.volumes):
            self.volumes.set(wishes.volumes)
        for number in wishes.volumes:
            if number not in self._syncers:
                self._syncers[number] = Syncer(volume=number, writers=self._writers)
                self._syncers[number].start()
        if unwanted := [each for each in self._cameras.values() if _is_unwanted(each.wish, wishes)]:
            elsewhere = wanted_elsewhere(node=wishes.node, cameras=[each.wish.camera for each in unwanted])
            self._stop(unwanted, release=True, otherwise=lambda key: Cause.MOVED if key in elsewhere else Cause.SWITCHED_OFF)

    def _repair(self, *, with_centre: bool) -> None:
        whole = Repair()
        for place in self.volumes.places().values():
            if not is_marked(place):
                continue
            found = repair_volume(
                place=place,
                cameras=known_cameras() if with_centre else {wish.gb_id: key for key, wish in self.wishes.cameras.items()},
                indexed=indexed_paths(volume=place.number) if with_centre else None,
                growing=self._growing_paths(place),
                spool=self.spool,
                reports=self.reports,
            )
            if with_centre and found.missing:
                note_missing(volume=place.number, paths=found.missing, node=self.wishes.node)
            whole = whole + found
        self._is_repaired = with_centre
        self._orphans = len(whole.orphans)
        logger.info("repair: %s", whole.summary())

    def _start_wanted(self) -> None:
        missing = [key for key in self.wishes.cameras if key not in self._cameras]
        if not missing:
            return
        taken = take_leases(node=self.wishes.node, holder=self.holder, cameras=missing, now=self._clock())
        self.spool.remember("holder", {"holder": self.holder})
        for key, epoch in taken.items():
            self.spool.remember(f"epoch {key}", {"epoch": epoch})
            self._start(self.wishes.cameras[key], epoch)

    def _start_with_kept_epochs(self) -> None:
        """The centre is away: what was ours when it was last seen is ours still, and the leases go on under the name they were taken in."""
        if kept := self.spool.recall("holder"):
            self.holder = kept["holder"]
        for key, wish in self.wishes.cameras.items():
            if kept := self.spool.recall(f"epoch {key}"):
                self._start(wish, kept["epoch"])

    def _start(self, wish: Wish, epoch: int) -> None:
        self.reports.resumed(wish.camera)
        recorder = CameraRecorder(
            wish=wish, epoch=epoch, reports=self.reports, dial=self._dial, choose_volume=self.volumes.choose,
            now_us=lambda: microseconds(self._clock()),
        )  # fmt: skip
        self._cameras[wish.camera] = recorder
        recorder.start()

    def _start_again_ended(self) -> None:
        """A thread that ended by itself is a defect; the camera is recorded all the same."""
        for key, recorder in list(self._cameras.items()):
            if not recorder.is_alive():
                self._start(recorder.wish, recorder.epoch)
                logger.error("camera %s: its thread ended; started again", self._cameras[key].wish.gb_id)

    def _renew(self) -> None:
        running = list(self._cameras)
        ours = renew_leases(holder=self.holder, cameras=running, now=self._clock())
        lost = [self._cameras[key] for key in running if key not in ours]
        self._stop(lost, release=False, otherwise=lambda _key: Cause.MOVED)

    def _stop(self, recorders: Sequence[CameraRecorder], *, release: bool, otherwise: Callable[[int], Cause]) -> None:
        """`otherwise` says why those stop that this node shall not take up again."""
        for recorder in recorders:
            key = recorder.wish.camera
            recorder.stop(Cause.RECORDER_STOPPED if key in self.wishes.cameras else otherwise(key))
        for recorder in recorders:
            recorder.join()
            self._cameras.pop(recorder.wish.camera, None)
        if release and recorders:
            release_leases(holder=self.holder, cameras=[each.wish.camera for each in recorders], now=self._clock())

    def _end(self) -> None:
        for recorder in self._cameras.values():
            recorder.stop(Cause.RECORDER_STOPPED)
        for recorder in self._cameras.values():
            recorder.join()
        for syncer in self._syncers.values():
            syncer.stop()
        try:
            release_leases(holder=self.holder, cameras=list(self._cameras), now=self._clock())
        except DatabaseError:
            logger.warning("the centre is away; the leases run out by themselves")

    def _tell(self) -> None:
        waiting, since_us = self.spool.waiting()
        tell_status(
            node=self.wishes.node, holder=self.holder, started_at=self._started_at, now=self._clock(), cameras=self._cameras.values(),
            volumes=self.volumes.look(), spool_rows=waiting, spool_since_us=since_us, orphans=self._orphans,
        )  # fmt: skip

    def _writers(self) -> Iterable[tuple[SegmentWriter, Place]]:
        return [found for each in list(self._cameras.values()) if (found := each.writer) is not None]

    def _growing(self) -> Mapping[tuple[int, int], tuple[SegmentWriter, Place]]:
        return {(each.wish.camera, each.epoch): found for each in list(self._cameras.values()) if (found := each.writer) is not None}

    def _growing_paths(self, place: Place) -> frozenset[str]:
        return frozenset(writer.path.relative_to(place.path).as_posix() for writer, on in self._writers() if on == place)


def _is_unwanted(wish: Wish, wishes: Wishes) -> bool:
    """Sealed anew a password is other bytes and the same word; a changed one raises the generation."""
    wanted = wishes.cameras.get(wish.camera)
    return wanted is None or replace(wanted, password="") != replace(wish, password="")


def _locked(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunning(str(path)) from None
    return descriptor
