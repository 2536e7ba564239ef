"""Proof of play as tables: by content, advertiser, hall, screen and month; planned against played; days and hours of a screen."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.tables import Column, Table

from ..models import Content, PlayCount, Schedule
from ..panels.zones import zone_label
from ..selectors.advert_plans import AdvertLine
from ..selectors.proof import By

Row = Mapping[str, Any]
_KINDS: Mapping[str, Any] = dict(Content.Kind.choices)
_TEXT_KINDS: Mapping[str, Any] = dict(Schedule.Kind.choices)
SECONDS_AN_HOUR = 3600


def name_of(row: Row) -> str:
    """A hall's name in the reader's language."""
    is_chinese = (get_language() or "").startswith("zh")
    return str(row["name"] if is_chinese else row["name_en"] or row["name"])


def kind_of(row: Row) -> Any:
    """A content's kind, or that of the schedule whose text was on."""
    return _KINDS.get(row["kind"] or "") or _TEXT_KINDS.get(row["text_kind"] or "", "")


def month_of_row(row: Row) -> str:
    return f"{row['month'].astimezone(SHANGHAI):%Y-%m}"


def day_url(row: Row) -> str:
    return f"{reverse('signage:screen_plays', args=[row['screen_pk']])}?day={row['day']:%Y-%m-%d}"


def hours_played(row: Row) -> float:
    return float(row["all_ms"]) / 1000 / SECONDS_AN_HOUR


_FIGURES = (
    Column("plays", _("Plays"), value="all_plays", kind="number", order_by="all_plays"),
    Column("hours", _("Hours played"), value=hours_played, kind="number", digits=2, order_by="all_ms"),
)
_WITH_SCREENS = (*_FIGURES, Column("screens", _("Screens"), value="all_screens", kind="number", order_by="all_screens"))
_HALL = Column("hall", _("Hall"), value=name_of, order_by="name")
_ADVERTISER = Column("advertiser", _("Advertiser"), order_by="advertiser")


def _table(by: By, title: Any, *columns: Column, tie_break: tuple[str, ...], order: str = "-plays") -> Table:
    return Table(key=f"signage.proof_{by}", title=title, default_order=order, tie_break=tie_break, columns=columns)


PROOF: Mapping[By, Table] = {
    By.CONTENT: _table(
        By.CONTENT,
        _("Proof of play by content"),
        Column("title", _("Content"), order_by="title"),
        Column("kind", _("Kind of content"), value=kind_of, order_by=("kind", "text_kind")),
        _ADVERTISER,
        *_WITH_SCREENS,
        tie_break=("content", "text_of"),
    ),
    By.ADVERTISER: _table(By.ADVERTISER, _("Proof of play by advertiser"), _ADVERTISER, *_WITH_SCREENS, tie_break=("advertiser",)),
    By.HALL: _table(
        By.HALL, _("Proof of play by hall"), _HALL, Column("code", _("Hall code"), order_by="code"), *_WITH_SCREENS, tie_break=("code",)
    ),
    By.SCREEN: _table(
        By.SCREEN,
        _("Proof of play by screen"),
        Column("screen", _("Screen"), value="screen_name", order_by="screen_name"),
        _HALL,
        *_FIGURES,
        tie_break=("screen_pk",),
    ),
    By.MONTH: _table(
        By.MONTH,
        _("Proof of play by month"),
        Column("month", _("Month"), value=month_of_row, order_by="month"),
        *_WITH_SCREENS,
        tie_break=("month",),
        order="-month",
    ),
}
DAYS = Table(
    key="signage.days_of_screen",
    title=_("Played on the last days"),
    default_order="",
    row_link=day_url,
    columns=(Column("day", _("Day"), kind="date"), *_FIGURES),
)


def _item_title(row: PlayCount) -> str:
    return row.version.content.title if row.version else row.schedule.title


HOURS = Table(
    key="signage.hours_of_screen",
    title=_("Plays hour by hour"),
    default_order="hour",
    tie_break=("pk",),
    columns=(
        Column("hour", _("Hour from"), kind="datetime", order_by="hour"),
        Column("title", _("Content"), value=_item_title, order_by="version__content__title"),
        Column("item", _("Item"), order_by="item", shown=False),
        Column("schedule", _("Schedule"), value="schedule.title", order_by="schedule__title"),
        Column("zone", _("Zone"), value=lambda row: row.zone_title or zone_label(row.zone, {}), order_by="zone"),
        Column("plays", _("Plays"), kind="number", order_by="plays"),
        Column(
            "minutes", _("Minutes played"), value=lambda row: row.milliseconds / 60_000, kind="number", digits=1, order_by="milliseconds"
        ),
    ),
)


def _hours(ms: float) -> float:
    return ms / 1000 / SECONDS_AN_HOUR


def fulfilled_tone(line: AdvertLine) -> str:
    if line.fulfilled is None:
        return "neutral"
    return "good" if line.fulfilled >= 0.95 else "warn" if line.fulfilled >= 0.8 else "bad"


def _schedule_url(line: AdvertLine) -> str:
    return reverse("signage:schedule", args=[line.schedule.pk])


ADVERTS = Table(
    key="signage.advert_plans",
    title=_("Adverts: planned and played"),
    default_order="advertiser",
    columns=(
        Column("advertiser", _("Advertiser"), value=lambda line: line.advertiser or _("No advertiser named"), order_by="advertiser"),
        Column("schedule", _("Schedule"), value="schedule.title", order_by="schedule", link=_schedule_url),
        Column("screens", _("Screens"), kind="number", order_by="screens"),
        Column("planned", _("Plays planned"), value=lambda line: round(line.planned.plays), kind="number", order_by="planned"),
        Column("plays", _("Plays"), kind="number", order_by="plays"),
        Column(
            "planned_hours", _("Hours planned"), value=lambda line: _hours(line.planned.milliseconds), kind="number", digits=2,
            order_by="planned_hours",
        ),
        Column("hours", _("Hours played"), value=lambda line: _hours(line.milliseconds), kind="number", digits=2, order_by="hours"),
        Column(
            "fulfilled", _("Fulfilled"), value="fulfilled", kind="percent", digits=1, order_by="fulfilled", bar=lambda line: line.fulfilled,
            tone=fulfilled_tone,
        ),
    ),
)  # fmt: skip
