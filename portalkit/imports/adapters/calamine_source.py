"""Workbooks through python-calamine, in a process of its own with limits on memory and time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from ..domain.body import Line
from ..domain.refusals import Refusal, Refused
from ..domain.spec import Cell
from .info import SheetInfo

_PROGRAM = Path(__file__).with_name("calamine_child.py")
_PASSWORD = 3


class Unreadable(Exception):
    """The parser gave up, ran out of its memory or time, or died."""


def sheets(path: Path) -> tuple[SheetInfo, ...]:
    """The worksheets with their rows. Raises Unreadable, or Refused for a password."""
    with _child("sheets", str(path)) as output:
        return tuple(SheetInfo(name=name, rows=rows, hidden=hidden) for name, rows, hidden in map(json.loads, output))


def rows(path: Path, sheet: str) -> Iterator[Line]:
    """(row number, cells), blank rows left out. Raises Unreadable before the first row, or Refused for a password."""
    with _child("rows", str(path), sheet) as output:
        if not output.readline():
            return
        for line in output:
            number, cells = json.loads(line, object_hook=_cell)
            yield number, cells


@contextmanager
def _child(*arguments: str) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-I", str(_PROGRAM), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as child:  # noqa: S603
        assert child.stdout is not None
        try:
            yield child.stdout
        except GeneratorExit:
            child.kill()
            raise
        except ValueError as error:
            child.kill()
            raise Unreadable from error
        status = child.wait()
    if status == _PASSWORD:
        raise Refused(Refusal.PASSWORD)
    if status:
        raise Unreadable(status)


def _cell(tagged: dict[str, Any]) -> Cell:
    ((kind, value),) = tagged.items()
    if kind == "datetime":
        return _to_the_millisecond(datetime.fromisoformat(value))
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "time":
        return time.fromisoformat(value)
    return timedelta(seconds=value)


def _to_the_millisecond(moment: datetime) -> datetime:
    """Like the streaming reader."""
    return moment.replace(microsecond=0) + timedelta(milliseconds=round(moment.microsecond / 1000))
