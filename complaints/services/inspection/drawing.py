"""Draws samples and gives them to inspectors."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...domain.quality.sampling import Method, draw, seconds
from ...models import Sample, SampleItem
from ...selectors.inspection.samples import candidates
from .people import person_of


class NothingToDraw(Exception):
    """No inspected ticket of this period and place is free: none there, or all in samples that are still open."""


@dataclass(frozen=True)
class Plan:
    """What to draw: `size` tickets (with QUOTA so many of each department) complained of on these days, both included."""

    region: Region
    first_day: date
    last_day: date
    method: Method
    size: int
    seed: str
    department: str = ""
    double_percent: int = 0


@transaction.atomic
def draw_sample(*, plan: Plan, inspector: User, by: Actor, now: datetime, second: User | None = None) -> Sample:
    """The sample with its items, `double_percent` of them for the second inspector too. Raises NothingToDraw.

    Tickets in open samples are left out, so that nobody judges twice what was meant once; the same seed otherwise draws the same.
    """
    drawn = draw(candidates(plan), method=plan.method, size=plan.size, seed=plan.seed)
    if not drawn:
        raise NothingToDraw
    sample = Sample.objects.create(
        region=plan.region,
        method=plan.method,
        seed=plan.seed,
        first_day=plan.first_day,
        last_day=plan.last_day,
        department=plan.department,
        size=plan.size,
        double_percent=plan.double_percent if second else 0,
        drawn_by_id=person_of(by),
        drawn_at=now,
    )
    doubled = seconds(drawn, share=plan.double_percent / 100, seed=plan.seed) if second else frozenset()
    items = [SampleItem(sample=sample, ticket_id=ticket, inspector=inspector, position=place) for place, ticket in enumerate(drawn, 1)]
    items += [
        SampleItem(sample=sample, ticket_id=ticket, inspector=second, position=place, is_second=True)
        for place, ticket in enumerate(drawn, 1)
        if second is not None and ticket in doubled
    ]
    SampleItem.objects.bulk_create(items)
    detail = {"method": str(plan.method), "seed": plan.seed, "tickets": len(drawn), "twice": len(doubled), "inspector": str(inspector)}
    record(by=by, action="complaints.draw_sample", on=sample, region_code=plan.region.code, detail=detail, at=now)
    return sample
