"""Enters faults of the contest, decides on them, sets the points and announces champions."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.services import store
from portalkit.notify.services import notify
from portalkit.periods.domain.calendar import Month, local_day
from portalkit.regions.models import Region

from ..adapters.pictures import rebuilt
from ..domain import contest
from ..domain.contest import NEEDS_OUTCOME, NEEDS_REASON, Formula, Severity, State, Step
from ..models import ContestChampion, ContestFormula, FaultEntry, Ticket
from ..models.contest import STATE_LABELS
from ..selectors.contest import people_of_month, podium


class FoundInTheFuture(Exception):
    """The day on which the fault was found has not come yet."""


class OwnEntry(Exception):
    """Nobody decides on an entry that he made or found himself."""


class ReasonMissing(Exception):
    """This step needs a reason in words."""


class OwnerMissing(Exception):
    """An entry is given to a department."""


class OutcomeMissing(Exception):
    """An entry that ends says what was done, or why nothing can be."""


class FormulaInThePast(Exception):
    """New points hold from today on at the earliest: what was earned before stays."""


class FormulaExists(Exception):
    """Points that hold from this day on were set already."""


class MonthNotOver(Exception):
    """Champions are announced when their month is over."""


class AlreadyAnnounced(Exception):
    """The champions of this month and region were announced; that is not taken back."""


class NobodyToAnnounce(Exception):
    """Nobody found a fault in this month."""


@dataclass(frozen=True)
class Find:
    """What somebody found. `photo` is a file as it was sent."""

    region: Region
    finder: str
    finder_department: str
    found_on: date
    place: str
    category: str
    severity: str
    description: str
    photo: BinaryIO | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True)
class Decision:
    """What a judge says with a step. Which of it is needed depends on the step."""

    reason: str = ""
    severity: str = ""
    owner_department: str = ""
    owner: str = ""
    due_on: date | None = None
    outcome: str = ""


@transaction.atomic
def enter_fault(*, find: Find, entered_by: User, by: Actor, now: datetime) -> FaultEntry:
    """Registers a fault. Raises FoundInTheFuture, and NotAPicture for a photo that is none."""
    if find.found_on > local_day(now):
        raise FoundInTheFuture
    photo = store(stream=rebuilt(find.photo), now=now) if find.photo else None
    entry = FaultEntry.objects.create(
        region=find.region,
        finder=find.finder,
        finder_department=find.finder_department,
        entered_by=entered_by,
        entered_at=now,
        found_on=find.found_on,
        place=find.place,
        place_key=contest.place_key(find.place),
        category=find.category,
        severity=find.severity,
        description=find.description,
        photo=photo,
        ticket=find.ticket,
    )
    detail = {"category": find.category, "severity": find.severity, "photo": photo is not None}
    record(by=by, action="complaints.enter_fault", on=entry, region_code=find.region.code, detail=detail, at=now)
    return entry


@transaction.atomic
def judge_fault(*, entry: FaultEntry, step: Step, decision: Decision, by: Actor, now: datetime) -> FaultEntry:
    """Takes an entry one step on and tells who entered it.

    Raises StepNotPossible, OwnEntry, ReasonMissing, OwnerMissing, OutcomeMissing.
    """
    held = FaultEntry.objects.select_for_update(of=("self",)).select_related("region", "entered_by").get(pk=entry.pk)
    if by.user_id == held.entered_by_id or by.name == held.finder:
        raise OwnEntry
    before = State(held.state)
    held.state = contest.after(before, step)
    _write(held, step, decision, today=local_day(now))
    held.judged_at, held.judged_by = now, by.name
    held.save()
    detail = {"from": str(before), "to": str(held.state), "reason": decision.reason[:200]}
    record(by=by, action=f"complaints.{step}_fault", on=held, region_code=held.region.code, detail=detail, at=now)
    _tell(held, now)
    return held


@transaction.atomic
def set_contest_formula(*, valid_from: date, formula: Formula, by: Actor, now: datetime, note: str = "") -> ContestFormula:
    """Sets the points from a day on. Raises FormulaInThePast, FormulaExists."""
    if valid_from < local_day(now):
        raise FormulaInThePast
    if ContestFormula.objects.filter(valid_from=valid_from).exists():
        raise FormulaExists
    row = ContestFormula.objects.create(
        valid_from=valid_from,
        found=formula.found,
        accepted=formula.accepted,
        solved=formula.solved,
        minor=formula.weights[Severity.MINOR],
        major=formula.weights[Severity.MAJOR],
        critical=formula.weights[Severity.CRITICAL],
        note=note,
        set_by=by.name,
        set_at=now,
    )
    detail = {"found": str(formula.found), "accepted": str(formula.accepted), "solved": str(formula.solved)}
    record(by=by, action="complaints.set_contest_formula", on=row, detail=detail, at=now)
    return row


@transaction.atomic
def announce_champions(*, access: Access, region: Region, month: Month, by: Actor, now: datetime) -> tuple[ContestChampion, ...]:
    """Writes down the first three of a month that is over, for good. Raises MonthNotOver, AlreadyAnnounced, NobodyToAnnounce."""
    if local_day(now) <= month.last_day:
        raise MonthNotOver
    if ContestChampion.objects.filter(region=region, month=month.first_day).exists():
        raise AlreadyAnnounced
    champions = [
        ContestChampion(
            month=month.first_day,
            region=region,
            place=one.place,
            finder=one.name,
            finder_department=one.department,
            found=one.tally.found,
            solved=one.tally.solved,
            points=one.tally.points.quantize(Decimal("0.01")),
            announced_by=by.name,
            announced_at=now,
        )
        for one in podium(people_of_month(access, month=month, region=region))
    ]
    if not champions:
        raise NobodyToAnnounce
    try:
        with transaction.atomic():
            found = ContestChampion.objects.bulk_create(champions)
    except IntegrityError:
        raise AlreadyAnnounced from None
    detail = {"month": str(month), "champions": [one.finder for one in found]}
    record(by=by, action="complaints.announce_champions", on=region, region_code=region.code, detail=detail, at=now)
    return tuple(found)


def _write(entry: FaultEntry, step: Step, decision: Decision, *, today: date) -> None:
    reason, outcome = decision.reason.strip(), decision.outcome.strip()
    if step in NEEDS_REASON and not reason:
        raise ReasonMissing
    if step in NEEDS_OUTCOME:
        if not outcome:
            raise OutcomeMissing
        entry.outcome, entry.ended_on = outcome, today
    if step is Step.ACCEPT and decision.severity:
        entry.severity = Severity(decision.severity).value
    if step is Step.REFUSE:
        entry.reason, entry.ended_on = reason, today
    if step is Step.ASSIGN:
        if not decision.owner_department.strip():
            raise OwnerMissing
        entry.owner_department, entry.owner = decision.owner_department.strip(), decision.owner.strip()
        entry.due_on = decision.due_on
    if step is Step.REOPEN:
        entry.reason, entry.ended_on, entry.reopenings = reason, None, entry.reopenings + 1


def _tell(entry: FaultEntry, now: datetime) -> None:
    subject = _("Your entry {code}: {state}").format(code=entry.code, state=STATE_LABELS[entry.state])
    url = reverse("complaints:contest_entry", args=[entry.pk])
    key = f"complaints.fault {entry.pk} {entry.state} {now:%Y%m%d%H%M%S}"
    notify(user=entry.entered_by, subject=subject, body=entry.masked_reason or entry.masked_outcome, url=url, key=key, now=now)
