"""Proof of play: by content, advertiser, hall, screen and month; adverts planned and played; a screen hour by hour."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.filters import BoundFilters
from portalkit.filters.domain.readings import DateRange
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Day, Month, NotAPeriod, month_of, parse
from portalkit.tables.views import list_page

from ..charts.proof import MOST_BARS, adverts_chart, proof_chart
from ..domain.proof import HOURS_KEPT
from ..filters.proof import PROOF_FILTERS
from ..panels.proof import facts_of, reach_of
from ..permissions import SignagePermission
from ..selectors.advert_plans import advert_lines
from ..selectors.proof import By, hours_of_screen, proof_by, screens_with_plays, visible_counts
from ..tables.proof import ADVERTS, HOURS, PROOF

MONTHS_SHOWN = 12
_EXPORT = SignagePermission.EXPORT


@requires(SignagePermission.VIEW)
def proof(request: PortalRequest, by: str = By.CONTENT) -> HttpResponseBase:
    """Of the present month unless the address says other days; by month, of the last twelve."""
    if by not in set(By):
        raise Http404
    way, today = By(by), timezone.localdate()
    filters = PROOF_FILTERS.bind(
        request.GET,
        access=request.access,
        permission=SignagePermission.VIEW,
        defaults={"day": DateRange(_first_day(way, today), today)},
    )
    counts = visible_counts(request.access)
    rows = proof_by(counts.none() if filters.errors else counts, way)
    shown = filters.apply(rows).order_by("month" if way is By.MONTH else "-all_ms")
    top = list(shown[:MOST_BARS])
    chart = proof_chart(top, by=way, links=[_behind(way, row, filters) for row in top])
    about = facts_of(request.access, filters) if "format" in request.GET else ()
    if download := chart_export(request, [chart], permission_to_export=_EXPORT, about=about):
        return download
    return list_page(
        request,
        table=replace(PROOF[way], row_link=lambda row: _behind(way, row, filters)),
        rows=rows,
        filters=filters,
        template="signage/screens/proof.html",
        context={"chart": chart if top else None, "tabs": _tabs(way, filters), **_nothing(filters)},
        permission_to_export=_EXPORT,
        about=about,
    )


@requires(SignagePermission.VIEW)
def adverts(request: PortalRequest) -> HttpResponseBase:
    """A month's adverts, planned against played."""
    month = _month(request.GET.get("month", ""))
    lines = advert_lines(request.access, month=month, now=timezone.now())
    chart = adverts_chart(lines)
    about = [(_("Month"), str(month)), reach_of(request.access)] if "format" in request.GET else ()
    if download := chart_export(request, [chart], permission_to_export=_EXPORT, about=about):
        return download
    context = {
        "month": month,
        "chart": chart if lines else None,
        "tabs": _tabs_of_month(month),
        "empty_reason": _("No advert was on air or played in this month that you may see."),
    }
    return list_page(
        request,
        table=ADVERTS,
        rows=lines,
        template="signage/screens/adverts.html",
        context=context,
        permission_to_export=_EXPORT,
        about=about,
    )


@requires(SignagePermission.VIEW)
def screen_plays(request: PortalRequest, pk: int) -> HttpResponseBase:
    """A day of a screen, hour by hour."""
    screen = get_object_or_404(screens_with_plays(request.access), pk=pk)
    day = _day(request.GET.get("day", ""))
    context: dict[str, Any] = {
        "title": _("Plays of {name}").format(name=screen.name),
        "screen": screen,
        "day": day,
        "is_added_up": day.end < timezone.now() - HOURS_KEPT,
        "hours_kept": HOURS_KEPT.days,
        "empty_reason": _("The screen has reported no play of this day. A screen without a line brings its counts later."),
    }
    return list_page(
        request,
        table=HOURS,
        rows=hours_of_screen(request.access, screen, day=day.first_day),
        template="signage/screens/plays.html",
        context=context,
        permission_to_export=_EXPORT,
        about=[
            (_("Screen"), f"{screen.hall.region.long_name} {screen.name}" if vars(screen)["is_here"] else screen.name),
            (_("Day"), str(day)),
        ],
    )


def _first_day(by: By, today: date) -> date:
    month = month_of(today)
    return (month.plus(1 - MONTHS_SHOWN) if by is By.MONTH else month).first_day


def _behind(by: By, row: Any, filters: BoundFilters) -> str | None:
    """Where a mark leads: from what was played to where, from where to when."""
    where = reverse("signage:proof", args=[By.SCREEN])
    if by is By.CONTENT:
        return filters.link(where, q=row["title"])
    if by is By.ADVERTISER:
        return filters.link(reverse("signage:proof", args=[By.CONTENT]), q=row["advertiser"])
    if by is By.HALL:
        return filters.link(where, region=row["code"])
    if by is By.SCREEN:
        return f"{reverse('signage:screen_plays', args=[row['screen_pk']])}?day={_last_day(filters)}"
    month = month_of(row["month"])
    return filters.link(reverse("signage:proof", args=[By.CONTENT]), day=DateRange(month.first_day, month.last_day))


def _last_day(filters: BoundFilters) -> date:
    """The last of the days chosen that can have plays."""
    chosen, today = filters.values["day"], timezone.localdate()
    return min(chosen.last, today) if chosen and chosen.last else today


def _tabs(current: By, filters: BoundFilters) -> list[tuple[str, str, bool]]:
    found = [(label, filters.link(reverse("signage:proof", args=[by])), by is current) for by, label in _labels().items()]
    adverts_url = f"{reverse('signage:adverts')}?month={month_of(_last_day(filters))}"
    return [*found, (_("Planned and played"), adverts_url, False)]


def _tabs_of_month(month: Month) -> list[tuple[str, str, bool]]:
    days = f"day_from={month.first_day}&day_to={month.last_day}"
    found = [(label, f"{reverse('signage:proof', args=[by])}?{days}", False) for by, label in _labels().items()]
    return [*found, (_("Planned and played"), reverse("signage:adverts"), True)]


def _labels() -> dict[By, str]:
    return {
        By.CONTENT: _("Content"), By.ADVERTISER: _("Advertiser"), By.HALL: _("Hall"), By.SCREEN: _("Screen"), By.MONTH: _("Month"),
    }  # fmt: skip


def _month(text: str) -> Month:
    try:
        return month_of(parse(text).first_day) if text else month_of(timezone.localdate())
    except NotAPeriod:
        return month_of(timezone.localdate())


def _day(text: str) -> Day:
    """Today where the text is no day, or one too far off to have a begin and an end."""
    try:
        found = parse(text) if text else None
    except NotAPeriod:
        found = None
    return found if isinstance(found, Day) else Day(timezone.localdate())


def _nothing(filters: BoundFilters) -> dict[str, str]:
    if filters.errors:
        reason = _("Correct the filter that is marked: until then nothing is shown.")
        return {"empty_icon": "filter", "empty_title": _("These filters cannot be read"), "empty_reason": reason}
    return {"empty_reason": _("No screen that you may see has reported a play yet. Players report within minutes of playing.")}
