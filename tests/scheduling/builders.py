"""Makes what tests of the hotline need, from the fields that matter to them.

province = a_province()
queue = a_queue("general", at=province)
calls(queue, first=date(2026, 1, 5), days=28, pattern=lambda day: office_hours(1200))
agent = an_agent("A1", at=province, skills=[queue])
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.domain.registry import spec_of
from portalkit.imports.domain.spec import ImportSpec, Problem
from portalkit.imports.models import ImportBatch
from portalkit.imports.permissions import ImportsPermission
from portalkit.imports.services.inline import import_now, undo_now
from portalkit.imports.services.mapping import Choice
from portalkit.imports.services.receiving import receive
from portalkit.regions.models import Region
from scheduling.models import Absence, Agent, AgentSkill, CallVolume, Campaign, Queue

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
Pattern = Callable[[date], Sequence[int | None] | Mapping[int, int]]
_numbers = count(1)


def a_queue(code: str = "", *, at: Region, **fields: Any) -> Queue:
    code = code or f"queue-{next(_numbers)}"
    return Queue.objects.create(code=code, region=at, **{"name": code, **fields})


def calls(
    queue: Queue, *, first: date, days: int, pattern: Pattern, minutes: int = 30, aht: float | None = 180, answered: float | None = 0.95
) -> list[CallVolume]:
    """Rows of `days` days from `first`. `pattern` gives the calls of a day's intervals from midnight on: a list, in which None leaves
    the interval out, or a mapping of minutes after midnight to calls."""
    rows = [
        _row(queue, first + timedelta(days=offset), minute, minutes, offered, aht, answered)
        for offset in range(days)
        for minute, offered in _intervals(pattern(first + timedelta(days=offset)), minutes)
    ]
    return CallVolume.objects.bulk_create(rows, batch_size=500)


def office_hours(total: int, *, minutes: int = 30) -> list[int]:
    """A day's calls of `total` in all, spread evenly from 08:00 to 20:00."""
    slots, first, last = 1440 // minutes, 480 // minutes, 1200 // minutes
    share, rest = divmod(total, last - first)
    return [0 if not first <= slot < last else share + (slot - first < rest) for slot in range(slots)]


def an_agent(code: str = "", *, at: Region, skills: Sequence[Queue] = (), **fields: Any) -> Agent:
    code = code or f"A{next(_numbers)}"
    agent = Agent.objects.create(code=code, region=at, **{"name": f"Agent {code}", "first_day": date(2025, 1, 1), **fields})
    AgentSkill.objects.bulk_create(AgentSkill(agent=agent, queue=queue) for queue in skills)
    return agent


def an_absence(agent: Agent, first_day: date, last_day: date | None = None, **fields: Any) -> Absence:
    return Absence.objects.create(agent=agent, first_day=first_day, last_day=last_day or first_day, **{"kind": "annual", **fields})


def a_campaign(code: str = "", *, queue: Queue, first_day: date, **fields: Any) -> Campaign:
    code = code or f"campaign-{next(_numbers)}"
    return Campaign.objects.create(
        code=code,
        queue=queue,
        first_day=first_day,
        **{"name": code, "last_day": first_day + timedelta(days=6), "targets": 100_000, "call_back_rate": 0.02, **fields},
    )


def moment(day: date, minute: int = 0) -> datetime:
    """A minute of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)


def _intervals(pattern: Sequence[int | None] | Mapping[int, int], minutes: int) -> list[tuple[int, int]]:
    if isinstance(pattern, Mapping):
        return list(pattern.items())
    return [(slot * minutes, offered) for slot, offered in enumerate(pattern) if offered is not None]


def _row(queue: Queue, day: date, minute: int, minutes: int, offered: int, aht: float | None, answered: float | None) -> CallVolume:
    taken = None if answered is None else round(offered * answered)
    return CallVolume(
        queue=queue,
        starts_at=moment(day, minute),
        minutes=minutes,
        offered=offered,
        answered=taken,
        abandoned=None if taken is None else offered - taken,
        in_target=None if taken is None else round(taken * 0.9),
        aht_seconds=aht if offered else None,
    )


def imported(kind: str, rows: Sequence[Mapping[str, str]], *, commit: bool = True, **options: Any) -> ImportBatch:
    """The rows as a file, received, mapped by guess, checked and, unless told otherwise, imported."""
    access = system_access(SYSTEM, [ImportsPermission.UPLOAD, spec_of(kind).permission])
    batch = receive(stream=io.BytesIO(as_csv(rows)), name="export.csv", kind=kind, access=access, now=NOW)
    choice = Choice(mapping=batch.mapping, options=options)
    return import_now(batch=batch, choice=choice, commit=commit, explain=_plainly, by=SYSTEM, now=NOW)


def undone(batch: ImportBatch) -> ImportBatch:
    return undo_now(batch=batch, by=SYSTEM, now=NOW)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, changed, unchanged, rejected."""
    return batch.new, batch.changed, batch.unchanged, batch.rejected


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _plainly(problem: Problem, spec: ImportSpec) -> str:
    return f"{problem.field} {problem.code}".strip()
