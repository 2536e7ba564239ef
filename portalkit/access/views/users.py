"""Users for administrators: list, create, change, deactivate, password link, browsers, second factor, grants."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portalkit.access.filters import USER_FILTERS
from portalkit.access.forms.people import GrantForm, NewUserForm, UserForm
from portalkit.access.models import User
from portalkit.access.panels.people import grant_lines, session_lines
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest, grants_of, live_sessions, manageable_users
from portalkit.access.selectors.people import second_factor_of
from portalkit.access.services import grants, people, second_factor, sessions
from portalkit.access.tables import USERS
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

_MANAGE = requires(AccessPermission.MANAGE_USERS)


@_MANAGE
def users(request: PortalRequest) -> HttpResponseBase:
    rows = manageable_users(request.access).prefetch_related("grants__region")
    filters = USER_FILTERS.bind(request.GET, access=request.access, permission=AccessPermission.MANAGE_USERS)
    return list_page(request, table=USERS, rows=rows, filters=filters, template="access/users.html")


@_MANAGE
def new_user(request: PortalRequest) -> HttpResponseBase:
    form = NewUserForm(request.POST or None, access=request.access)
    if form.is_valid():
        try:
            created = people.create_user_with_grant(**form.cleaned_data, access=request.access)
        except people.UsernameTaken:
            form.add_error("username", _("There is a user of this name."))
        except grants.GrantRefused as refused:
            form.add_error("role", _grant_refusal(refused))
        else:
            return _link_page(request, created)
    return render(request, "access/user_form.html", {"form": form, "person": None})


@_MANAGE
def user(request: PortalRequest, pk: int) -> HttpResponseBase:
    person = _person(request, pk)
    context = {
        "person": person,
        "grants": grant_lines(person, on=timezone.localdate()),
        "grant_form": GrantForm(access=request.access),
        "sessions": session_lines(live_sessions(person, now=timezone.now()), current_key=request.session.session_key),
        "authenticator": second_factor_of(person),
    }
    return render(request, "access/user.html", context)


@_MANAGE
def change_user(request: PortalRequest, pk: int) -> HttpResponseBase:
    person = _person(request, pk)
    form = UserForm(request.POST or None, initial={name: getattr(person, name) for name in UserForm.base_fields})
    if form.is_valid():
        people.change_user(user=person, **form.cleaned_data, by=request.access.actor)
        messages.success(request, _("The user is changed."))
        return redirect("access:user", pk)
    return render(request, "access/user_form.html", {"form": form, "person": person})


@require_POST
@_MANAGE
def deactivate(request: PortalRequest, pk: int) -> HttpResponseBase:
    try:
        people.deactivate_user(user=_person(request, pk), by=request.access.actor)
    except people.OwnAccount:
        messages.error(request, _("You cannot deactivate your own account."))
    else:
        messages.success(request, _("The account is closed and signed out everywhere."))
    return redirect("access:user", pk)


@require_POST
@_MANAGE
def activate(request: PortalRequest, pk: int) -> HttpResponseBase:
    people.activate_user(user=_person(request, pk), by=request.access.actor)
    messages.success(request, _("The account is open again."))
    return redirect("access:user", pk)


@require_POST
@_MANAGE
@never_cache
def password_link(request: PortalRequest, pk: int) -> HttpResponseBase:
    return _link_page(request, _person(request, pk))


@require_POST
@_MANAGE
def remove_second_factor(request: PortalRequest, pk: int) -> HttpResponseBase:
    second_factor.remove_second_factor(user=_person(request, pk), by=request.access.actor)
    messages.success(request, _("The second factor is removed."))
    return redirect("access:user", pk)


@require_POST
@_MANAGE
def end_browser(request: PortalRequest, pk: int, session_pk: int) -> HttpResponseBase:
    session = get_object_or_404(live_sessions(_person(request, pk), now=timezone.now()), pk=session_pk)
    sessions.end_session(session=session, by=request.access.actor)
    messages.success(request, _("The browser is signed out."))
    return redirect("access:user", pk)


@require_POST
@_MANAGE
def end_browsers(request: PortalRequest, pk: int) -> HttpResponseBase:
    count = sessions.end_other_sessions(user=_person(request, pk), keep="", by=request.access.actor)
    messages.success(request, ngettext("%(count)s browser is signed out.", "%(count)s browsers are signed out.", count) % {"count": count})
    return redirect("access:user", pk)


@require_POST
@_MANAGE
def give_grant(request: PortalRequest, pk: int) -> HttpResponseBase:
    person = _person(request, pk)
    form = GrantForm(request.POST, access=request.access)
    if not form.is_valid():
        messages.error(request, _("The grant is incomplete: choose a role, a region and valid days."))
        return redirect("access:user", pk)
    try:
        grants.give_grant(user=person, **form.cleaned_data, access=request.access)
    except grants.GrantRefused as refused:
        messages.error(request, _grant_refusal(refused))
    else:
        messages.success(request, _("The grant is given."))
    return redirect("access:user", pk)


@require_POST
@_MANAGE
def withdraw_grant(request: PortalRequest, pk: int, grant_pk: int) -> HttpResponseBase:
    grant = get_object_or_404(grants_of(_person(request, pk)), pk=grant_pk)
    try:
        grants.withdraw_grant(grant=grant, access=request.access)
    except grants.GrantRefused as refused:
        messages.error(request, _grant_refusal(refused))
        return redirect("access:user", pk)
    messages.success(request, _("The grant is withdrawn."))
    return redirect("access:user", pk) if manageable_users(request.access).filter(pk=pk).exists() else redirect("access:users")


def _person(request: PortalRequest, pk: int) -> User:
    return get_object_or_404(manageable_users(request.access), pk=pk)


def _link_page(request: PortalRequest, person: User) -> HttpResponse:
    link = people.issue_password_link(user=person, by=request.access.actor)
    url = request.build_absolute_uri(reverse("access:set_password", args=[link.uid, link.token]))
    return render(request, "access/password_link.html", {"person": person, "url": url})


def _grant_refusal(refused: grants.GrantRefused) -> str:
    return {
        "unknown_role": _("This role does not exist."),
        "beyond_own": _("You can only give or withdraw what you hold yourself in that region."),
        "dates": _("The first day must lie before the end."),
    }[refused.code]
