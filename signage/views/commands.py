"""Commands to screens: the form for those that the filters leave, the batches, what became of one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portalkit.access.selectors import PortalRequest
from portalkit.filters import BoundFilters
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page

from ..forms.commands import CommandForm
from ..models import Screen, ScreenCommand
from ..panels.commands import kind_text, told_text
from ..panels.wall import short_version
from ..permissions import SignagePermission
from ..selectors.commands import batches, lines_of, pictures_of, visible_commands
from ..selectors.screens import visible_screens, with_states
from ..services.screens.commands import MOST_SCREENS, NobodyToTell, tell_screens
from ..tables.commands import BATCHES, COMMANDS_OF_BATCH
from .screens import bound_filters

OFFERED = 60  # screens to tick one by one; more are told all together
EVERY = 3  # seconds between two polls
SHOWN = 500
PICTURES_SHOWN = 60
BATCHES_KEPT = 500


@requires(SignagePermission.VIEW)
def commands(request: PortalRequest) -> HttpResponseBase:
    access = request.access
    context: dict[str, Any] = {"empty_reason": _("No command has been sent yet. Choose screens in their list and send them one.")}
    if access.can(SignagePermission.OPERATE):
        context |= {"empty_url": reverse("signage:new_command"), "empty_label": _("Send a command"), "can_operate": True}
    return list_page(
        request,
        table=BATCHES,
        rows=batches(visible_commands(access), now=timezone.now(), limit=BATCHES_KEPT),
        template="signage/screens/commands.html",
        context=context,
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.OPERATE)
def new_command(request: PortalRequest) -> HttpResponse:
    """To those ticked of the screens that the filters in the address leave; `?screen=` names one, which is ticked."""
    meant = _meant(request)
    named = [] if meant.filters else meant.screens
    initial = {"kind": request.GET.get("kind"), "screens": named}
    form = CommandForm(request.POST or None, screens=meant.screens, offered=meant.offered, initial=initial)
    if request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request:
        return _narrowed(request, form, meant)
    asks = form.is_valid() and not form.is_confirmed
    if form.is_valid() and not asks:
        try:
            told = tell_screens(screens=form.chosen, order=form.order, by=request.access.actor, now=timezone.now())
        except NobodyToTell:
            form.add_error(None, _("None of these screens is in service and paired any more."))
        else:
            text = ngettext("{count} screen is told.", "{count} screens are told.", told.screens)
            messages.success(request, text.format(count=told.screens))
            return redirect("signage:command", told.batch)
    return _command_page(request, form, meant, asks=asks)


@requires(SignagePermission.VIEW)
def command(request: PortalRequest, key: UUID) -> HttpResponse:
    context = _batch(request, key)
    live = {"url": reverse("signage:command_state", args=[key]), "version": context["version"], "every": EVERY}
    return render(request, "signage/screens/command.html", context | {"live": live})


@requires(SignagePermission.VIEW)
def command_state(request: PortalRequest, key: UUID) -> HttpResponse:
    context = _batch(request, key)
    return fragment(request, version=context["version"], template="signage/screens/_command.html", context=context)


@dataclass(frozen=True)
class _Meant:
    """The keys of the screens that can be told, how many more there are, and the screens themselves where they are few.

    `filters` None: the address names one screen.
    """

    screens: list[int]
    left_out: int
    offered: list[Screen]
    filters: BoundFilters | None
    here: str
    back: str


def _meant(request: PortalRequest) -> _Meant:
    operate, url, back = SignagePermission.OPERATE, reverse("signage:new_command"), reverse("signage:screens")
    rows = visible_screens(request.access, operate).filter(is_enabled=True, token_digest__isnull=False)
    one = request.GET.get("screen", "")
    if one.isascii() and one.isdigit() and len(one) < 19:
        offered = list(rows.filter(pk=int(one)))
        return _Meant([screen.pk for screen in offered], 0, offered, None, f"{url}?screen={one}", back)
    filters = bound_filters(request, operate)
    rows = filters.apply(with_states(rows, now=timezone.now())).order_by("hall__region__path", "name", "pk")
    found = list(rows.values_list("pk", flat=True)[:MOST_SCREENS])
    offered = list(rows) if len(found) <= OFFERED else []
    left_out = rows.count() - MOST_SCREENS if len(found) == MOST_SCREENS else 0
    return _Meant(found, left_out, offered, filters, filters.link(url), filters.link(back))


def _narrowed(request: PortalRequest, form: CommandForm, meant: _Meant) -> HttpResponse:
    """The screens alone, after the filters have changed."""
    response = render(request, "signage/screens/_command_screens.html", {"form": form, "meant": meant, "is_fragment": True})
    response["HX-Push-Url"] = meant.here
    patch_vary_headers(response, ["HX-Request"])
    return response


def _command_page(request: PortalRequest, form: CommandForm, meant: _Meant, *, asks: bool) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": _("Command to screens"), "meant": meant}
    status = 422 if form.is_bound else 200
    if asks:
        context |= {"question": _question(form), "has_changed": form.was_agreed_otherwise}
        status = 409 if form.was_agreed_otherwise else 200
        form.ask()
    return render(request, "signage/screens/command_form.html", context, status=status)


def _question(form: CommandForm) -> str:
    count, order = len(form.chosen), form.order
    told = told_text(order.kind.value, order.params)
    text = ngettext("Send “{command}” to {count} screen?", "Send “{command}” to {count} screens?", count)
    return text.format(command=told, count=count)


def _batch(request: PortalRequest, key: UUID) -> dict[str, Any]:
    now = timezone.now()
    rows = visible_commands(request.access).filter(batch=key)
    found = next(iter(batches(rows, now=now)), None)
    if found is None:
        raise Http404
    lines = lines_of(rows.order_by("done_at", "pk")[:SHOWN], now=now)
    return {
        "batch": found,
        "kind": kind_text(found.kind),
        "lines": plain_panel(COMMANDS_OF_BATCH, lines),
        "pictures": pictures_of(rows, limit=PICTURES_SHOWN) if found.kind == ScreenCommand.Kind.SCREENSHOT else [],
        "more": max(found.total - SHOWN, 0),
        "is_over": not found.waiting,
        "version": short_version([found, [(line.command.pk, line.state) for line in lines]]),
    }
