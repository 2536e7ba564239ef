"""Machine tokens: list, issue, look at, revoke."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portalkit.access import selectors
from portalkit.access.filters import TOKEN_FILTERS
from portalkit.access.forms.people import TokenForm
from portalkit.access.panels.permissions import permission_groups
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest
from portalkit.access.services.tokens import TokenRefused, issue_token, revoke_token
from portalkit.access.tables import TOKENS
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

_MANAGE = requires(AccessPermission.MANAGE_TOKENS)


@_MANAGE
def tokens(request: PortalRequest) -> HttpResponseBase:
    filters = TOKEN_FILTERS.bind(request.GET, access=request.access, permission=AccessPermission.MANAGE_TOKENS)
    empty = {
        "empty_reason": _("A machine or program that uses the interface needs a token of its own."),
        "empty_url": reverse("access:new_token"),
        "empty_label": _("New token"),
    }
    return list_page(
        request, table=TOKENS, rows=selectors.tokens(request.access), filters=filters, template="access/tokens.html", context=empty
    )


@_MANAGE
@never_cache
def new_token(request: PortalRequest) -> HttpResponseBase:
    form = TokenForm(request.POST or None, access=request.access)
    if form.is_valid():
        try:
            issued = issue_token(**_values(form), access=request.access, user=request.user, now=timezone.now())
        except TokenRefused as refused:
            form.add_error(None, _refusal(refused))
        else:
            return render(request, "access/token_issued.html", {"token": issued.token, "secret": issued.secret})
    return render(request, "access/token_form.html", {"form": form})


@_MANAGE
def token(request: PortalRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(selectors.tokens(request.access), pk=pk)
    return render(request, "access/token.html", {"token": found, "permissions": permission_groups(found.permissions)})


@require_POST
@_MANAGE
def revoke(request: PortalRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(selectors.tokens(request.access), pk=pk)
    revoke_token(token=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The token is revoked; the machine is refused from now on."))
    return redirect("access:token", pk)


def _values(form: TokenForm) -> dict[str, Any]:
    """A day ends a token at its midnight."""
    day = form.cleaned_data["expires_at"]
    expires_at = timezone.make_aware(datetime.combine(day, time.min)) if day else None
    return {**form.cleaned_data, "expires_at": expires_at}


def _refusal(refused: TokenRefused) -> str:
    return {
        "unknown_permission": _("One of the permissions does not exist."),
        "nothing_allowed": _("A token needs at least one permission."),
        "beyond_own": _("You can only hand out what you hold yourself in that region."),
        "expired": _("The end must lie in the future."),
    }[refused.code]
