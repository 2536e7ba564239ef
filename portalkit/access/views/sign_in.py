"""Signing in and out, the lockout page, one-time password links, the language switch."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portalkit.access.adapters.requests import address_of, browser_of, safe_url
from portalkit.access.forms.sign_in import NewPasswordForm, SignInForm
from portalkit.access.models import User
from portalkit.access.selectors import PortalRequest
from portalkit.access.selectors.people import is_anybody_known
from portalkit.access.services import people, second_factor, sessions
from portalkit.guards.permissions import public, signed_in


@public("nobody is signed in before signing in")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    after = safe_url(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return render(request, "access/sign_in.html", {"form": form, "next": after, "is_empty_portal": not is_anybody_known()})
    user = authenticate(request, **form.cleaned_data)
    if not isinstance(user, User):
        reason = "locked" if getattr(request, "axes_locked_out", False) else "wrong"
        sessions.refuse_sign_in(username=form.cleaned_data["username"], reason=reason, address=address_of(request))
        form.add_error(None, _("User name and password do not match, or the account is closed."))
        return render(request, "access/sign_in.html", {"form": form, "next": after})
    return _begin(request, user, after)


@require_POST
@signed_in("ends the own session", before_second_factor=True)
def sign_out(request: PortalRequest) -> HttpResponseBase:
    sessions.sign_out(session_key=request.session.session_key or "", by=request.access.actor)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL or "access:login")


def locked_out(request: HttpRequest, _response: HttpResponseBase | None, _credentials: Any = None) -> HttpResponse:
    """Too many failed attempts (the setting AXES_LOCKOUT_CALLABLE): says when to try again, to people and to programs."""
    wait = get_cool_off(request) or timedelta(minutes=15)
    context = {"minutes": max(1, round(wait.total_seconds() / 60)), "again_at": timezone.now() + wait}
    response = render(request, "access/locked_out.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


@public("the link itself is the key: it was handed to one person, works once and ends by itself")
@sensitive_post_parameters()
@never_cache
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponseBase:
    link = people.PasswordLink(uid=uid, token=token)
    try:
        user = people.user_of_link(link=link)
    except people.LinkInvalid:
        return render(request, "access/link_invalid.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        people.set_password_by_link(link=link, password=form.cleaned_data["new_password"], address=address_of(request))
        messages.success(request, _("The password is set. Sign in with it."))
        return redirect("access:login")
    return render(request, "access/set_password.html", {"form": form, "person": user})


@public("the language can be chosen before signing in; it is kept in the browser alone")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    response = redirect(safe_url(request, request.POST.get("next", "")) or "/")
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _begin(request: HttpRequest, user: User, after: str) -> HttpResponse:
    login(request, user)
    sessions.begin_session(
        user=user,
        session_key=request.session.session_key or "",
        browser=browser_of(request),
        by=user.actor_at(address_of(request)),
        now=timezone.now(),
    )
    if second_factor.owe(user=user, session=request.session):
        return redirect(f"{reverse('access:second_factor')}?{urlencode({'next': after})}")
    return redirect(after or settings.LOGIN_REDIRECT_URL)
