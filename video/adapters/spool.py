"""What a node still has to tell the centre, and what it must remember over a restart: one small durable database on the node."""

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, body TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """`key` tells what it is about: a later entry of the same key takes the earlier one's place."""

    number: int
    key: str
    body: Mapping[str, Any]


class Spool:
    """Safe between threads and across a crash: `put` returns when the entry is on the disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + _TABLES)

    def put(self, key: str, body: Mapping[str, Any], *, at_us: int) -> None:
        with self._lock, self._database as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("DELETE FROM entry WHERE key = ?", (key,))
            database.execute("INSERT INTO entry (key, body, at) VALUES (?, ?, ?)", (key, json.dumps(body), at_us))
            database.execute("COMMIT")

    def oldest(self, *, most: int) -> Sequence[Entry]:
        with self._lock:
            rows = self._database.execute("SELECT number, key, body FROM entry ORDER BY number LIMIT ?", (most,)).fetchall()
        return [Entry(number, key, json.loads(body)) for number, key, body in rows]

    def drop(self, entries: Sequence[Entry]) -> None:
        """Forgets what was taken. An entry replaced meanwhile has another number and stays."""
        with self._lock, self._database as database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("DELETE FROM entry WHERE number = ?", [(entry.number,) for entry in entries])
            database.execute("COMMIT")

    def waiting(self) -> tuple[int, int | None]:
        """How many entries wait, and since when the oldest does (microseconds)."""
        with self._lock:
            count, since = self._database.execute("SELECT count(*), min(at) FROM entry").fetchone()
        return count, since

    def remember(self, key: str, body: Mapping[str, Any] | None) -> None:
        """None forgets."""
        with self._lock:
            if body is None:
                self._database.execute("DELETE FROM memory WHERE key = ?", (key,))
            else:
                self._database.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (key, json.dumps(body)))

    def recall(self, key: str) -> Mapping[str, Any] | None:
        with self._lock:
            row = self._database.execute("SELECT body FROM memory WHERE key = ?", (key,)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def close(self) -> None:
        with self._lock:
            self._database.close()
