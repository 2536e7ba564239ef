"""Playlists: the list, a new one, the page on which its items are put in order."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.jobs.panels import words as duration_words
from portalkit.tables.views import list_page

from ..filters.programme import PLAYLIST_FILTERS
from ..forms.playlists import LENGTH_HELP, ItemForms, NewPlaylistForm, TitleForm, initial_of_items, values_of
from ..models import Playlist
from ..panels.playlists import choice_of, preview_items
from ..permissions import SignagePermission
from ..selectors import playlists as selectors
from ..selectors.schedules import outdated_schedules
from ..services.programme import playlists as services
from ..tables.programme import PLAYLISTS
from .form_pages import form_page


@requires(SignagePermission.VIEW)
def playlists(request: PortalRequest) -> HttpResponseBase:
    can_author = request.access.can(SignagePermission.AUTHOR)
    empty = {"empty_url": reverse("signage:new_playlist"), "empty_label": _("New playlist")} if can_author else {}
    return list_page(
        request,
        table=PLAYLISTS,
        rows=selectors.listed_playlists(request.access),
        filters=PLAYLIST_FILTERS.bind(request.GET, access=request.access, permission=SignagePermission.VIEW),
        template="signage/programme/playlists.html",
        context={
            "can_author": can_author,
            "empty_reason": _("A playlist puts content in order. A schedule then says where and when."),
            **empty,
        },
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.AUTHOR)
def new_playlist(request: PortalRequest) -> HttpResponse:
    form = NewPlaylistForm(request.POST or None, regions=request.access.regions(SignagePermission.AUTHOR).order_by("path"))
    if form.is_valid():
        made = services.add_playlist(**form.cleaned_data, by=request.access.actor, user=request.user, now=timezone.now())
        messages.success(request, _("The playlist is made. Put content into it."))
        return redirect("signage:playlist", made.pk)
    return form_page(request, form, title=_("New playlist"), back=reverse("signage:playlists"))


@requires(SignagePermission.VIEW, write=SignagePermission.AUTHOR)
def playlist(request: PortalRequest, pk: int) -> HttpResponse:
    rows = selectors.changeable_playlists if request.method == "POST" else selectors.visible_playlists
    found = get_object_or_404(rows(request.access), pk=pk)
    items = selectors.items_of(found)
    contents = selectors.content_to_choose(found, request.access)
    forms = ItemForms(request.POST or None, initial=initial_of_items(items), prefix="items", form_kwargs={"contents": contents})
    title = TitleForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and title.is_valid() and forms.is_valid():
        services.change_playlist(
            playlist=found, title=title.cleaned_data["title"], items=values_of(forms), by=request.access.actor, now=timezone.now()
        )
        messages.success(request, _("The playlist is saved. What is on air stays until its schedule is approved anew."))
        return redirect("signage:playlist", pk)
    context = _context(request, found, forms, title) | {
        "choices": [choice_of(one) for one in contents.values() if not one.is_retired and one.current_id]
    }
    return render(request, "signage/programme/playlist.html", context, status=422 if forms.is_bound else 200)


@require_POST
@requires(SignagePermission.AUTHOR)
def remove_playlist(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.changeable_playlists(request.access), pk=pk)
    try:
        services.remove_playlist(playlist=found, by=request.access.actor, now=timezone.now())
    except services.PlaylistInUse:
        messages.error(request, _("A schedule was made of this playlist: it stays, so that what was shown can be read later."))
        return redirect("signage:playlist", pk)
    messages.success(request, _("The playlist is removed."))
    return redirect("signage:playlists")


def _context(request: PortalRequest, found: Playlist, forms: Any, title: TitleForm) -> dict[str, Any]:
    items = selectors.items_of(found)
    pages = selectors.pages_of(items)
    return {
        "playlist": found,
        "may_change": request.access.covers(SignagePermission.AUTHOR, found.region),
        "forms": forms,
        "rows": [(form, choice_of(form.chosen) if form.chosen else None) for form in forms],
        "title_form": title,
        "length_help": LENGTH_HELP,
        "items": preview_items(items, pages, now=timezone.now()),
        "lasts": duration_words(timedelta(milliseconds=selectors.length_ms(items, pages))),
        "schedules": selectors.used_by(found, request.access),
        "outdated": outdated_schedules(request.access, now=timezone.now(), playlist=found),
    }
