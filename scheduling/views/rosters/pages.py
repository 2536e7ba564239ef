"""The list of rosters and the sheet of one."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.jobs.models import OPEN_STATES
from portalkit.jobs.selectors import visible_jobs
from portalkit.sheets.domain.columns import FileFormat, Kind, SheetColumn
from portalkit.sheets.domain.exports import Export
from portalkit.sheets.views import announce_export, download
from portalkit.tables.views import list_page

from ...filters.rosters import ROSTER_FILTERS
from ...panels.rosters import lines_of, may, share, state_label, state_tone
from ...permissions import SchedulingPermission
from ...selectors.rosters import difference, last_in_force, sheet_of, visible_rosters
from ...selectors.rosters.sheet import Sheet
from ...services.rosters.building import SOLVE
from ...services.rosters.links import title_of
from ...tables.rosters import ROSTERS
from .finding import roster_or_404

MOST_LINES = 60


@requires(SchedulingPermission.VIEW)
def rosters(request: PortalRequest) -> HttpResponseBase:
    can_plan = request.access.can(SchedulingPermission.PLAN)
    context = {
        "can_plan": can_plan,
        "builds": visible_jobs(request.access).filter(kind=SOLVE, state__in=OPEN_STATES).order_by("-pk")[:5] if can_plan else (),
        "empty_reason": _("A roster says who works which shift on which day. It is built from forecast, agents, shifts and rules."),
        "empty_url": reverse("scheduling:build_roster") if can_plan else "",
        "empty_label": _("Build a roster"),
    }
    return list_page(
        request,
        table=ROSTERS,
        rows=visible_rosters(request.access),
        filters=ROSTER_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/rosters.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.VIEW)
def newest_roster(request: PortalRequest) -> HttpResponse:
    """The newest version of some days, where a finished build leads; the list where there is none."""
    first, last = (_day(request.GET.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        return redirect("scheduling:rosters")
    rows = visible_rosters(request.access).filter(region__code=request.GET.get("region", ""), first_day=first, last_day=last)
    found = rows.order_by("-number").first()
    return redirect("scheduling:roster", found.pk) if found is not None else redirect("scheduling:rosters")


@requires(SchedulingPermission.VIEW)
def roster(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The sheet of a roster with its figures, violations and steps; with `?format=xlsx` the sheet as a workbook."""
    found = roster_or_404(request, SchedulingPermission.VIEW, pk)
    sheet = sheet_of(found, team=request.GET.get("team", ""))
    allowed = may(request.access, found, now=timezone.now())
    if request.GET.get("format") == FileFormat.XLSX:
        if not allowed.export:
            raise Http404
        return _workbook(request, sheet)
    figures = found.figures
    context: dict[str, Any] = {
        "roster": found,
        "sheet": sheet,
        "may": allowed,
        "title": title_of(found),
        "state": state_label(found),
        "tone": state_tone(found),
        "team": request.GET.get("team", ""),
        "figures": figures,
        "wishes": share(figures.get("wishes_granted"), figures.get("wishes_asked")),
        "hard": lines_of(sheet.hard[:MOST_LINES], sheet.names),
        "short": lines_of(sheet.short[:MOST_LINES], sheet.names),
        "editor": _editor(sheet) if allowed.edit or allowed.edit_as_approver else None,
    }
    if found.state in ("submitted", "approved") and found.published_at is None:
        context["difference"] = difference(found, last_in_force(found))
    return render(request, "scheduling/roster.html", context)


def _editor(sheet: Sheet) -> dict[str, Any]:
    """What the grid editor needs to know."""
    return {
        "shifts": [
            {"code": one.code, "name": one.name, "spans": one.spans, "colour": colour} for one, colour in sheet.shifts if one.is_active
        ],
        "days": [day.day.isoformat() for day in sheet.days],
        "texts": {
            "off": _("Day off"),
            "comment": _("Comment on this cell"),
            "choose": _("Choose a shift"),
            "failed": _("The change could not be saved. Reload the page."),
            "unknown": _("There is no shift {code}."),
            "saved": _("Saved."),
        },
    }


def _workbook(request: PortalRequest, sheet: Sheet) -> HttpResponseBase:
    columns = [
        SheetColumn("code", _("Agent number")),
        SheetColumn("name", _("Name")),
        SheetColumn("team", _("Team")),
        *(SheetColumn(day.day.isoformat(), f"{day.day:%m-%d}") for day in sheet.days),
        SheetColumn("hours", _("Planned hours"), Kind.NUMBER, 1),
    ]
    rows = [[row.agent.code, row.agent.name, row.agent.team, *(cell.code for cell in row.cells), row.minutes / 60] for row in sheet.rows]
    title = title_of(sheet.roster)
    announce_export(request, Export(source=title, rows=len(rows), file_format=FileFormat.XLSX, query=request.GET.urlencode()))
    return download(columns=columns, rows=rows, file_format=FileFormat.XLSX, name=title)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
