"""A new version from one that there is."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor

from ...domain.rules import Stretch
from ...models import Roster
from ...selectors.rosters.ground import ground_of, pauses_of
from .keeping import Cell, save_version


@transaction.atomic
def copy_roster(*, roster: Roster, user: User, by: Actor, now: datetime) -> Roster:
    """A draft of `user` with the same shifts and breaks, judged anew by the rules and the forecast of today."""
    stretch = Stretch(roster.first_day, roster.last_day)
    ground = ground_of(roster.region, stretch)
    rows = roster.assignments.order_by("agent_id", "day")
    cells = [
        Cell(row.agent_id, row.day, shift, pauses_of(row.breaks, ground.shifts[shift]), row.comment)
        for row in rows
        if (shift := row.shift_id or 0) in ground.shifts
    ]
    return save_version(
        region=roster.region,
        stretch=stretch,
        cells=cells,
        author=user,
        by=by,
        now=now,
        action="scheduling.copy_roster",
        extra={"copy_of": roster.number},
        ground=ground,
    )
