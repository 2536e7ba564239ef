"""The list of reports, one version of one, its files, its publication, and two versions beside one another."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.charts.views import chart_export
from portalkit.files.views import send_file
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page
from portalkit.ui.panels.figures import stat

from ..domain.comparison import Change
from ..domain.kinds import ReportKind, last_over
from ..domain.naming import CONTENT_TYPES, ReportFormat
from ..filters.reports import REPORT_FILTERS, SHOWN_CHANGES
from ..forms.reports import GenerateForm
from ..models import Report, ReportFile, ReportVersion
from ..panels.pages import charts_in, section_panels
from ..permissions import ReportsPermission
from ..selectors.reports import VersionPage, compare_page, file_of, find_report, version_for, version_page
from ..selectors.reports import reports as visible_reports
from ..selectors.rights import hotline_regions
from ..services import downloads, generating, publishing
from ..tables.reports import DIFFERENCES, REPORTS, change_label

_MISSING = (Report.DoesNotExist, ReportVersion.DoesNotExist, ReportFile.DoesNotExist)


@requires(ReportsPermission.VIEW)
def reports(request: PortalRequest) -> HttpResponseBase:
    filters = REPORT_FILTERS.bind(request.GET, access=request.access, permission=ReportsPermission.VIEW)
    can_generate = request.access.can(ReportsPermission.GENERATE)
    context = {"can_generate": can_generate, "empty_reason": _("Reports are made by schedule, or at once for a period that you choose.")}
    if can_generate:
        context |= {"empty_url": reverse("reports:generate"), "empty_label": _("Generate a report")}
    return list_page(
        request, table=REPORTS, rows=visible_reports(request.access), filters=filters, template="reports/list.html", context=context
    )


@requires(ReportsPermission.VIEW)
def open_report(request: PortalRequest) -> HttpResponse:
    """Leads to a report by what it is about; to the list where there is none."""
    wanted = {name: request.GET.get(name, "") for name in ("kind", "period", "region", "language")}
    found = find_report(request.access, **wanted)
    if found is not None:
        return redirect("reports:report", found.pk)
    return redirect(f"{reverse('reports:list')}?{urlencode({name: wanted[name] for name in ('kind', 'period', 'region')})}")


@requires(ReportsPermission.GENERATE)
def generate(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(ReportsPermission.GENERATE).filter(level__in=("province", "prefecture")).order_by("path")
    form = GenerateForm(request.POST or None, regions=regions, hotlines=hotline_regions(request.access), initial=_initial(request))
    if form.is_valid():
        job = generating.request_report(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        return redirect("jobs:job", job.pk)
    return render(request, "reports/generate.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(ReportsPermission.VIEW)
def report(request: PortalRequest, pk: int) -> HttpResponse:
    """The newest version."""
    found = _or_404(version_page, request.access, report=pk)
    return redirect("reports:version", pk, found.version.number)


@requires(ReportsPermission.VIEW)
def version(request: PortalRequest, pk: int, number: int) -> HttpResponseBase:
    page: VersionPage = _or_404(version_page, request.access, report=pk, number=number)
    panels = section_panels(page.document, dict(page.commentaries))
    if answer := chart_export(request, charts_in(panels), permission_to_export=ReportsPermission.VIEW):
        return answer
    region = page.version.region
    may = {
        str(permission).rpartition(".")[2]: request.access.covers(permission, region)
        for permission in (ReportsPermission.GENERATE, ReportsPermission.COMMENT, ReportsPermission.APPROVE, ReportsPermission.PUBLISH)
    }
    is_open = not page.version.is_published and page.is_newest
    pending = [one for one in page.commentaries.values() if one.state != "approved"]
    context = {"page": page, "panels": panels, "may": may, "is_open": is_open, "pending": pending, "me": request.user}
    return render(request, "reports/version.html", context)


@requires(ReportsPermission.VIEW)
def download(request: PortalRequest, pk: int, number: int, file_format: str) -> HttpResponseBase:
    file: ReportFile = _or_404(file_of, request.access, report=pk, number=number, file_format=file_format)
    downloads.note_download(file=file, by=request.access.actor, now=timezone.now())
    return send_file(file.stored, name=file.name, content_type=CONTENT_TYPES[ReportFormat(file.file_format)])


@require_POST
@requires(ReportsPermission.PUBLISH)
def publish(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    found: ReportVersion = _or_404(version_for, request.access, ReportsPermission.PUBLISH, report=pk, number=number)
    leaves_out = request.POST.get("leaves_out") == "yes"
    try:
        job = publishing.request_publication(version=found, leaves_out=leaves_out, by=request.access.actor, now=timezone.now())
    except publishing.AlreadyPublished:
        messages.info(request, _("This version is published already."))
    except publishing.NotNewest:
        messages.error(request, _("There is a newer version of this report."))
    except publishing.CommentaryPending:
        messages.error(request, _("There is commentary that nobody has approved. Have it approved, or publish without it."))
    else:
        return redirect("jobs:job", job.pk)
    return redirect("reports:version", pk, number)


@requires(ReportsPermission.VIEW)
def compare(request: PortalRequest, pk: int) -> HttpResponseBase:
    before, after = (_number(request.GET.get(name, "")) for name in ("from", "to"))
    page = _or_404(compare_page, request.access, report=pk, before=before, after=after)
    filters = SHOWN_CHANGES.bind(request.GET)
    chosen = filters.values.get("change")
    shown = [one for one in page.found.figures if str(one.change) in chosen] if chosen else page.found.changed
    context = {
        "page": page,
        "cards": [stat(label=change_label(change), value=page.found.count(change)) for change in Change],
        "empty_reason": _("Every figure of both versions reads the same."),
        "title": _("What changed since v{number}").format(number=page.before.number),
    }
    return list_page(request, table=DIFFERENCES, rows=shown, filters=filters, template="reports/compare.html", context=context)


def _initial(request: PortalRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(ReportKind) else ReportKind.MONTHLY.value
    region = picked_region(request.access, requested=request.GET.get("region", ""), permission=ReportsPermission.GENERATE)
    period = request.GET.get("period", "") or str(last_over(kind, timezone.localdate()))
    return {"kind": kind, "period": period[:10], "region": region, "language": request.GET.get("language", "") or None}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _or_404(find: Any, *arguments: Any, **named: Any) -> Any:
    try:
        return find(*arguments, **named)
    except _MISSING:
        raise Http404 from None
