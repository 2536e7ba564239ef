"""What the grid editor sends: JSON in, JSON out."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ...models import Agent, Roster
from ...panels.rosters import lines_of, share
from ...permissions import SchedulingPermission
from ...selectors.rosters import sheet_of
from ...services import rosters as services
from ...services.rosters.editing import BeyondLimits, CellChange
from ...templatetags.rosters import roster_cells, roster_day
from .finding import roster_or_404

MOST_LINES = 60
MOST_BYTES = 100_000


class NotUnderstood(ValueError):
    """The body is not what the editor sends."""


@require_POST
@requires(SchedulingPermission.PLAN)
def edit_cells(request: PortalRequest, pk: int) -> HttpResponse:
    return _edited(request, roster_or_404(request, SchedulingPermission.PLAN, pk), as_approver=False)


@require_POST
@requires(SchedulingPermission.APPROVE)
def approver_cells(request: PortalRequest, pk: int) -> HttpResponse:
    return _edited(request, roster_or_404(request, SchedulingPermission.APPROVE, pk), as_approver=True)


@require_POST
@requires(SchedulingPermission.APPROVE)
def comment_cell(request: PortalRequest, pk: int) -> HttpResponse:
    """A word on a cell of a roster that waits for approval."""
    found = roster_or_404(request, SchedulingPermission.APPROVE, pk)
    try:
        agent_id, day, text = _comment(request)
    except NotUnderstood:
        return _refused(_("The change could not be saved. Reload the page."), status=400)
    agent = get_object_or_404(Agent, pk=agent_id, region__path__startswith=found.region.path)
    if found.state != "submitted":
        return _refused(_("Comments are written while a roster waits for approval."))
    try:
        services.comment_cell(roster=found, agent=agent, day=day, text=text, by=request.access.actor, now=timezone.now())
    except services.UnknownShift:
        return _refused(_("There is no such cell in this roster."))
    return _answer(found, [agent.pk], before={})


def _edited(request: PortalRequest, found: Roster, *, as_approver: bool) -> HttpResponse:
    try:
        changes = _changes(request)
        done = services.set_cells(
            roster=found, changes=changes, user=request.user, by=request.access.actor, now=timezone.now(), as_approver=as_approver
        )
    except NotUnderstood:
        return _refused(_("The change could not be saved. Reload the page."), status=400)
    except services.NotEditable:
        return _refused(_("This roster cannot be changed: it is published, or waits for approval."))
    except services.UnknownShift:
        return _refused(_("There is no such shift, agent or day in this roster."))
    except BeyondLimits:
        return _refused(_("Whoever approves changes 20 cells at most, and none so that a rule breaks. Send the roster back instead."))
    before = {f"{agent} {day}": code for (agent, day), code in done.before.items()}
    return _answer(done.roster, [agent.pk for agent in done.agents], before=before)


def _answer(roster: Roster, agents: Sequence[int], *, before: dict[str, str]) -> JsonResponse:
    """The touched rows, the coverage of all days, and the figures, as they stand now."""
    sheet = sheet_of(roster, agents=agents)
    figures = {
        "figures": roster.figures,
        "roster": roster,
        "hard": lines_of(sheet.hard[:MOST_LINES], sheet.names),
        "short": lines_of(sheet.short[:MOST_LINES], sheet.names),
        "hard_count": len(sheet.hard),
        "sheet": sheet,
        "wishes": share(roster.figures.get("wishes_granted"), roster.figures.get("wishes_asked")),
    }
    touched = {row.agent.code for row in sheet.rows}
    said = [line for line in lines_of(sheet.hard, sheet.names) if line.who in touched]
    return JsonResponse(
        {
            "rows": {str(row.agent.pk): {"cells": roster_cells(row, sheet.days), "minutes": row.minutes} for row in sheet.rows},
            "days": "".join(roster_day(day) for day in sheet.days),
            "figures": render_to_string("scheduling/_roster_figures.html", figures),
            "before": before,
            "said": [f"{line.name or line.who} {line.day:%m-%d} {line.text}" for line in said[:5]],
        }
    )


def _changes(request: PortalRequest) -> list[CellChange]:
    body = _body(request)
    cells = body.get("cells")
    if not isinstance(cells, list):
        raise NotUnderstood
    return [CellChange(*_place(one), code=str(one.get("code", ""))) for one in cells]


def _comment(request: PortalRequest) -> tuple[int, date, str]:
    body = _body(request)
    agent, day = _place(body)
    return agent, day, str(body.get("text", ""))


def _body(request: PortalRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body[:MOST_BYTES])
    except ValueError:
        raise NotUnderstood from None
    if not isinstance(body, dict):
        raise NotUnderstood
    return body


def _place(one: Any) -> tuple[int, date]:
    try:
        return int(one["agent"]), date.fromisoformat(one["day"])
    except (KeyError, TypeError, ValueError):
        raise NotUnderstood from None


def _refused(message: str, *, status: int = 409) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
