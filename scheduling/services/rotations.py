"""Rotation patterns are kept, and fill in rosters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.rules import Stretch
from ..models import Roster, RotationPattern
from ..selectors.rosters.ground import pauses_of
from ..selectors.rotations import fill, rotation_of
from .rosters.keeping import Cell, save_version


class RotationTaken(Exception):
    """The region has a rotation of this code."""


@dataclass(frozen=True)
class RotationValues:
    """A rotation as people typed it."""

    code: str
    name: str
    codes: str
    is_active: bool = True


@transaction.atomic
def create_rotation(*, region: Region, values: RotationValues, by: Actor, now: datetime) -> RotationPattern:
    """Raises NotAShift for codes that are no shifts there, RotationTaken."""
    columns = _columns(values, region)
    if RotationPattern.objects.filter(region=region, code=values.code).exists():
        raise RotationTaken
    made = RotationPattern.objects.create(region=region, **columns)
    record(by=by, action="scheduling.create_rotation", on=made, region_code=region.code, at=now)
    return made


@transaction.atomic
def change_rotation(*, rotation: RotationPattern, values: RotationValues, by: Actor, now: datetime) -> RotationPattern:
    """Rosters filled in before stay as they are. Raises NotAShift, RotationTaken."""
    found = RotationPattern.objects.select_for_update(of=("self",)).select_related("region").get(pk=rotation.pk)
    columns = _columns(values, found.region)
    if RotationPattern.objects.filter(region=found.region, code=values.code).exclude(pk=found.pk).exists():
        raise RotationTaken
    changes = {name: [getattr(found, name), value] for name, value in columns.items() if getattr(found, name) != value}
    for name, value in columns.items():
        setattr(found, name, value)
    found.save()
    record(by=by, action="scheduling.change_rotation", on=found, region_code=found.region.code, detail={"changes": changes}, at=now)
    return found


@transaction.atomic
def apply_rotation(
    *,
    rotation: RotationPattern,
    region: Region,
    stretch: Stretch,
    groups: Sequence[str],
    anchor: date,
    base: Roster | None = None,
    user: User,
    by: Actor,
    now: datetime,
) -> Roster:
    """A draft of `user` in which the groups have the rotation's shifts and everybody else what `base` gives them. Raises NotAShift."""
    found = fill(rotation=rotation_of(rotation.codes, region), region=region, stretch=stretch, groups=groups, anchor=anchor, base=base)
    cells = [Cell(agent, day, shift) for (agent, day), shift in found.shifts.items()]
    if base is not None:
        kept = base.assignments.exclude(agent__rotation_group__in=list(groups)).order_by("agent_id", "day")
        cells += [
            Cell(row.agent_id, row.day, shift, pauses_of(row.breaks, found.ground.shifts[shift]), row.comment)
            for row in kept
            if (shift := row.shift_id or 0) in found.ground.shifts
        ]
    return save_version(
        region=region,
        stretch=stretch,
        cells=cells,
        author=user,
        by=by,
        now=now,
        action="scheduling.apply_rotation",
        extra={"rotation": rotation.code, **({"copy_of": base.number} if base else {})},
        ground=found.ground,
    )


def _columns(values: RotationValues, region: Region) -> dict[str, object]:
    """The pattern in its canonical text."""
    found = rotation_of(values.codes, region)
    return {
        "code": values.code,
        "name": values.name,
        "codes": " ".join(code or "-" for code in found.codes),
        "is_active": values.is_active,
    }
