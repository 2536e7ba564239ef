"""Rotation patterns, and the roster that one would fill in for groups of agents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ..domain.rules import Stretch, Violation
from ..domain.shifts import Fault, NotAShift, Rotation, Shift, parse_rotation
from ..models import Agent, Assignment, Roster, RotationPattern
from ..permissions import SchedulingPermission
from .labour import shifts_of, templates_of
from .rosters.checking import judged
from .rosters.ground import Ground, ground_of, plan_of


@dataclass(frozen=True)
class GroupShare:
    """A rotation group with its agents and the days by which it is ahead of the first."""

    name: str
    agents: int
    offset: int


@dataclass(frozen=True)
class Filled:
    """What a rotation fills in: `shifts` by agent (primary key) and day. `left_out` are days on leave or outside the contract.

    `violations` are the hard rules that the roster would break beyond those that `base` breaks already.
    """

    ground: Ground
    shifts: Mapping[tuple[int, date], int]
    groups: tuple[GroupShare, ...]
    left_out: int
    hours_a_week: float
    violations: tuple[Violation, ...]


def visible_rotations(access: Access) -> QuerySet[RotationPattern]:
    return access.scope(SchedulingPermission.VIEW, RotationPattern.objects.select_related("region__parent"))


def rotation_of(pattern: str, region: Region) -> Rotation:
    """A pattern read with the active shifts of a region. Raises NotAShift for one without any shift, or with unknown codes."""
    shifts = shifts_of([one for one in templates_of(region) if one.is_active])
    found = parse_rotation(pattern, [one.code for one in shifts.values()])
    if not any(found.codes):
        raise NotAShift(Fault.NO_SPAN)
    return found


def rotation_groups(access: Access) -> tuple[tuple[str, int], ...]:
    """The rotation groups of visible agents with their sizes. One query."""
    agents = access.scope(SchedulingPermission.PLAN, Agent.objects.exclude(rotation_group=""))
    rows = agents.order_by("rotation_group").values("rotation_group").annotate(count=Count("pk"))
    return tuple((row["rotation_group"], row["count"]) for row in rows)


def open_rosters(access: Access) -> QuerySet[Roster]:
    """Rosters that a rotation can be put on top of: those not published, newest first."""
    rows = access.scope(SchedulingPermission.PLAN, Roster.objects.filter(published_at=None).select_related("region"))
    return rows.order_by("-first_day", "-number")


def fill(
    *, rotation: Rotation, region: Region, stretch: Stretch, groups: Sequence[str], anchor: date, base: Roster | None = None
) -> Filled:
    """The groups' days by the rotation that begins on `anchor`, the groups spread evenly over it in the order given.

    Agents of other groups keep what stands in `base`. Twenty queries at most.
    """
    ground = ground_of(region, stretch, but=base)
    active = (one for pk, one in ground.templates.items() if one.is_active and pk in ground.shifts)
    ids = {one.code: one.pk for one in sorted(active, key=lambda one: one.region_id == region.pk)}
    offsets = dict(zip(groups, rotation.offsets(len(groups)), strict=True))
    shifts: dict[tuple[int, date], int] = {}
    left_out = 0
    for agent, person in zip(ground.agents, ground.people, strict=True):
        if agent.rotation_group not in offsets:
            continue
        codes = rotation.stretch(stretch.first_day, len(list(stretch.days())), anchor=anchor, offset=offsets[agent.rotation_group])
        for day, code in codes.items():
            if code is None:
                continue
            if day in person.absent or day < agent.first_day or (agent.last_day is not None and day > agent.last_day):
                left_out += 1
                continue
            shifts[agent.pk, day] = ids[code]
    kept = Assignment.objects.filter(roster=base).exclude(agent__rotation_group__in=list(offsets)) if base else Assignment.objects.none()
    return Filled(
        ground=ground,
        shifts=shifts,
        groups=tuple(GroupShare(name, _size(ground, name), offset) for name, offset in offsets.items()),
        left_out=left_out,
        hours_a_week=rotation.hours_a_week({ground.templates[pk].code: ground.shifts[pk] for pk in ids.values()}),
        violations=_broken(ground, shifts, kept, base),
    )


def _size(ground: Ground, group: str) -> int:
    return sum(agent.rotation_group == group for agent in ground.agents)


def _broken(
    ground: Ground, shifts: Mapping[tuple[int, date], int], kept: QuerySet[Assignment], base: Roster | None
) -> tuple[Violation, ...]:
    codes = {agent.pk: agent.code for agent in ground.agents}
    plan, pauses = plan_of(kept, ground, codes)
    after: dict[str, dict[date, Shift]] = {key: dict(days) for key, days in plan.items()}
    for (agent, day), shift in shifts.items():
        after.setdefault(codes[agent], {})[day] = ground.shifts[shift]
    new = judged(ground, after, pauses).hard
    if base is None:
        return new
    before, before_pauses = plan_of(Assignment.objects.filter(roster=base), ground, codes)
    old = set(judged(ground, before, before_pauses).hard)
    return tuple(one for one in new if one not in old)
