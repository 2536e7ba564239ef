"""Tells at once whether the worker that runs a job still lives, without heart-beats and leases.

A run holds a lock that its operating system or database server drops the moment its process dies, by whatever death. On
PostgreSQL it is an advisory lock of the worker's session, keyed by the job's id, so workers may sit on any machine. On SQLite,
where all processes share one machine, it is a lock on a file named by the run's claim. A lock is taken before the claim
is committed and dropped after the end is, so a running row without its lock has a dead worker.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import Error, connection

_NAMESPACE = 0x4A4F4253


class Running(Protocol):
    """A job as far as its lock goes."""

    pk: int
    claim: str


def hold(job: Running) -> bool:
    """Takes the lock of a run that is about to begin. False when a living run holds it."""
    return _hold_advisory(job) if connection.vendor == "postgresql" else _hold_file(job)


def release(job: Running) -> None:
    """Drops the lock. A connection that broke meanwhile has dropped it already."""
    if connection.vendor == "postgresql":
        _release_advisory(job)
    else:
        _release_file(job)


def living(jobs: Iterable[Running]) -> set[int]:
    """The ids of those jobs whose run still holds its lock."""
    listed = list(jobs)
    if not listed:
        return set()
    return _living_advisory(listed) if connection.vendor == "postgresql" else {job.pk for job in listed if _file_is_held(job)}


def _hold_advisory(job: Running) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(%s, %s), set_config('tcp_keepalives_idle', '30', false),"
            " set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)",
            [_NAMESPACE, _number(job)],
        )
        return bool(cursor.fetchone()[0])


def _release_advisory(job: Running) -> None:
    if connection.connection is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_NAMESPACE, _number(job)])
    except Error:
        connection.close()


def _living_advisory(jobs: list[Running]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = %s::bigint::oid"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_NAMESPACE],
        )
        held = {row[0] for row in cursor.fetchall()}
    return {job.pk for job in jobs if _number(job) in held}


def _number(job: Running) -> int:
    return job.pk & 0x7FFFFFFF


_held_files: dict[str, int] = {}


def _hold_file(job: Running) -> bool:
    path = _path(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    if not _locks(descriptor):
        os.close(descriptor)
        return False
    _held_files[job.claim] = descriptor
    return True


def _release_file(job: Running) -> None:
    descriptor = _held_files.pop(job.claim, None)
    if descriptor is not None:
        _path(job).unlink(missing_ok=True)
        os.close(descriptor)


def _file_is_held(job: Running) -> bool:
    try:
        descriptor = os.open(_path(job), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        if not _locks(descriptor):
            return True
        _path(job).unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _path(job: Running) -> Path:
    return Path(settings.DATA_DIR) / "claims" / job.claim
