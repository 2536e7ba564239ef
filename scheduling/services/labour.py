"""Shift templates and labour rules: the usual ones, and what people set."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.audit.domain.actors import SYSTEM, Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.rules import DEFAULT_RULES, NEEDS_VALUE, RuleCode
from ..domain.rules.codes import BUILT_IN
from ..domain.shifts import shift_of, spans_text
from ..models import Assignment, LabourRule, ShiftTemplate
from ..selectors.labour import chain_of

DEFAULT_SHIFTS = (
    ("A1", "早班", "07:00-15:30", "30"),
    ("A2", "白班", "08:00-17:00", "15 45"),
    ("A3", "行政班", "09:00-18:00", "15 45"),
    ("B1", "中班", "10:30-19:30", "15 45"),
    ("B2", "下午班", "12:30-21:30", "15 45"),
    ("C1", "晚班", "15:30-24:00", "30"),
    ("N1", "夜班", "23:30-08:00", "30"),
    ("S1", "两头班", "08:30-12:30 17:00-21:00", ""),
)
LONGEST_VALUE = 1000


class CodeTaken(Exception):
    """The region has a shift of this code."""


class InUse(Exception):
    """A roster has the shift; its hours stay as they are. Make another one and set this one inactive."""


class RuleThere(Exception):
    """A rule of this kind begins on this day already."""


class NotARule(Exception):
    """The code is unknown or is not set by people, or the value is none."""


@dataclass(frozen=True)
class ShiftValues:
    """A shift as people typed it."""

    code: str
    name: str
    spans: str
    breaks: str = ""
    is_active: bool = True


@transaction.atomic
def ensure_labour_ground(*, region: Region, by: Actor = SYSTEM, now: datetime) -> bool:
    """Gives a region the usual shifts and rules where it (or a region above it) has none. True when anything was made."""
    made = 0
    if not ShiftTemplate.objects.filter(chain_of(region)).exists():
        values = [ShiftValues(code, name, spans, breaks) for code, name, spans, breaks in DEFAULT_SHIFTS]
        made += len(ShiftTemplate.objects.bulk_create(ShiftTemplate(region=region, **_columns(one)) for one in values))
    if not LabourRule.objects.filter(chain_of(region), code__in=list(RuleCode)).exists():
        rules = (
            LabourRule(
                code=one.code.value, region=region, first_day=one.first_day, value=one.value, is_active=one.is_active, source=one.source
            )
            for one in DEFAULT_RULES
        )
        made += len(LabourRule.objects.bulk_create(rules, ignore_conflicts=True))
    if made:
        record(by=by, action="scheduling.ensure_labour_ground", on=region, region_code=region.code, detail={"count": made}, at=now)
    return made > 0


@transaction.atomic
def create_shift(*, region: Region, values: ShiftValues, by: Actor, now: datetime) -> ShiftTemplate:
    """Raises NotAShift, CodeTaken."""
    columns = _columns(values)
    if ShiftTemplate.objects.filter(region=region, code=values.code).exists():
        raise CodeTaken
    shift = ShiftTemplate.objects.create(region=region, **columns)
    record(by=by, action="scheduling.create_shift", on=shift, region_code=region.code, at=now)
    return shift


@transaction.atomic
def change_shift(*, shift: ShiftTemplate, values: ShiftValues, by: Actor, now: datetime) -> ShiftTemplate:
    """Another name, or active or not; other hours only while no roster has the shift. Raises NotAShift, CodeTaken, InUse."""
    found = ShiftTemplate.objects.select_for_update().get(pk=shift.pk)
    columns = _columns(values)
    if ShiftTemplate.objects.filter(region=found.region, code=values.code).exclude(pk=found.pk).exists():
        raise CodeTaken
    is_other = any(columns[name] != getattr(found, name) for name in ("code", "spans", "breaks"))
    if is_other and Assignment.objects.filter(shift=found).exists():
        raise InUse
    changes = {name: [getattr(found, name), value] for name, value in columns.items() if getattr(found, name) != value}
    for name, value in columns.items():
        setattr(found, name, value)
    found.save()
    record(by=by, action="scheduling.change_shift", on=found, region_code=found.region.code, detail={"changes": changes}, at=now)
    return found


@transaction.atomic
def set_rule(
    *,
    region: Region,
    code: str,
    first_day: date,
    value: float | None,
    is_active: bool,
    source: str = "",
    by: Actor,
    now: datetime,
) -> LabourRule:
    """A limit from a day on, or its end. Raises NotARule, RuleThere."""
    if code not in set(RuleCode) - BUILT_IN:
        raise NotARule
    needs = RuleCode(code) in NEEDS_VALUE and is_active
    if needs and (value is None or not 0 <= value <= LONGEST_VALUE):
        raise NotARule
    if LabourRule.objects.filter(region=region, code=code, first_day=first_day).exists():
        raise RuleThere
    kept = value if RuleCode(code) in NEEDS_VALUE else None
    rule = LabourRule.objects.create(region=region, code=code, first_day=first_day, value=kept, is_active=is_active, source=source)
    record(by=by, action="scheduling.set_labour_rule", on=rule, region_code=region.code, detail={"value": kept, "on": is_active}, at=now)
    return rule


def _columns(values: ShiftValues) -> dict[str, object]:
    shift = shift_of(values.code, values.spans, values.breaks)
    return {
        "code": values.code,
        "name": values.name,
        "spans": spans_text(shift.spans),
        "breaks": " ".join(map(str, shift.breaks)),
        "is_night": shift.is_night,
        "is_active": values.is_active,
    }
