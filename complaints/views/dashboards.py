"""The dashboards: overview, trend, regions, matrix. Each replaces itself when newer data are there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access, PortalRequest
from portalkit.charts.domain.chart import Chart
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment, is_unchanged

from ..charts import dashboards as charts
from ..domain.taxonomy import TICKET_CLASSES
from ..filters.tickets import EXACTLY
from ..models.labels import CLASS_LABELS
from ..panels import comparisons, overview_stats, resolution_stats
from ..permissions import ComplaintsPermission
from ..selectors import By, Rate, Slice, class_cause_matrix, data_version, monthly_rates, region_ranking
from ..selectors import overview as overview_of
from ..selectors import trend as trend_of
from .frame import Frame, frame_of

MONTHS = 24
YEAR = 12
COMPARED = 8
DIMENSIONS = {"class": By.CLASS, "type": By.TYPE, "side": By.SIDE, "cause": By.CAUSE, "channel": By.CHANNEL}


@dataclass(frozen=True)
class Content:
    """What a dashboard shows: its charts, in order, and what else its template needs."""

    charts: Sequence[Chart]
    context: dict[str, Any] = field(default_factory=dict)


@requires(ComplaintsPermission.VIEW)
def overview(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_overview.html", _overview)


@requires(ComplaintsPermission.VIEW)
def trend(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_trend.html", _trend)


@requires(ComplaintsPermission.VIEW)
def regions(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_regions.html", _regions)


@requires(ComplaintsPermission.VIEW)
def matrix(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_matrix.html", _matrix)


def dashboard(request: PortalRequest, body: str, content: Callable[[Access, Frame, QueryDict], Content]) -> HttpResponseBase:
    """A live page of charts: whole, as a fragment when newer data are there, or the download of one of its charts."""
    frame = frame_of(request)
    version = f"{data_version()}.{frame.today:%Y%m%d}"
    if request.htmx and is_unchanged(request, version=version):
        return fragment(request, version=version, template=body)
    found = content(request.access, frame, request.GET)
    if download := chart_export(request, found.charts, permission_to_export=ComplaintsPermission.EXPORT):
        return download
    context = {
        "frame": frame,
        "body": body,
        "version": version,
        "charts": found.charts,
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "live_url": request.get_full_path(),
        **found.context,
    }
    if request.htmx:
        return fragment(request, version=version, template=body, context=context)
    return render(request, "complaints/dashboard.html", context)


def _overview(access: Access, frame: Frame, _data: QueryDict) -> Content:
    found = overview_of(access, month=frame.month, today=frame.today, region=frame.region, per=frame.per)
    drawn = (
        charts.classes_by_month(
            found.series, events=found.annotations, link=_to_tickets(frame), digits=frame.digits, newest=frame.newest_day
        ),
        charts.ranking(found.ranking, link=lambda one: frame.link(region=one.region.code), digits=frame.digits, newest=frame.newest_day),
        charts.causes(found.causes, link=lambda share: frame.tickets(cause=share.key), newest=frame.newest_day),
    )
    context = {
        "overview": found,
        "cards": overview_stats(found, digits=frame.digits, link=lambda key: frame.tickets(**({} if key == "total" else {"class": key}))),
        "stats": (*comparisons(found, digits=frame.digits, url=frame.tickets()), *resolution_stats(found.resolution)),
        "sides": [(side, frame.tickets(side=side.key)) for side in found.causes.sides],
    }
    return Content(drawn, context)


def _trend(access: Access, frame: Frame, data: QueryDict) -> Content:
    service_class = data.get("class", "") if data.get("class", "") in TICKET_CLASSES else ""
    only = Slice(service_class=service_class)
    found = trend_of(access, last=frame.month, today=frame.today, length=MONTHS, region=frame.region, per=frame.per, only=only)
    link = _to_tickets(frame, **({"class": service_class} if service_class else {}))
    digits, newest = frame.digits, frame.newest_day
    drawn = [charts.rates_by_month(found.rates, events=found.annotations, link=link, digits=digits, newest=newest)]
    if not service_class:
        drawn.append(charts.classes_by_month(found.rates, events=found.annotations, link=link, digits=digits, newest=newest))
    tabs = [(CLASS_LABELS[code], frame.link(**{"class": code}), code == service_class) for code in TICKET_CLASSES]
    return Content(drawn, {"tabs": [(_("All classes"), frame.link(), not service_class), *tabs], "events": found.annotations})


def _regions(access: Access, frame: Frame, _data: QueryDict) -> Content:
    ranked = region_ranking(access, month=frame.month, today=frame.today, region=frame.region, per=frame.per)
    first = frame.month.plus(1 - YEAR)
    rates = monthly_rates(access, first=first, last=frame.month, today=frame.today, region=frame.region, by=By.REGION, per=frame.per)
    compared = [(one.region.display_name, rates.of(one.region.code)) for one in ranked[:COMPARED]]
    digits, newest = frame.digits, frame.newest_day
    drawn = (
        charts.region_map(ranked, link=lambda one: frame.link(region=one.region.code), digits=digits, newest=newest),
        charts.regions_over_time(compared, link=lambda row: frame.tickets(month=row.month, region=row.key), digits=digits, newest=newest),
        charts.ranking(ranked, link=lambda one: frame.link(region=one.region.code), digits=digits, newest=newest),
    )
    rows = [(one, frame.link(region=one.region.code), frame.tickets(region=one.region.code)) for one in ranked]
    return Content(drawn, {"ranked": rows})


def _matrix(access: Access, frame: Frame, data: QueryDict) -> Content:
    rows, columns = _two_dimensions(data)
    found = class_cause_matrix(
        access, first=frame.month, last=frame.month, region=frame.region, rows=DIMENSIONS[rows], columns=DIMENSIONS[columns]
    )
    names = {"class": _("Class"), "type": _("Type"), "side": _("Control"), "cause": _("Cause"), "channel": _("Channel")}
    drawn = charts.matrix(
        found,
        dimensions=(names[rows], names[columns]),
        link=lambda row, column: frame.tickets(**_narrowed(rows, row), **_narrowed(columns, column)),
        newest=frame.newest_day,
    )
    context = {
        "matrix": found,
        "row_tabs": [(names[key], frame.link(rows=key, columns=columns), key == rows) for key in DIMENSIONS if key != columns],
        "column_tabs": [(names[key], frame.link(rows=rows, columns=key), key == columns) for key in DIMENSIONS if key != rows],
    }
    return Content((drawn,), context)


def _two_dimensions(data: QueryDict) -> tuple[str, str]:
    """The dimensions that the URL names; class and cause for what it does not, or not well."""
    rows, columns = (data.get(name, "") for name in ("rows", "columns"))
    rows = rows if rows in DIMENSIONS else "class"
    if columns not in DIMENSIONS or columns == rows:
        columns = "cause" if rows != "cause" else "class"
    return rows, columns


def _narrowed(dimension: str, key: str) -> dict[str, str]:
    """The parameter of the ticket list for one row or column; channels are named whole."""
    return {dimension: f"{EXACTLY}{key}" if dimension == "channel" else key}


def _to_tickets(frame: Frame, **more: str) -> charts.Link:
    def link(row: Rate) -> str:
        narrowed = {"class": row.key} if row.key in TICKET_CLASSES else {}
        return frame.tickets(month=row.month, **(narrowed | more))

    return link
