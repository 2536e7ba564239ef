"""Proof of play, added up in the database. Days and months are those of Asia/Shanghai."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import SHANGHAI, Day, local_day

from ..models import LayoutZone, PlayCount, Screen
from ..permissions import SignagePermission
from .screens import visible_screens

Rows = QuerySet[PlayCount, Any]
_LOOK_BACK = timedelta(days=100)


class By(StrEnum):
    """What proof of play is added up by."""

    CONTENT = "contents"
    ADVERTISER = "advertisers"
    HALL = "halls"
    SCREEN = "screens"
    MONTH = "months"


_IS_TEXT = Q(version=None)
_HALL = {"name": F("hall__region__name"), "name_en": F("hall__region__name_en")}
_KEYS: Mapping[By, dict[str, Any]] = {
    By.CONTENT: {
        "content": F("version__content"),
        "text_of": Case(When(_IS_TEXT, then=F("schedule"))),
        "title": Coalesce("version__content__title", "schedule__title"),
        "kind": F("version__content__kind"),
        "text_kind": Case(When(_IS_TEXT, then=F("schedule__kind"))),
        "advertiser": F("version__content__advertiser"),
    },
    By.ADVERTISER: {"advertiser": F("version__content__advertiser")},
    By.HALL: {"code": F("hall__region__code"), **_HALL},
    By.SCREEN: {"screen_pk": F("screen"), "screen_name": F("screen__name"), **_HALL},
    By.MONTH: {"month": TruncMonth("hour", tzinfo=SHANGHAI)},
}


def visible_counts(access: Access) -> QuerySet[PlayCount]:
    """What was played in the halls in reach; a screen that was moved leaves its plays where they were."""
    return access.scope(SignagePermission.VIEW, PlayCount.objects.all(), region="hall__region")


def proof_by(counts: QuerySet[PlayCount], by: By) -> Rows:
    """Rows of dicts: the key's values, `all_plays`, `all_ms`, `all_screens`. Where a schedule's own text was on, `text_of` and `text_kind`
    are its id and kind, and its title stands for the content that it has not. No advertiser, no row.
    """
    known = counts.exclude(_IS_TEXT | Q(version__content__advertiser="")) if by is By.ADVERTISER else counts
    return (
        known.order_by()
        .values(**_KEYS[by])
        .annotate(all_plays=Sum("plays"), all_ms=Sum("milliseconds"), all_screens=Count("screen", distinct=True))
    )


def days_with_hours(*, until: datetime) -> list[Day]:
    """The whole days before `until`, in order, that have counters of single hours. It looks back so far only as a fold can have missed."""
    first, last = Day(local_day(until - _LOOK_BACK)).start, Day(local_day(until)).start
    rows = PlayCount.objects.filter(is_day=False, hour__gte=first, hour__lt=last).order_by()
    days = rows.annotate(day=TruncDate("hour", tzinfo=SHANGHAI)).values_list("day", flat=True).distinct()
    return [Day(day) for day in sorted(days)]


def screens_with_plays(access: Access) -> QuerySet[Screen]:
    """The screens in reach, and those that left a hall in reach for another one: `is_here` tells which."""
    here = Exists(visible_screens(access).filter(pk=OuterRef("pk")))
    played = Exists(visible_counts(access).filter(screen=OuterRef("pk")))
    return Screen.objects.select_related("hall__region__parent", "layout").annotate(is_here=here).filter(Q(is_here=True) | played)


def days_of_screen(access: Access, screen: Screen, *, days: int, now: datetime) -> list[dict[str, Any]]:
    """`day`, plays and time of the last days on which it played in a hall in reach, newest first. One query."""
    since = Day(local_day(now) - timedelta(days=days - 1)).start
    rows = visible_counts(access).filter(screen=screen, hour__gte=since).order_by()
    found = rows.values(day=TruncDate("hour", tzinfo=SHANGHAI)).annotate(all_plays=Sum("plays"), all_ms=Sum("milliseconds"))
    return [{**row, "screen_pk": screen.pk} for row in found.order_by("-day")]


def hours_of_screen(access: Access, screen: Screen, *, day: date) -> QuerySet[PlayCount]:
    """Its counters of a day in a hall in reach, hour by hour; `zone_title` is what its layout calls the zone now."""
    span = Day(day)
    rows = visible_counts(access).filter(screen=screen, hour__gte=span.start, hour__lt=span.end)
    title = LayoutZone.objects.filter(layout=screen.layout_id, name=OuterRef("zone")).values("title")[:1]
    return rows.select_related("schedule", "version__content").annotate(zone_title=Subquery(title))
