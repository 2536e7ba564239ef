"""What is on, and why, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.days import moment_of, zone_named
from ..domain.explaining import Reason, Verdict
from ..domain.faults import FaultCode
from ..domain.lines import Fault, Shown
from ..domain.proof import version_of
from ..selectors.on_screen import DayPlan, OnScreen, Over, Plan, Stretch, item_of, titles_of
from .revisions import WEEKDAYS
from .zones import zone_label

VERDICTS = {
    Verdict.SHOWN: (gettext_lazy("is shown"), "good"),
    Verdict.IN_TURN: (gettext_lazy("takes turns"), "good"),
    Verdict.FINISHING: (gettext_lazy("is over; its item plays to the end"), "info"),
    Verdict.WAITS: (gettext_lazy("waits for the end of the item, or for its next play"), "info"),
    Verdict.OUTRANKED: (gettext_lazy("gives way to a higher priority"), "neutral"),
    Verdict.COVERED: (gettext_lazy("lies under an emergency"), "warn"),
    Verdict.HIDDEN: (gettext_lazy("hides while an advert or an emergency is on"), "neutral"),
    Verdict.NOT_NOW: (gettext_lazy("is not on at this time"), "neutral"),
    Verdict.NOTHING_VALID: (gettext_lazy("has nothing that is valid now"), "bad"),
    Verdict.NOT_DOWNLOADED: (gettext_lazy("the screen lacks its files"), "bad"),
    Verdict.ZONE_UNKNOWN: (gettext_lazy("the screen's layout has no such zone"), "bad"),
}
KINDS = {
    "loop": gettext_lazy("Programme"),
    "advert": gettext_lazy("Advert"),
    "overlay": gettext_lazy("Ticker"),
    "emergency": gettext_lazy("Emergency"),
    "default": gettext_lazy("Default"),
    "built_in": gettext_lazy("Built-in slide"),
}
FAULTS = {
    FaultCode.NOTHING_VALID: gettext_lazy("A schedule that would win has nothing valid"),
    FaultCode.NOT_DOWNLOADED: gettext_lazy("A schedule that would win is not downloaded"),
    FaultCode.BUILT_IN: gettext_lazy("Nothing can be shown: the built-in slide is on"),
}


@dataclass(frozen=True)
class PlacePanel:
    """One zone, or what lies over all of them."""

    place: Any
    kind: Any
    title: str
    url: str
    item: str
    thumbnail: str
    position: str
    span: str
    is_finishing: bool
    is_covered: bool


@dataclass(frozen=True)
class ReasonPanel:
    title: str
    url: str
    kind: Any
    text: Any
    tone: str
    by: str


@dataclass(frozen=True)
class OnScreenPanel:
    """`until` None: nothing changes as far as the manifest reaches."""

    places: Sequence[PlacePanel]
    reasons: Sequence[ReasonPanel]
    faults: Sequence[tuple[Any, str]]
    until: datetime | None
    lacking: int


@dataclass(frozen=True)
class StretchPanel:
    """`span` in the screen's own clock."""

    span: str
    zone: str
    titles: Sequence[tuple[str, str]]
    is_default: bool


@dataclass(frozen=True)
class OverPanel:
    """`is_outranked`: it would be on, but something stands before it."""

    kind: Any
    title: str
    url: str
    span: str
    is_outranked: bool


@dataclass(frozen=True)
class DayPanel:
    day: date
    weekday: Any
    stretches: Sequence[StretchPanel]
    over: Sequence[OverPanel]


