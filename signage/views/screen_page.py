"""A screen: how it does, what it lacks, what it was told and what it played."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment
from portalkit.tables.panels.lists import plain_panel

from ..domain.screen_states import ScreenState
from ..forms.screens import TAG_LIST, TagsForm, tags_text
from ..models import Screen
from ..panels.screen_page import zones_playing
from ..panels.screens import STATE_LABELS, STATE_TONES, hours_text, status_of
from ..panels.wall import short_version
from ..permissions import SignagePermission
from ..selectors.commands import commands_of
from ..selectors.faults import faults_of
from ..selectors.proof import days_of_screen
from ..selectors.screens import lacked_publications, media_held, screenshots_of, state_of, visible_screens
from ..tables.commands import COMMANDS_OF_SCREEN
from ..tables.proof import DAYS
from ..tables.screens import FAULTS, HELD, LACKED
from .screens import known_tags

EVERY = 10  # seconds between two polls
STALE = 180
FAULTS_SHOWN, LACKED_SHOWN, COMMANDS_SHOWN, SHOTS_SHOWN, FILES_SHOWN, DAYS_SHOWN = 20, 10, 10, 6, 50, 7


@requires(SignagePermission.VIEW)
def screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access).prefetch_related("tags"), pk=pk)
    now, covers, region = timezone.now(), request.access.covers, found.hall.region
    state = _state(request, found)
    status = status_of(found)
    tags = [tag.name for tag in found.tags.all()]
    may_manage = covers(SignagePermission.MANAGE, region)
    context = {
        **state,
        "live": {
            "url": reverse("signage:screen_state", args=[pk]), "version": state["version"], "every": EVERY,
            "as_of": status.seen_at if status else None, "stale": STALE,
        },
        "tags": tags,
        "tags_form": TagsForm(initial={"tags": tags_text(tags)}) if may_manage else None,
        "tag_list": TAG_LIST,
        "known_tags": known_tags() if may_manage else [],
        "hours": hours_text(found),
        "held": plain_panel(HELD, media_held(found, limit=FILES_SHOWN)),
        "proof": plain_panel(DAYS, days_of_screen(request.access, found, days=DAYS_SHOWN, now=now)),
        "may_manage": may_manage,
        "may_operate": covers(SignagePermission.OPERATE, region),
        "on_screen_url": f"{reverse('signage:on_screen')}?screen={pk}",
    }  # fmt: skip
    return render(request, "signage/screens/screen.html", context)


@requires(SignagePermission.VIEW)
def screen_state(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access), pk=pk)
    context = _state(request, found)
    status = status_of(found)
    return fragment(
        request,
        version=context["version"],
        template="signage/screens/_screen.html",
        context=context,
        as_of=status.seen_at if status else None,
    )


def _state(request: PortalRequest, found: Screen) -> dict[str, Any]:
    """What changes while the page is open."""
    now, status = timezone.now(), status_of(found)
    faults = faults_of(found, limit=FAULTS_SHOWN)
    state = state_of(found, has_faults=any(fault.cleared_at is None for fault in faults), now=now)
    lacked = lacked_publications(found, limit=LACKED_SHOWN)
    commands = commands_of(found, limit=COMMANDS_SHOWN, now=now)
    shots = screenshots_of(found, limit=SHOTS_SHOWN)
    zones = zones_playing(found, status) if state in (ScreenState.PLAYING, ScreenState.BEHIND, ScreenState.FAULTS) else []
    heard = status and (status.held_bytes, status.complete_revision, f"{status.seen_at:%F %H:%M}")
    marks = [(one.pk, one.cleared_at) for one in faults], [one.pk for one in lacked], [one.pk for one in shots]
    told = [state, zones, marks, [(one.command.pk, one.state) for one in commands], heard]
    return {
        "screen": found,
        "status": status,
        "state": STATE_LABELS[state],
        "tone": STATE_TONES[state],
        "zones": zones,
        "faults": plain_panel(FAULTS, faults),
        "lacked": plain_panel(LACKED, lacked),
        "commands": plain_panel(COMMANDS_OF_SCREEN, commands),
        "shots": shots,
        "may_operate": request.access.covers(SignagePermission.OPERATE, found.hall.region),
        "version": short_version(told),
    }
