"""Saves benefit estimates: a new version for every change, none is edited."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import Month, month_of
from portalkit.regions.models import Region

from ..domain.benefit import Inputs
from ..models import BenefitEstimate


class SourceMissing(Exception):
    """Every input names where it comes from."""


class EstimateExists(Exception):
    """The region and month are estimated already; a change is a new version of that."""


class NothingChanged(Exception):
    """The new version says what the one before it says."""


class ReasonForChangeMissing(Exception):
    """A new version says in its note why it differs."""


class NotTheNewest(Exception):
    """Somebody saved a newer version meanwhile."""


@dataclass(frozen=True)
class Sources:
    """Where each input comes from."""

    subscribers: str
    arpu: str
    share: str

    def __post_init__(self) -> None:
        if not (self.subscribers.strip() and self.arpu.strip() and self.share.strip()):
            raise SourceMissing


@transaction.atomic
def estimate_benefit(
    *, region: Region, month: Month, inputs: Inputs, sources: Sources, by: Actor, now: datetime, note: str = ""
) -> BenefitEstimate:
    """The first estimate of a region and month. Raises EstimateExists."""
    if BenefitEstimate.objects.filter(region=region, month=month.first_day).exists():
        raise EstimateExists
    return _save(region=region, month=month, version=1, inputs=inputs, sources=sources, note=note, by=by, now=now)


@transaction.atomic
def revise_benefit(*, estimate: BenefitEstimate, inputs: Inputs, sources: Sources, by: Actor, now: datetime, note: str) -> BenefitEstimate:
    """A new version of an estimate. Raises NotTheNewest, NothingChanged, ReasonForChangeMissing."""
    held = BenefitEstimate.objects.select_for_update(of=("self",)).select_related("region").get(pk=estimate.pk)
    if not held.is_current:
        raise NotTheNewest
    if held.inputs == inputs and sources == Sources(held.subscribers_source, held.arpu_source, held.share_source):
        raise NothingChanged
    if not note.strip():
        raise ReasonForChangeMissing
    BenefitEstimate.objects.filter(pk=held.pk).update(is_current=False)
    month = month_of(held.month)
    return _save(region=held.region, month=month, version=held.version + 1, inputs=inputs, sources=sources, note=note, by=by, now=now)


def _save(
    *, region: Region, month: Month, version: int, inputs: Inputs, sources: Sources, note: str, by: Actor, now: datetime
) -> BenefitEstimate:
    try:
        with transaction.atomic():
            row = BenefitEstimate.objects.create(
                region=region,
                month=month.first_day,
                version=version,
                subscribers=inputs.subscribers,
                subscribers_source=sources.subscribers.strip(),
                arpu=inputs.arpu,
                arpu_source=sources.arpu.strip(),
                share=inputs.share,
                share_source=sources.share.strip(),
                note=note.strip(),
                made_by=by.name,
                made_at=now,
            )
    except IntegrityError:
        raise EstimateExists from None
    detail = {"month": str(month), "version": version, "benefit": str(row.benefit)}
    action = "complaints.estimate_benefit" if version == 1 else "complaints.revise_benefit"
    record(by=by, action=action, on=row, region_code=region.code, detail=detail, at=now)
    return row
