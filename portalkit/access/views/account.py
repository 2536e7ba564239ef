"""The own account: facts, password, browsers, preferences."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portalkit.access.adapters.requests import safe_url
from portalkit.access.domain.preferences import BadPreference
from portalkit.access.forms.sign_in import ChangePasswordForm
from portalkit.access.panels.people import grant_lines, session_lines
from portalkit.access.selectors import PortalRequest, live_sessions
from portalkit.access.selectors.people import second_factor_of, unused_recovery_codes
from portalkit.access.services import people, preferences, sessions
from portalkit.guards.permissions import signed_in


@signed_in("the own account")
def account(request: PortalRequest) -> HttpResponseBase:
    context = {
        "person": request.user,
        "grants": grant_lines(request.user, on=timezone.localdate()),
        "authenticator": second_factor_of(request.user),
        "codes_left": unused_recovery_codes(request.user),
        "needs_second_factor": request.access.needs_second_factor,
    }
    return render(request, "access/account.html", context)


@signed_in("the own password")
@sensitive_post_parameters()
def change_password(request: PortalRequest) -> HttpResponseBase:
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        old_key = request.session.session_key or ""
        people.change_password(user=request.user, password=form.cleaned_data["new_password"], keep_session=old_key, by=request.access.actor)
        update_session_auth_hash(request, request.user)
        sessions.renew_session(old_key=old_key, new_key=request.session.session_key or "")
        messages.success(request, _("The password is changed. Other browsers are signed out."))
        return redirect("access:account")
    return render(request, "access/change_password.html", {"form": form})


@signed_in("the own browsers")
def browsers(request: PortalRequest) -> HttpResponseBase:
    found = live_sessions(request.user, now=timezone.now())
    return render(request, "access/sessions.html", {"sessions": session_lines(found, current_key=request.session.session_key)})


@require_POST
@signed_in("ends own sessions")
def end_browser(request: PortalRequest, pk: int) -> HttpResponseBase:
    session = get_object_or_404(live_sessions(request.user, now=timezone.now()), pk=pk)
    sessions.end_session(session=session, by=request.access.actor)
    messages.success(request, _("The browser is signed out."))
    return redirect("access:sessions")


@require_POST
@signed_in("ends own sessions")
def end_other_browsers(request: PortalRequest) -> HttpResponseBase:
    count = sessions.end_other_sessions(user=request.user, keep=request.session.session_key or "", by=request.access.actor)
    messages.success(request, ngettext("%(count)s browser is signed out.", "%(count)s browsers are signed out.", count) % {"count": count})
    return redirect("access:sessions")


@require_POST
@signed_in("the own preferences")
def keep_preference(request: PortalRequest) -> HttpResponseBase:
    try:
        preferences.keep_header_preference(access=request.access, key=request.POST.get("key", ""), value=request.POST.get("value", ""))
    except BadPreference:
        return HttpResponseBadRequest(_("This preference is not known or cannot have this value."))
    target = safe_url(request, request.POST.get("next", ""))
    return redirect(target) if target and not request.htmx else HttpResponse(status=204)
