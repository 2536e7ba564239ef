"""What camera threads have to tell: finished files and outages, put into the node's spool the moment they are certain."""

import base64
import errno
import threading
from collections.abc import Mapping
from typing import Any

from video.adapters.spool import Spool
from video.domain.causes import Cause
from video.domain.outages import explained
from video.domain.segments import Contents

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class NoVolume(OSError):
    """No volume of this node takes footage now."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(str(cause))
        self.cause = cause


def cause_of(error: OSError) -> Cause:
    """What the gap says when the disk refused."""
    if isinstance(error, NoVolume):
        return error.cause
    return Cause.DISK_FULL if error.errno in _FULL else Cause.DISK_FAILED


def segment_key(camera: int, epoch: int, start_us: int) -> str:
    return f"segment {camera} {epoch} {start_us}"


def segment_body(*, camera: int, epoch: int, volume: int, path: str, contents: Contents, sha256: str) -> dict[str, Any]:
    """As it travels: the fragment table in base64, everything else plain. Without `sha256` the file still grows."""
    return {
        "kind": "segment", "camera": camera, "epoch": epoch, "volume": volume, "path": path, "sha256": sha256,
        "start_us": contents.start_us, "end_us": contents.end_us, "size": contents.size, "init_bytes": contents.init_bytes,
        "fragments": base64.b64encode(contents.fragments).decode(), "codec": contents.codec, "width": contents.width,
        "height": contents.height, "packets": contents.packets,
    }  # fmt: skip


class Reports:
    """Safe between threads. An outage that began is remembered over a restart and ends with the next stored picture."""

    def __init__(self, *, spool: Spool) -> None:
        self._spool = spool
        self._lock = threading.Lock()

    def closed(self, *, camera: int, epoch: int, volume: int, path: str, contents: Contents, sha256: str) -> None:
        body = segment_body(camera=camera, epoch=epoch, volume=volume, path=path, contents=contents, sha256=sha256)
        with self._lock:
            self._spool.put(segment_key(camera, epoch, contents.start_us), body, at_us=contents.end_us)
            self._remember_end(camera, contents.end_us)

    def resumed(self, camera: int) -> None:
        """Recording is about to begin. Where the last life of the recorder left no word, an outage began with its last whole picture."""
        with self._lock:
            state = self._state(camera)
            if state.get("end") and state.get("gap_start") is None:
                self._open_gap(camera, state, start=state["end"], cause=Cause.RECORDER_CRASHED)

    def lost(self, camera: int, *, cause: Cause, at_us: int) -> None:
        """There is no picture. An outage under way keeps its start; a new one began where the last stored picture ended."""
        with self._lock:
            state = self._state(camera)
            if state.get("gap_start") is None:
                self._open_gap(camera, state, start=state.get("end") or at_us, cause=cause)
            elif (better := explained(Cause(state["gap_cause"]), cause)) != state["gap_cause"]:
                self._open_gap(camera, state, start=state["gap_start"], cause=better)

    def ended(self, camera: int, *, cause: Cause, at_us: int) -> None:
        """Nobody tries any more: the time until somebody records it again is an outage, unless the camera was switched off."""
        with self._lock:
            state = self._state(camera)
            start = state.get("gap_start")
            if cause is Cause.SWITCHED_OFF:
                if start is not None:
                    self._put_gap(camera, start=start, end=max(at_us, start), cause=state["gap_cause"])
                self._spool.remember(_memory(camera), None)
                return
            if start is None:
                self._open_gap(camera, state, start=state.get("end") or at_us, cause=cause)
            if cause is Cause.MOVED:
                self._spool.remember(_memory(camera), None)

    def found(self, camera: int, *, at_us: int) -> None:
        """A file begins with a picture of this time: an outage under way ends there."""
        with self._lock:
            state = self._state(camera)
            start = state.get("gap_start")
            if start is None:
                return
            self._put_gap(camera, start=start, end=max(at_us, start), cause=state["gap_cause"])
            self._spool.remember(_memory(camera), {**state, "gap_start": None, "gap_cause": None})

    def missed(self, camera: int, *, start_us: int, end_us: int, cause: Cause) -> None:
        """A time that is over and was not recorded."""
        with self._lock:
            if end_us > start_us:
                self._put_gap(camera, start=start_us, end=end_us, cause=cause)

    def _remember_end(self, camera: int, end_us: int) -> None:
        state = self._state(camera)
        if end_us > (state.get("end") or 0):
            self._spool.remember(_memory(camera), {**state, "end": end_us})

    def _open_gap(self, camera: int, state: Mapping[str, Any], *, start: int, cause: Cause) -> None:
        self._spool.remember(_memory(camera), {**state, "gap_start": start, "gap_cause": str(cause)})
        self._put_gap(camera, start=start, end=None, cause=cause)

    def _put_gap(self, camera: int, *, start: int, end: int | None, cause: Cause | str) -> None:
        body = {"kind": "gap", "camera": camera, "start_us": start, "end_us": end, "cause": str(cause)}
        self._spool.put(f"gap {camera} {start}", body, at_us=start)

    def _state(self, camera: int) -> Mapping[str, Any]:
        return self._spool.recall(_memory(camera)) or {}


def _memory(camera: int) -> str:
    return f"camera {camera}"
