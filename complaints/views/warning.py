"""Early warning: what is open, the control chart of months, the watch of days."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import Access, PortalRequest
from portalkit.guards.permissions import requires

from ..charts import warning as charts
from ..models.labels import CLASS_LABELS
from ..panels.warning import concern_rows, signal_rows
from ..permissions import ComplaintsPermission
from ..selectors.warning_overview import warning_overview
from ..selectors.warning_series import WATCHED_CLASSES, daily_watches, monthly_charts, warning_rules
from ..services.warning import start_warning
from .dashboards import Content, dashboard
from .frame import Frame

SHOWN_DAYS = 120
TABS = ("warning", "warning_chart", "warning_daily", "warning_funnel", "warning_change", "warning_pareto")


@requires(ComplaintsPermission.VIEW)
def overview(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning.html", _overview)


@requires(ComplaintsPermission.VIEW)
def chart(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning_chart.html", _chart)


@requires(ComplaintsPermission.VIEW)
def daily(request: PortalRequest) -> HttpResponseBase:
    return dashboard(request, "complaints/_warning_daily.html", _daily)


@require_POST
@requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)
def start(request: PortalRequest) -> HttpResponse:
    """Looks at all series now instead of after the next import."""
    job = start_warning(by=request.access.actor, now=timezone.now())
    messages.success(request, _("The series are looked at now."))
    return redirect("jobs:job", job.pk)


def tabs(frame: Frame, current: str) -> list[tuple[str, str, bool]]:
    """The pages of early warning for the same region and month."""
    labels = (_("Open signals"), _("Months"), _("Days"), _("Funnel"), _("What changed"), _("Causes (Pareto)"))
    return [(label, frame.page(name), name == current) for name, label in zip(TABS, labels, strict=True)]


def class_tabs(frame: Frame, current: str) -> list[tuple[object, str, bool]]:
    return [(CLASS_LABELS[code], frame.link(**{"class": code}), code == current) for code in WATCHED_CLASSES]


def class_of(data: QueryDict) -> str:
    """The class that the URL names; the total for what it does not, or not well."""
    asked = data.get("class", "")
    return asked if asked in WATCHED_CLASSES else WATCHED_CLASSES[0]


def narrowed(service_class: str) -> dict[str, str]:
    """The parameter of the ticket list for a class."""
    return {} if service_class == WATCHED_CLASSES[0] else {"class": service_class}


def _overview(access: Access, frame: Frame, _data: QueryDict) -> Content:
    newest = frame.newest_day or frame.today
    found = warning_overview(access, newest=newest, share=warning_rules().share, region=frame.region)
    context = {
        "found": found,
        "concerns": concern_rows(found.concerns),
        "better": signal_rows(found.better),
        "ended": signal_rows(found.ended),
        "tabs": tabs(frame, "warning"),
        "signals_url": reverse("complaints:warning_signals"),
        "can_set_rules": access.everywhere(ComplaintsPermission.MANAGE_RULES),
    }
    return Content((), context)


def _chart(access: Access, frame: Frame, data: QueryDict) -> Content:
    service_class = class_of(data)
    context = {"tabs": tabs(frame, "warning_chart"), "class_tabs": class_tabs(frame, service_class)}
    if frame.region is None:
        return Content((), context)
    rules = warning_rules()
    found = monthly_charts(access, region=frame.region, today=frame.today, rules=rules, last=frame.month, per=frame.per)[service_class]
    drawn = charts.control(
        found,
        link=lambda row: frame.tickets(month=row.month, **narrowed(service_class)),
        per=frame.per,
        digits=frame.digits,
        newest=frame.newest_day,
    )
    limits = list(found.chart.limits.items())
    return Content((drawn,), {**context, "found": found, "limits": limits, "rules": rules, "per": frame.per})


def _daily(access: Access, frame: Frame, data: QueryDict) -> Content:
    service_class = class_of(data)
    rules = warning_rules()
    context = {"tabs": tabs(frame, "warning_daily"), "class_tabs": class_tabs(frame, service_class), "rules": rules}
    if frame.region is None:
        return Content((), context)
    watches = daily_watches(access, region=frame.region, today=frame.today, rules=rules, only=(service_class,))
    if service_class not in watches:
        return Content((), context)
    found = watches[service_class]
    days = [day for day in found.watch.days if day.day <= frame.month.last_day][-SHOWN_DAYS:]

    def link(day: date) -> str:
        return frame.tickets(month="", accepted_from=day, accepted_to=day, **narrowed(service_class))

    drawn = (
        charts.daily(days, link=link, newest=frame.newest_day),
        charts.cusum(days if any(day.sum is not None for day in days) else (), link=link, newest=frame.newest_day),
    )
    return Content(drawn, {**context, "found": found, "rises": list(reversed(found.watch.rises))})
