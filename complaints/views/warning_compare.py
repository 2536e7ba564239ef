"""Early warning: regions in the funnel, what changed between two periods, causes by Pareto."""

from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access, PortalRequest
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import AnyPeriod, Month

from ..charts import warning as charts
from ..domain.pareto import pareto as pareto_of
from ..domain.taxonomy import CauseSide
from ..models.labels import SIDE_LABELS
from ..panels.warning import compared_rows, placed_rows
from ..permissions import ComplaintsPermission
from ..selectors import Slice, cause_shares
from ..selectors.warning import comparable_periods, rate_change, region_funnel
from .dashboards import Content, dashboard
from .frame import Frame
from .warning import class_of, class_tabs, narrowed, tabs


@requires(ComplaintsPermission.VIEW)
def funnel(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning_funnel.html", _funnel)


@requires(ComplaintsPermission.VIEW)
def change(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning_change.html", _change)


@requires(ComplaintsPermission.VIEW)
def pareto(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning_pareto.html", _pareto)


def _funnel(access: Access, frame: Frame, data: QueryDict) -> Content:
    service_class = class_of(data)
    found = region_funnel(access, period=frame.month, region=frame.region, service_class=service_class)
    drawn = charts.funnel(
        found, link=lambda one: frame.link(region=one.region.code, **{"class": service_class}), per=frame.per, digits=frame.digits,
        newest=frame.newest_day,
    )  # fmt: skip
    context = {
        "found": found,
        "tabs": tabs(frame, "warning_funnel"),
        "class_tabs": class_tabs(frame, service_class),
        "rows": placed_rows(
            found.placed,
            per=frame.per,
            page=lambda one: frame.page("warning_chart", region=one.region.code, **{"class": service_class}),
            tickets=lambda one: frame.tickets(region=one.region.code, **narrowed(service_class)),
        ),
    }
    return Content((drawn,), context)


def _change(access: Access, frame: Frame, data: QueryDict) -> Content:
    on_year = data.get("against") == "last_year"
    against = [
        (_("Against month before"), frame.link(against="previous"), not on_year),
        (_("Against the same month last year"), frame.link(against="last_year"), on_year),
    ]
    context = {"tabs": tabs(frame, "warning_change"), "against": against}
    periods = comparable_periods(month=frame.month, today=frame.today, against_last_year=on_year)
    if periods is None:
        return Content((), context)
    before, now = periods
    found = rate_change(access, now=now, before=before, region=frame.region)
    drawn = charts.contributions(
        found, link=lambda code: _tickets(frame, now, region=code), per=frame.per, digits=frame.digits, newest=frame.newest_day
    )
    rows = {
        "whole": compared_rows((found.whole,), per=frame.per, tickets=lambda _one: _tickets(frame, now)),
        "regions": compared_rows(found.regions, per=frame.per, tickets=lambda one: _tickets(frame, now, region=one.key)),
        "classes": compared_rows(found.classes, per=frame.per, tickets=lambda one: _tickets(frame, now, **narrowed(one.key))),
    }
    sums = found.decomposition
    effects = {name: getattr(sums, name) * frame.per for name in ("change", "rate", "mix", "unplaced")} if sums else None
    return Content((drawn,), {**context, **rows, "found": found, "effects": effects})


def _pareto(access: Access, frame: Frame, data: QueryDict) -> Content:
    service_class = class_of(data)
    only = Slice(**({"service_class": service_class} if narrowed(service_class) else {}))
    found = cause_shares(access, first=frame.month, last=frame.month, region=frame.region, only=only)

    def link(cause: str) -> str:
        return frame.tickets(cause=cause, **narrowed(service_class))

    titles = {
        "all": _("All causes"),
        "within": str(SIDE_LABELS[CauseSide.WITHIN_CONTROL]),
        "beyond": str(SIDE_LABELS[CauseSide.BEYOND_CONTROL]),
    }
    sides = {"all": "", "within": CauseSide.WITHIN_CONTROL, "beyond": CauseSide.BEYOND_CONTROL}
    figures = {
        key: pareto_of({share.key: share.complaints for share in found.causes if side in ("", share.side)}) for key, side in sides.items()
    }
    drawn = [charts.pareto(f"pareto-{key}", titles[key], figure, link=link, newest=frame.newest_day) for key, figure in figures.items()]
    context = {
        "tabs": tabs(frame, "warning_pareto"),
        "class_tabs": class_tabs(frame, service_class),
        "figures": figures,
        "total": found.total,
    }
    return Content(drawn, context)


def _tickets(frame: Frame, now: AnyPeriod, **more: str) -> str:
    """The tickets of the later period: a whole month, or days of it."""
    if isinstance(now, Month):
        return frame.tickets(month=now, **more)
    return frame.tickets(month="", accepted_from=now.first_day, accepted_to=now.last_day, **more)
