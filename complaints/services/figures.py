"""Official figures, targets and annotations, entered by hand."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.history import EVERY_COMPLAINT_RECORDED, PROVINCE_2011
from ..domain.rates import PER_TEN_THOUSAND, UNITS
from ..domain.taxonomy import ServiceClass
from ..models import Annotation, PublishedRate, RateTarget
from .versions import bump

_SOURCE_2011 = "网络投诉月度通报 2011"
_CLASSES = frozenset(str(code) for code in ServiceClass if code is not ServiceClass.UNMAPPED)


class NotAFigure(Exception):
    """The rate is negative or not finite, the unit unknown, or the class one that no official figure is given for."""


@transaction.atomic
def enter_published_rate(
    *,
    month: Month,
    region: Region,
    value: Decimal,
    by: Actor,
    now: datetime,
    service_class: str = ServiceClass.TOTAL,
    per: int = PER_TEN_THOUSAND,
    source: str = "",
) -> PublishedRate:
    """Enters or replaces the official figure of a month, region and class. Raises NotAFigure."""
    if not value.is_finite() or value < 0 or per not in UNITS or service_class not in _CLASSES:
        raise NotAFigure
    figure, made = PublishedRate.objects.update_or_create(
        month=month.first_day,
        region=region,
        service_class=service_class,
        defaults={"value": value, "per": per, "source": source, "entered_by": by.name, "row_hash": ""},
    )
    detail = {"month": str(month), "class": str(service_class), "value": str(value), "per": per, "new": made}
    record(by=by, action="complaints.enter_published_rate", on=figure, region_code=region.code, detail=detail, at=now)
    bump()
    return figure


@transaction.atomic
def remove_published_rate(*, figure: PublishedRate, by: Actor, now: datetime) -> None:
    """Takes an official figure away."""
    detail = {"month": f"{figure.month:%Y-%m}", "class": figure.service_class, "value": str(figure.value), "per": figure.per}
    record(by=by, action="complaints.remove_published_rate", on=figure, region_code=figure.region.code, detail=detail, at=now)
    figure.delete()
    bump()


@transaction.atomic
def set_target(
    *,
    region: Region,
    first_month: Month,
    value: Decimal,
    by: Actor,
    now: datetime,
    service_class: str = ServiceClass.TOTAL,
    last_month: Month | None = None,
) -> RateTarget:
    """The rate per 10,000 to stay below from a month on; setting the same month again replaces it. Raises NotAFigure."""
    if not value.is_finite() or value <= 0 or service_class not in _CLASSES:
        raise NotAFigure
    target, _ = RateTarget.objects.update_or_create(
        region=region,
        service_class=service_class,
        first_month=first_month.first_day,
        defaults={"value": value, "last_month": last_month.first_day if last_month else None},
    )
    record(
        by=by,
        action="complaints.set_target",
        on=target,
        region_code=region.code,
        detail={"value": str(value), "from": str(first_month)},
        at=now,
    )
    bump()
    return target


@transaction.atomic
def annotate(
    *, day: date, label: str, by: Actor, now: datetime, label_en: str = "", kind: str = Annotation.Kind.OTHER, region: Region | None = None
) -> Annotation:
    """Marks a day on the charts; the same day and text again changes the rest of it."""
    annotation, _ = Annotation.objects.update_or_create(
        day=day, label=label, defaults={"label_en": label_en, "kind": kind, "region": region}
    )
    record(by=by, action="complaints.annotate", on=annotation, region_code=region.code if region else "", at=now)
    bump()
    return annotation


@transaction.atomic
def remove_annotation(*, annotation: Annotation, by: Actor, now: datetime) -> None:
    """Takes a mark off the charts."""
    region = annotation.region
    record(by=by, action="complaints.remove_annotation", on=annotation, region_code=region.code if region else "", at=now)
    annotation.delete()
    bump()


@transaction.atomic
def load_province_2011(*, region: Region, by: Actor, now: datetime) -> int:
    """Enters the published series April to September 2011 and its annotation for a province. Returns the number of figures."""
    for figure in PROVINCE_2011:
        month = Month(figure.month.year, figure.month.month)
        enter_published_rate(
            month=month, region=region, service_class=figure.service_class, value=figure.value, source=_SOURCE_2011, by=by, now=now
        )
    event = EVERY_COMPLAINT_RECORDED
    annotate(day=event.day, label=event.label, label_en=event.label_en, kind=event.kind, by=by, now=now)
    return len(PROVINCE_2011)
