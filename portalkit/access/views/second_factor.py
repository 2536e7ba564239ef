"""The second factor: enrol, verify, recovery codes."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp import login as note_verified

from portalkit.access.adapters.requests import safe_url
from portalkit.access.domain.one_time import enrolment_uri, grouped, secret_text
from portalkit.access.forms.sign_in import CodeForm
from portalkit.access.models import Authenticator
from portalkit.access.selectors import PortalRequest
from portalkit.access.services import second_factor
from portalkit.guards.permissions import signed_in


@signed_in("the own second factor", before_second_factor=True)
@never_cache
def ask(request: PortalRequest) -> HttpResponseBase:
    """Asks for the code; leads to enrolment whoever has no second factor yet."""
    after = _after(request)
    if not Authenticator.objects.filter(user=request.user, confirmed=True).exists():
        return redirect(f"{reverse('access:enrol')}?{urlencode({'next': after})}")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.verify(user=request.user, code=form.cleaned_data["code"], by=request.access.actor, now=timezone.now())
        except (second_factor.WrongCode, second_factor.TooManyCodes) as refused:
            form.add_error("code", _refusal(refused))
        else:
            note_verified(request, device)
            return redirect(after or settings.LOGIN_REDIRECT_URL)
    return render(request, "access/second_factor.html", {"form": form, "next": after})


@signed_in("enrols the own second factor", before_second_factor=True)
@never_cache
def enrol(request: PortalRequest) -> HttpResponseBase:
    after = _after(request)
    try:
        waiting = second_factor.start_enrolment(user=request.user)
    except second_factor.AlreadyEnrolled:
        return redirect("access:account")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            enrolled = second_factor.confirm_enrolment(
                user=request.user, code=form.cleaned_data["code"], by=request.access.actor, now=timezone.now()
            )
        except (second_factor.WrongCode, second_factor.TooManyCodes) as refused:
            form.add_error("code", _refusal(refused))
        else:
            note_verified(request, enrolled.authenticator)
            return _codes(request, enrolled.codes, after)
    secret = second_factor.secret_of(waiting)
    uri = enrolment_uri(secret, account=request.user.get_username(), issuer=_("NOC portal"))
    context = {
        "form": form,
        "next": after,
        "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=2, light="#fff", dark="#000"),
        "secret": grouped(secret_text(secret)),
    }
    return render(request, "access/enrol.html", context)


@require_POST
@signed_in("the own recovery codes")
@never_cache
def renew_codes(request: PortalRequest) -> HttpResponseBase:
    if not Authenticator.objects.filter(user=request.user, confirmed=True).exists():
        return redirect("access:enrol")
    return _codes(request, second_factor.renew_recovery_codes(user=request.user, by=request.access.actor), "")


@require_POST
@signed_in("the own second factor")
def remove(request: PortalRequest) -> HttpResponseBase:
    if request.access.needs_second_factor:
        messages.error(request, _("Your role asks for a second factor; it cannot be removed."))
        return redirect("access:account")
    second_factor.remove_second_factor(user=request.user, by=request.access.actor)
    messages.success(request, _("The second factor is removed."))
    return redirect("access:account")


def _after(request: PortalRequest) -> str:
    return safe_url(request, request.POST.get("next") or request.GET.get("next", ""))


def _codes(request: PortalRequest, codes: tuple[str, ...], after: str) -> HttpResponse:
    return render(request, "access/recovery_codes.html", {"codes": codes, "next": after or settings.LOGIN_REDIRECT_URL})


def _refusal(refused: second_factor.WrongCode | second_factor.TooManyCodes) -> str:
    if isinstance(refused, second_factor.TooManyCodes):
        seconds = max(1, round((refused.until - timezone.now()).total_seconds()))
        return _("Too many wrong codes. Wait %(seconds)s seconds and try again.") % {"seconds": seconds}
    return _("This code is wrong or was used already. Wait for the next one and check the telephone's clock.")
