"""Queues, campaigns and marks of days, set by planners."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..models import Campaign, DayMark, Queue


class QueueCodeTaken(Exception):
    """Another queue has this code."""


class CampaignCodeTaken(Exception):
    """Another campaign has this code."""


@dataclass(frozen=True)
class QueueValues:
    name: str
    name_en: str
    region: Region
    channel: str
    is_active: bool


@dataclass(frozen=True)
class CampaignValues:
    """`call_back_rate` is a share of 1; None: not known, to be learned from past campaigns."""

    name: str
    queue: Queue
    first_day: date
    last_day: date
    targets: int
    call_back_rate: float | None
    half_life_days: float | None
    is_paid: bool


@transaction.atomic
def add_queue(*, code: str, values: QueueValues, by: Actor, now: datetime) -> Queue:
    """Raises QueueCodeTaken."""
    if Queue.objects.filter(code=code).exists():
        raise QueueCodeTaken(code)
    queue = Queue.objects.create(code=code, **vars(values))
    record(by=by, action="scheduling.add_queue", on=queue, region_code=queue.region.code, detail={"code": code}, at=now)
    return queue


@transaction.atomic
def change_queue(*, queue: Queue, values: QueueValues, by: Actor, now: datetime) -> Queue:
    """The code stays: files name queues by it."""
    before = {name: str(getattr(queue, name)) for name in vars(values)}
    for name, value in vars(values).items():
        setattr(queue, name, value)
    queue.save()
    changed = {name: [before[name], str(getattr(queue, name))] for name in before if before[name] != str(getattr(queue, name))}
    record(by=by, action="scheduling.change_queue", on=queue, region_code=queue.region.code, detail={"changed": changed}, at=now)
    return queue


@transaction.atomic
def add_campaign(*, code: str, values: CampaignValues, by: Actor, now: datetime) -> Campaign:
    """Raises CampaignCodeTaken."""
    if Campaign.objects.filter(code=code).exists():
        raise CampaignCodeTaken(code)
    campaign = Campaign.objects.create(code=code, **vars(values))
    _record_campaign("scheduling.add_campaign", campaign, by, now)
    return campaign


@transaction.atomic
def change_campaign(*, campaign: Campaign, values: CampaignValues, by: Actor, now: datetime) -> Campaign:
    """A later import of the same code changes it again: the hash of the imported row is forgotten."""
    for name, value in vars(values).items():
        setattr(campaign, name, value)
    campaign.row_hash = ""
    campaign.save()
    _record_campaign("scheduling.change_campaign", campaign, by, now)
    return campaign


@transaction.atomic
def remove_campaign(*, campaign: Campaign, by: Actor, now: datetime) -> None:
    """Forecasts made with it keep its calls; new ones do not know it."""
    _record_campaign("scheduling.remove_campaign", campaign, by, now)
    campaign.delete()


@transaction.atomic
def mark_day(*, queue: Queue, day: date, kind: str, note: str, user: User, by: Actor, now: datetime) -> DayMark:
    """Says that a day is an outlier or ordinary; another mark of the same day is replaced."""
    values = {"kind": kind, "note": note, "set_by": user, "set_at": now}
    mark, _made = DayMark.objects.update_or_create(queue=queue, day=day, defaults=values)
    _record_mark("scheduling.mark_day", mark, by, now)
    return mark


@transaction.atomic
def unmark_day(*, mark: DayMark, by: Actor, now: datetime) -> None:
    """The day is again what the history says of it."""
    _record_mark("scheduling.unmark_day", mark, by, now)
    mark.delete()


def _record_campaign(action: str, campaign: Campaign, by: Actor, now: datetime) -> None:
    detail = {
        "code": campaign.code,
        "from": f"{campaign.first_day:%Y-%m-%d}",
        "to": f"{campaign.last_day:%Y-%m-%d}",
        "targets": campaign.targets,
        "rate": campaign.call_back_rate,
    }
    record(by=by, action=action, on=campaign, region_code=campaign.queue.region.code, detail=detail, at=now)


def _record_mark(action: str, mark: DayMark, by: Actor, now: datetime) -> None:
    detail = {"day": f"{mark.day:%Y-%m-%d}", "kind": mark.kind, "note": mark.note}
    record(by=by, action=action, on=mark.queue, region_code=mark.queue.region.code, detail=detail, at=now)
