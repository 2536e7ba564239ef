"""Screens: the list, and the forms they are registered, changed, moved, tagged, paired and switched with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.filters import BoundFilters
from portalkit.guards.permissions import requires
from portalkit.imports.permissions import ImportsPermission
from portalkit.tables.views import list_page
from storefronts.selectors import visible_halls

from ..filters.screens import screen_filters
from ..forms.screens import TAG_LIST, MoveForm, PairForm, ScreenForm, TagsForm
from ..models import Layout, Tag
from ..permissions import SignagePermission
from ..selectors.screens import layouts_to_use, tag_names, visible_screens, with_states
from ..services import devices, pairing
from ..services.screens import register
from ..tables.screens import SCREENS
from .form_pages import form_page


@requires(SignagePermission.VIEW)
def screens(request: PortalRequest) -> HttpResponseBase:
    access = request.access
    filters = bound_filters(request)
    can_manage, can_import = access.can(SignagePermission.MANAGE), _can_import(request)
    context: dict[str, Any] = {
        "can_manage": can_manage,
        "can_import": can_import,
        "commands_url": filters.link(reverse("signage:new_command")) if access.can(SignagePermission.OPERATE) else "",
        "empty_reason": _("No screen is registered yet. Import the list of screens, or register the first one by hand."),
    }
    if can_import:
        context |= {"empty_url": f"{reverse('imports:upload')}?kind=screens", "empty_label": _("Import screens")}
    elif can_manage:
        context |= {"empty_url": reverse("signage:new_screen"), "empty_label": _("Register a screen")}
    return list_page(
        request,
        table=SCREENS,
        rows=with_states(visible_screens(access), now=timezone.now()).prefetch_related("tags"),
        filters=filters,
        template="signage/screens/screens.html",
        context=context,
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.MANAGE)
def new_screen(request: PortalRequest) -> HttpResponse:
    initial = {"always_on": True, **{name: request.GET[name] for name in ("hall",) if request.GET.get(name)}}
    form = ScreenForm(request.POST or None, **_choices(request), initial=initial)
    if form.is_valid():
        try:
            made = register.add_screen(hall=form.cleaned_data["hall"], values=form.values, by=request.access.actor, now=timezone.now())
        except devices.NameTaken:
            form.add_error("name", _("The hall has a screen of this name already."))
        else:
            messages.success(request, _("The screen is registered. Open the player on it and type the code that it shows."))
            return redirect("signage:pair_screen", made.pk)
    return _screen_form(request, form, title=_("Register a screen"), back=reverse("signage:screens"))


@requires(SignagePermission.MANAGE)
def change_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.MANAGE), pk=pk)
    form = ScreenForm(request.POST or None, **_choices(request), screen=found)
    if form.is_valid():
        try:
            register.change_screen(screen=found, values=form.values, by=request.access.actor, now=timezone.now())
        except devices.NameTaken:
            form.add_error("name", _("The hall has a screen of this name already."))
        else:
            messages.success(request, _("The screen is changed. Its player hears of it within seconds."))
            return redirect("signage:screen", pk)
    return _screen_form(request, form, title=_("Change {name}").format(name=found.name), back=reverse("signage:screen", args=[pk]))


@requires(SignagePermission.MANAGE)
def move_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.MANAGE), pk=pk)
    halls = visible_halls(request.access, SignagePermission.MANAGE)
    form = MoveForm(request.POST if request.method == "POST" else None, halls=halls, initial={"hall": found.hall_id})
    if form.is_valid():
        try:
            devices.move_screen(screen=found, hall=form.cleaned_data["hall"], by=request.access.actor, now=timezone.now())
        except devices.NameTaken:
            form.add_error("hall", _("The hall has a screen of this name already."))
        else:
            messages.success(request, _("The screen is moved. Pair its player anew: the token was for the old hall."))
            return redirect("signage:screen", pk)
    note = _("A screen that moves to another hall loses its token: its player shows a code and is paired anew.")
    title = _("Move {name} to another hall").format(name=found.name)
    return form_page(request, form, title=title, back=reverse("signage:screen", args=[pk]), note=note)


@require_POST
@requires(SignagePermission.MANAGE)
def tag_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.MANAGE), pk=pk)
    form = TagsForm(request.POST)
    if form.is_valid():
        register.tag_screen(screen=found, tags=form.cleaned_data["tags"], by=request.access.actor, now=timezone.now())
        messages.success(request, _("The tags are saved."))
        return redirect("signage:screen", pk)
    title = _("Tags of {name}").format(name=found.name)
    return form_page(request, form, title=title, back=reverse("signage:screen", args=[pk]))


@require_POST
@requires(SignagePermission.MANAGE)
def switch_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.MANAGE), pk=pk)
    wanted = request.POST.get("service") == "on"
    register.switch_screen(screen=found, is_enabled=wanted, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The screen is in service.") if wanted else _("The screen is out of service and shows nothing."))
    return redirect("signage:screen", pk)


@requires(SignagePermission.OPERATE)
def pair_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.OPERATE), pk=pk)
    form = PairForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            pairing.claim(code=form.cleaned_data["code"], screen=found, by=request.access.actor, now=timezone.now())
        except pairing.UnknownCode:
            form.add_error("code", _("No screen shows this code. Look at it again: it changes every quarter of an hour."))
        except pairing.CodeExpired:
            form.add_error("code", _("This code has run out. Type the one that the screen shows now."))
        else:
            messages.success(request, _("Paired. The screen begins to fetch its programme within seconds."))
            return redirect("signage:screen", pk)
    return form_page(
        request,
        form,
        title=_("Pair {name}").format(name=found.name),
        back=reverse("signage:screen", args=[pk]),
        template="signage/screens/pair.html",
        screen=found,
        player_url=request.build_absolute_uri(reverse("signage:player")),
    )


@require_POST
@requires(SignagePermission.OPERATE)
def revoke_screen(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_screens(request.access, SignagePermission.OPERATE), pk=pk)
    devices.revoke(screen=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The player is refused from now on. Pair the screen anew to have it play."))
    return redirect("signage:screen", pk)


def bound_filters(
    request: PortalRequest, permission: SignagePermission = SignagePermission.VIEW, *, with_layouts: bool = True
) -> BoundFilters:
    """The filters of screens as the address has them. Two queries, one without layouts."""
    visible = visible_screens(request.access, permission)
    layouts = Layout.objects.filter(screens__in=visible.order_by().values("pk")).distinct() if with_layouts else None
    filters = screen_filters(tags=tag_names(visible), layouts=layouts)
    return filters.bind(request.GET, access=request.access, permission=permission)


def known_tags() -> list[str]:
    """Tags that any screen has, offered while typing."""
    return list(Tag.objects.filter(screens__isnull=False).order_by("name").values_list("name", flat=True).distinct())


def _can_import(request: PortalRequest) -> bool:
    return request.access.everywhere(SignagePermission.MANAGE) and request.access.everywhere(ImportsPermission.UPLOAD)


def _choices(request: PortalRequest) -> dict[str, Any]:
    return {"halls": visible_halls(request.access, SignagePermission.MANAGE), "layouts": layouts_to_use(request.access)}


def _screen_form(request: PortalRequest, form: ScreenForm, *, title: str, back: str) -> HttpResponse:
    more = {"tag_list": TAG_LIST, "known_tags": known_tags()}
    return form_page(request, form, title=title, back=back, template="signage/screens/screen_form.html", **more)
