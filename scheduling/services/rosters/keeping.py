"""Writes a roster's rows and figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...domain.rules import Stretch
from ...domain.rules.hours import contract_minutes
from ...domain.shifts import Span, place_breaks, spans_text
from ...models import Assignment, Roster
from ...selectors.rosters.checking import checked
from ...selectors.rosters.ground import Ground, ground_of
from .figures import figures_of


@dataclass(frozen=True)
class Cell:
    """A shift of an agent on a day, by primary keys. `pauses` None: the breaks are spread evenly."""

    agent: int
    day: date
    shift: int
    pauses: tuple[Span, ...] | None = None
    comment: str = ""


@transaction.atomic
def save_version(
    *,
    region: Region,
    stretch: Stretch,
    cells: Iterable[Cell],
    author: User,
    by: Actor,
    now: datetime,
    action: str,
    extra: Mapping[str, object] | None = None,
    ground: Ground | None = None,
) -> Roster:
    """The next version of these days, a draft of `author`, with its figures. `extra` is kept among them."""
    found = ground or ground_of(region, stretch)
    number = Roster.objects.filter(region=region, first_day=stretch.first_day, last_day=stretch.last_day).aggregate(Max("number"))
    roster = Roster.objects.create(
        region=region,
        first_day=stretch.first_day,
        last_day=stretch.last_day,
        number=(number["number__max"] or 0) + 1,
        author=author,
        made_at=now,
    )
    rows = _rows(roster, list(cells), found)
    Assignment.objects.bulk_create(rows, batch_size=2000)
    roster.figures = {**(extra or {}), **figures_of(checked(roster, rows=rows, ground=found), now=now)}
    roster.save(update_fields=["figures"])
    record(by=by, action=action, on=roster, region_code=region.code, detail={"count": len(rows)}, at=now)
    return roster


def breaks_text(shift_id: int, ground: Ground, pauses: tuple[Span, ...] | None, *, turn: int = 0) -> str:
    """The breaks of a cell as they are kept; placed evenly where nobody placed them."""
    shift = ground.shifts[shift_id]
    return spans_text(place_breaks(shift, turn=turn) if pauses is None else pauses)[:80]


def _rows(roster: Roster, cells: list[Cell], ground: Ground) -> list[Assignment]:
    beyond = _overtime(cells, ground)
    return [
        Assignment(
            roster=roster,
            agent_id=cell.agent,
            day=cell.day,
            shift_id=cell.shift,
            breaks=breaks_text(cell.shift, ground, cell.pauses, turn=cell.agent + cell.day.toordinal()),
            overtime_minutes=beyond.get((cell.agent, cell.day), 0),
            comment=cell.comment,
        )
        for cell in cells
    ]


def _overtime(cells: Iterable[Cell], ground: Ground) -> dict[tuple[int, date], int]:
    """Minutes beyond the contract of the whole stretch, on the last days that hold them."""
    due = {
        agent.pk: contract_minutes(person, ground.stretch.first_day, ground.stretch.last_day, ground.calendar.is_workday)
        for agent, person in zip(ground.agents, ground.people, strict=True)
    }
    found: dict[tuple[int, date], int] = {}
    for cell in sorted(cells, key=lambda one: (one.agent, one.day)):
        minutes = ground.shifts[cell.shift].minutes
        left = due.get(cell.agent, 0)
        due[cell.agent] = max(0, left - minutes)
        if minutes > left:
            found[cell.agent, cell.day] = minutes - left
    return found
