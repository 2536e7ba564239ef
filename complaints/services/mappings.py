"""Changes what the words of the exports mean, and brings tickets and roll-ups to the new meaning in a job."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job

from ..domain.mapping import FOREVER, Match, parts_of
from ..domain.taxonomy import CATEGORY_RULES, CAUSE_RULES, SIDE_OF, TICKET_CLASSES, Cause, CauseSide, ComplaintType, DefaultRule
from ..models import CategoryMapping, CauseMapping
from ..models.mappings import ALWAYS
from . import derivation, rollups, touched

REMAP = "complaints.remap"


class MappingOverlaps(Exception):
    """There is a rule for the same text already on some of these days."""


class MappingMeansNothing(Exception):
    """The text is empty or the codes are none that a ticket can have."""


@dataclass(frozen=True)
class When:
    """The days of a rule: from (inclusive) to (exclusive, None: for good)."""

    valid_from: date = ALWAYS
    valid_to: date | None = None

    def overlaps(self, other: "CategoryMapping | CauseMapping") -> bool:
        return self.valid_from < (other.valid_to or FOREVER) and other.valid_from < (self.valid_to or FOREVER)


@dataclass(frozen=True)
class Remapped:
    """How many values of tickets were put right."""

    changed: int


@transaction.atomic
def map_category(
    *,
    text: str,
    service_class: str,
    complaint_type: str,
    by: Actor,
    now: datetime,
    match: str = Match.PREFIX,
    system: str = "",
    when: When = When(),
) -> CategoryMapping:
    """Adds a rule and starts the job that applies it. Raises MappingOverlaps, MappingMeansNothing."""
    _refuse_nonsense(text, service_class in TICKET_CLASSES and complaint_type in set(ComplaintType))
    _refuse_overlap(CategoryMapping, text, match, system, when)
    rule = CategoryMapping.objects.create(
        system=system,
        match=match,
        text=text.strip(),
        valid_from=when.valid_from,
        valid_to=when.valid_to,
        service_class=service_class,
        complaint_type=complaint_type,
    )
    record(
        by=by, action="complaints.map_category", on=rule, detail={"class": service_class, "type": complaint_type, "system": system}, at=now
    )
    start_remap(by=by, now=now)
    return rule


@transaction.atomic
def map_cause(
    *,
    text: str,
    cause: str,
    by: Actor,
    now: datetime,
    side: str = "",
    match: str = Match.PREFIX,
    system: str = "",
    when: When = When(),
) -> CauseMapping:
    """Adds a rule and starts the job that applies it; the side follows from the cause unless it is given. Raises as `map_category`."""
    _refuse_nonsense(text, cause in set(Cause) and side in {"", *CauseSide})
    side = side or str(SIDE_OF.get(Cause(cause), CauseSide.UNMAPPED))
    _refuse_overlap(CauseMapping, text, match, system, when)
    rule = CauseMapping.objects.create(
        system=system, match=match, text=text.strip(), valid_from=when.valid_from, valid_to=when.valid_to, cause=cause, side=side
    )
    record(by=by, action="complaints.map_cause", on=rule, detail={"cause": cause, "side": side, "system": system}, at=now)
    start_remap(by=by, now=now)
    return rule


@transaction.atomic
def end_mapping(*, rule: CategoryMapping | CauseMapping, on: date, by: Actor, now: datetime) -> CategoryMapping | CauseMapping:
    """The rule holds no more from this day on; a day before its first takes it away altogether.

    Raises MappingOverlaps when it ended earlier.
    """
    if rule.valid_to is not None and rule.valid_to <= on:
        raise MappingOverlaps(rule.text)
    record(by=by, action="complaints.end_mapping", on=rule, detail={"on": on.isoformat()}, at=now)
    if on <= rule.valid_from:
        rule.delete()
    else:
        rule.valid_to = on
        rule.save()
    start_remap(by=by, now=now)
    return rule


def start_remap(*, by: Actor, now: datetime) -> Job:
    """Puts the job in line that brings every ticket to the rules as they stand when it runs."""
    return jobs.enqueue(kind=REMAP, key="all", title=_("Apply the mapping tables to all tickets"), params={}, by=by, now=now)


@transaction.atomic
def remap() -> Remapped:
    """Every ticket gets the codes of today's rules; roll-ups follow. Done twice it changes nothing the second time."""
    with connection.cursor() as cursor:
        touched.start(cursor)
        changed = derivation.correct(cursor)
        if changed:
            rollups.refresh(cursor)
        else:
            touched.finish(cursor)
    return Remapped(changed=changed)


@transaction.atomic
def ensure_default_mappings() -> int:
    """The rules of a new installation, where a table is still empty. Returns how many were made."""
    made = 0
    if not CategoryMapping.objects.exists():
        made += len(CategoryMapping.objects.bulk_create([_category(rule, text) for rule in CATEGORY_RULES for text in rule.texts]))
    if not CauseMapping.objects.exists():
        made += len(CauseMapping.objects.bulk_create([_cause(rule, text) for rule in CAUSE_RULES for text in rule.texts]))
    return made


def _category(rule: DefaultRule, text: str) -> CategoryMapping:
    return CategoryMapping(match=rule.match, text=text, service_class=rule.outcome[0], complaint_type=rule.outcome[1])


def _cause(rule: DefaultRule, text: str) -> CauseMapping:
    return CauseMapping(match=rule.match, text=text, cause=rule.outcome[0], side=rule.outcome[1])


def _refuse_nonsense(text: str, is_known: object) -> None:
    if not parts_of(text) or not is_known:
        raise MappingMeansNothing(text)


def _refuse_overlap(table: type[CategoryMapping] | type[CauseMapping], text: str, match: str, system: str, when: When) -> None:
    same = table.objects.select_for_update().filter(text=text.strip(), match=match, system=system)
    if any(when.overlaps(rule) for rule in same):
        raise MappingOverlaps(text)