def on_screen_panel(found: OnScreen, *, pictured: Collection[int]) -> OnScreenPanel:
    """`pictured` are the versions of which the reader may see a thumbnail."""
    titles = titles_of(found.manifest)
    decision = found.decision
    over = [(_("Whole screen"), decision.emergency), (_("Ticker"), decision.overlay)]
    places = [(zone_label(name, found.zone_titles), name, shown) for name, shown in decision.zones.items()]
    shown = [_place(label, "", one, found, titles, pictured) for label, one in over if one is not None]
    shown += [_place(label, name, one, found, titles, pictured) for label, name, one in places]
    return OnScreenPanel(
        places=shown,
        reasons=[_reason(one, found.manifest, titles) for one in found.reasons],
        faults=[_fault(one, titles, found) for one in decision.faults],
        until=moment_of(decision.until) if decision.until <= found.manifest["horizon"][1] else None,
        lacking=found.lacking,
    )


def _fault(fault: Fault, titles: Mapping[int, str], found: OnScreen) -> tuple[Any, str]:
    return FAULTS.get(FaultCode(fault.code), fault.code), titles.get(fault.schedule) or zone_label(fault.zone, found.zone_titles)


def day_panels(plan: Plan, *, zone: str) -> list[DayPanel]:
    """Times in the clock of the zone."""
    return [_day(day, plan, zone_named(zone)) for day in plan.days]


def _day(day: DayPlan, plan: Plan, clock: ZoneInfo) -> DayPanel:
    return DayPanel(
        day=day.day,
        weekday=WEEKDAYS[day.day.weekday()],
        stretches=[_stretch(one, plan, clock) for one in day.stretches],
        over=[_over(one, plan.titles, clock) for one in day.over],
    )


def _stretch(stretch: Stretch, plan: Plan, clock: ZoneInfo) -> StretchPanel:
    named = [(plan.titles.get(pk, ""), reverse("signage:schedule", args=[pk])) for pk in stretch.schedules]
    return StretchPanel(hours(stretch.start, stretch.end, clock), zone_label(stretch.zone, plan.zone_titles), named, stretch.is_default)


def _over(over: Over, titles: Mapping[int, str], clock: ZoneInfo) -> OverPanel:
    spans = " ".join(hours(start, end, clock) for start, end in over.spans)
    url = reverse("signage:schedule", args=[over.schedule])
    return OverPanel(KINDS[over.kind], titles.get(over.schedule, ""), url, spans, over.is_outranked)


def hours(start: datetime, end: datetime, clock: ZoneInfo) -> str:
    """`08:00–24:00` in that clock."""
    first, last = (moment.astimezone(clock).strftime("%H:%M") for moment in (start, end))
    return f"{first}–{'24:00' if last == '00:00' else last}"


def _place(label: Any, zone: str, shown: Shown, found: OnScreen, titles: Mapping[int, str], pictured: Collection[int]) -> PlacePanel:
    item = item_of(found.manifest, zone, shown)
    version = version_of(item["id"]) if item else None
    return PlacePanel(
        place=label,
        kind=KINDS[shown.kind],
        title=titles.get(shown.schedule or 0, ""),
        url=reverse("signage:schedule", args=[shown.schedule]) if shown.schedule else "",
        item=item["title"] if item else "",
        thumbnail=reverse("signage:library_thumbnail", args=[version]) if version in pictured else "",
        position=str(shown.index + 1) if item else "",
        span=_span(shown),
        is_finishing=shown.is_finishing,
        is_covered=bool(zone) and found.decision.emergency is not None,
    )


def _span(shown: Shown) -> str:
    if shown.ends is None:
        return ""
    start, end = (timezone.localtime(moment_of(ms)).strftime("%H:%M:%S") for ms in (shown.started, shown.ends))
    return f"{start}–{end}"


def _reason(reason: Reason, manifest: Mapping[str, Any], titles: Mapping[int, str]) -> ReasonPanel:
    text, tone = VERDICTS[reason.verdict]
    kind = next(one["kind"] for one in manifest["schedules"] if one["id"] == reason.schedule)
    url = reverse("signage:schedule", args=[reason.schedule])
    return ReasonPanel(titles[reason.schedule], url, KINDS[kind], text, tone, titles.get(reason.by or 0, ""))
