"""A user's messages under /messages/, and the outbox for administrators of the whole installation."""

import re

from django.contrib import messages as toasts
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires, signed_in
from portalkit.tables.views import list_page

from . import services
from .filters import OUTBOX_FILTERS
from .permissions import NotifyPermission
from .selectors import messages_of, outbox, unread_count, wants_email
from .tables import OUTBOX

_PER_PAGE = 30
_MESSAGE = re.compile(r"[0-9]{1,18}")


@signed_in("one's own messages")
def messages(request: PortalRequest) -> HttpResponse:
    page = Paginator(messages_of(request.user), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_count(request.user), "wants_email": wants_email(request.user)}
    return render(request, "notify/messages.html", context)


@require_POST
@signed_in("one's own messages")
def mark_read(request: PortalRequest) -> HttpResponse:
    """All messages, or the one named by the field `message`; a name that is none marks nothing."""
    named = request.POST.get("message", "")
    if named and not _MESSAGE.fullmatch(named):
        return HttpResponseBadRequest()
    services.mark_read(user=request.user, now=timezone.now(), only=[int(named)] if named else None)
    return redirect("notify:list")


@require_POST
@signed_in("one's own wishes")
def choose(request: PortalRequest) -> HttpResponse:
    services.choose_email(user=request.user, is_wanted=request.POST.get("email") == "yes")
    toasts.success(request, _("Your choice is kept."))
    return redirect("notify:list")


@signed_in("how many of one's own messages are unread")
def bell(request: PortalRequest) -> HttpResponse:
    text = render_to_string("notify/_bell.html", {"unread": unread_count(request.user)}, request)
    return HttpResponse(text.strip())


@requires(NotifyPermission.VIEW_OUTBOX)
def outgoing(request: PortalRequest) -> HttpResponseBase:
    _ask_for_everything(request)
    filters = OUTBOX_FILTERS.bind(request.GET)
    empty = _("E-mails and hook calls appear here when the portal writes some.")
    return list_page(request, table=OUTBOX, rows=outbox(), filters=filters, template="notify/outbox.html", context={"empty_reason": empty})


@require_POST
@requires(NotifyPermission.VIEW_OUTBOX)
def try_again(request: PortalRequest) -> HttpResponse:
    """Every message that was given up."""
    _ask_for_everything(request)
    count = services.try_dead_again(by=request.access.actor, now=timezone.now())
    toasts.success(request, _("{count} messages are tried again.").format(count=count))
    return redirect("notify:outbox")


def _ask_for_everything(request: PortalRequest) -> None:
    """Addresses of all people stand here, so a grant on one prefecture is not enough."""
    if not request.access.everywhere(NotifyPermission.VIEW_OUTBOX):
        raise PermissionDenied
