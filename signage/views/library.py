"""The library: the list, a thing with its versions, its facts, notices."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portalkit.access.selectors import PortalRequest
from portalkit.files.views import send_part
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.library import CONTENT_FILTERS
from ..forms.library import FactsForm, NoticeForm, NoticeTextForm, initial_of_content
from ..models import Content
from ..panels.library import made_notes
from ..permissions import SignagePermission
from ..selectors import library as selectors
from ..services.library import content as services
from ..tables.library import CONTENTS, state_text, state_tone
from .form_pages import form_page

_PRIVATE = "private, max-age=3600"


@requires(SignagePermission.VIEW)
def library(request: PortalRequest) -> HttpResponseBase:
    can_author = request.access.can(SignagePermission.AUTHOR)
    empty = {"empty_url": reverse("signage:new_upload"), "empty_label": _("Upload content")} if can_author else {}
    return list_page(
        request,
        table=CONTENTS,
        rows=selectors.listed_content(request.access),
        filters=CONTENT_FILTERS.bind(request.GET, access=request.access, permission=SignagePermission.VIEW),
        template="signage/library/library.html",
        context={"can_author": can_author, "empty_reason": _("Pictures, clips, documents, bundles and notices for the screens."), **empty},
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.VIEW)
def content(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.visible_content(request.access), pk=pk)
    versions = [(version, made_notes(version)) for version in selectors.versions_of_content(found)]
    current = found.current
    pages = selectors.page_count(current) if current else 0
    context = {
        "content": found,
        "state": state_text(found),
        "tone": state_tone(found),
        "versions": versions,
        "pages": range(1, pages + 1),
        "current": current,
        "usage": selectors.usage_of(found, request.access),
        "may_change": request.access.covers(SignagePermission.AUTHOR, found.region),
        "notice_form": NoticeTextForm(initial=_notice(found)) if found.media == Content.Media.NOTICE else None,
    }
    return render(request, "signage/library/content.html", context)


@requires(SignagePermission.AUTHOR)
def change_content(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.changeable_content(request.access), pk=pk)
    form = FactsForm(request.POST or None, initial=initial_of_content(found), regions=_regions(request))
    back = reverse("signage:content", args=[pk])
    if form.is_valid():
        services.change_facts(content=found, facts=form.facts, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The content is changed. What is on air keeps the validity that was approved."))
        return redirect(back)
    return form_page(request, form, title=_("Change {name}").format(name=found.title), back=back)


@requires(SignagePermission.AUTHOR)
def new_notice(request: PortalRequest) -> HttpResponse:
    form = NoticeForm(request.POST or None, regions=_regions(request), initial={"kind": Content.Kind.SERVICE})
    if form.is_valid():
        made = services.add_notice(facts=form.facts, text=form.text, by=request.access.actor, user=request.user, now=timezone.now())
        messages.success(request, _("The notice is in the library."))
        return redirect("signage:content", made.pk)
    return form_page(request, form, title=_("New notice"), back=reverse("signage:library"))


@require_POST
@requires(SignagePermission.AUTHOR)
def rewrite_notice(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.changeable_content(request.access), pk=pk, media=Content.Media.NOTICE)
    form = NoticeTextForm(request.POST)
    if form.is_valid():
        services.add_version(
            content=found, made=None, parts=(), thumbnail=None, text=form.text, made_from={}, by=request.access.actor, user=request.user,
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The notice has a new version. What is on air stays until it is approved anew."))
    else:
        messages.error(request, _("A notice has a heading of at most 80 characters and a text of at most 600."))
    return redirect("signage:content", pk)


@require_POST
@requires(SignagePermission.AUTHOR)
def retire_content(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.changeable_content(request.access), pk=pk)
    try:
        services.retire(content=found, is_retired="back" not in request.POST, by=request.access.actor, now=timezone.now())
    except services.OnAir:
        messages.error(request, _("Schedules on air hold it. Take them off air, or hand in a new state without it."))
    else:
        messages.success(request, _("Done: the content can be chosen again.") if "back" in request.POST else _("The content is retired."))
    return redirect("signage:content", pk)


@require_safe
@requires(SignagePermission.VIEW)
def media(request: PortalRequest, version: int, page: int) -> HttpResponseBase:
    """A file of a version, in ranges, for previews."""
    found = selectors.visible_version(request.access, version)
    file = selectors.media_page(found, page) if found else None
    if file is None or file.content_type == "application/zip":
        raise Http404
    return send_part(request, file.file, content_type=file.content_type, cache_control=_PRIVATE)


@require_safe
@requires(SignagePermission.VIEW)
def thumbnail(request: PortalRequest, version: int) -> HttpResponseBase:
    found = selectors.visible_version(request.access, version)
    if found is None or found.thumbnail is None:
        raise Http404
    return send_part(request, found.thumbnail, content_type="image/jpeg", cache_control=_PRIVATE)


def _notice(found: Content) -> dict[str, Any]:
    text = found.current.text if found.current else {}
    return {"heading": text.get("title", ""), "body": text.get("body", ""), "tone": text.get("tone", "notice")}


def _regions(request: PortalRequest) -> Any:
    return request.access.regions(SignagePermission.AUTHOR).order_by("path")
