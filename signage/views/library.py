"""The library: list, content, and the forms it is changed with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.files.views import send_part
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..domain.kinds import MediaType
from ..filters.library import content_filters
from ..forms.library import FactsForm, WordsForm
from ..models import Content
from ..panels.library import state_text, state_tone, version_panels
from ..permissions import SignagePermission
from ..selectors.library import (
    authoring_regions,
    bundle_address,
    changeable_content,
    counted_versions,
    file_to_show,
    owners_of_content,
    tags_of_content,
    thumbnail_to_show,
    twins_of,
    usage_of,
    versions_with_files,
    visible_content,
)
from ..services.library.facts import facts_of
from ..services.library.notices import rewrite_notice, write_notice
from ..services.library.versions import StillOnAir, bring_back_content, change_content, retire_content
from ..tables.library import content_table

_KEEP_A_WHILE = "private, max-age=86400"


@requires(SignagePermission.VIEW)
def library(request: PortalRequest) -> HttpResponseBase:
    access, now = request.access, timezone.now()
    can_author = access.can(SignagePermission.AUTHOR)
    filters = content_filters(tags=tags_of_content(access), owners=owners_of_content(access), now=now)
    context: dict[str, Any] = {
        "can_author": can_author,
        "empty_reason": _("Pictures, clips, documents, HTML bundles and notices that screens can show stand here."),
    }
    if can_author:
        context |= {"empty_url": reverse("signage:new_content"), "empty_label": _("Upload files")}
    return list_page(
        request,
        table=content_table(now=now),
        rows=counted_versions(visible_content(access)),
        filters=filters.bind(request.GET, access=access, permission=SignagePermission.VIEW),
        template="signage/library/list.html",
        context=context,
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.VIEW)
def content(request: PortalRequest, pk: int) -> HttpResponse:
    access, now = request.access, timezone.now()
    found = get_object_or_404(visible_content(access).prefetch_related("tags"), pk=pk)
    versions = list(versions_with_files(found))
    usage = usage_of(found, access)
    on_air = frozenset(item["version"] for schedule in usage.schedules if schedule.on_air for item in schedule.on_air.items)
    current = next((version for version in versions if version.pk == found.current_id), None)
    older = {version.pk for version in versions} - {found.current_id}
    context = {
        "content": found,
        "state": state_text(found, now=now),
        "tone": state_tone(found, now=now),
        "versions": version_panels(versions, content=found, on_air=on_air),
        "current": next(iter(version_panels([current], content=found, on_air=on_air)), None) if current else None,
        "bundle": bundle_address(current, now=now) if current else None,
        "twins": twins_of(current, access) if current else [],
        "usage": usage,
        "outdated": [schedule for schedule in usage.schedules if schedule.on_air and schedule.on_air.shows(older)],
        "may_change": access.covers(SignagePermission.AUTHOR, found.region),
    }
    return render(request, "signage/library/content.html", context)


@requires(SignagePermission.AUTHOR)
def new_notice(request: PortalRequest) -> HttpResponse:
    access = request.access
    region = picked_region(access, permission=SignagePermission.AUTHOR)
    facts = FactsForm(request.POST or None, regions=authoring_regions(access), initial={"region": region})
    words = WordsForm(request.POST or None)
    if words.is_valid() and facts.is_valid():
        made = write_notice(
            facts=facts.facts, region=facts.cleaned_data["region"], owner=request.user, by=access.actor, now=timezone.now(), **words.words
        )
        messages.success(request, _("The notice is in the library."))
        return redirect("signage:content", made.content_id)
    context = {"title": _("Write a notice"), "words": words, "facts": facts, "back": reverse("signage:library")}
    return render(request, "signage/library/notice.html", context, status=422 if words.is_bound else 200)


@requires(SignagePermission.AUTHOR)
def change_facts(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(changeable_content(request.access).prefetch_related("tags"), pk=pk)
    form = FactsForm(request.POST or None, initial=_initial(found))
    if form.is_valid():
        change_content(content=found, facts=form.facts, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The content is changed. What is on air stays as it was approved."))
        return redirect("signage:content", pk)
    context = {"title": _("Change {name}").format(name=found.title), "form": form, "back": reverse("signage:content", args=[pk])}
    return render(request, "signage/library/form.html", context, status=422 if form.is_bound else 200)


@requires(SignagePermission.AUTHOR)
def replace_content(request: PortalRequest, pk: int) -> HttpResponse:
    """A notice is written anew here; everything else is replaced by an upload."""
    found = get_object_or_404(changeable_content(request.access), pk=pk)
    back = reverse("signage:content", args=[pk])
    if found.media != MediaType.NOTICE:
        return render(request, "signage/library/replace.html", {"content": found, "back": back})
    text = found.current.text if found.current else {}
    initial = {"heading": text.get("title"), "body": text.get("body"), "tone": text.get("tone")}
    words = WordsForm(request.POST or None, initial=initial)
    if words.is_valid():
        rewrite_notice(content=found, maker=request.user, by=request.access.actor, now=timezone.now(), **words.words)
        messages.success(request, _("The new version is in the library. Screens show it once a schedule with it is approved."))
        return redirect(back)
    context = {"title": _("New version of {name}").format(name=found.title), "words": words, "back": back}
    return render(request, "signage/library/notice.html", context, status=422 if words.is_bound else 200)


@require_POST
@requires(SignagePermission.AUTHOR)
def retire(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(changeable_content(request.access), pk=pk)
    try:
        retire_content(content=found, by=request.access.actor, now=timezone.now())
    except StillOnAir as shown:
        titles = ", ".join(schedule.title for schedule in shown.schedules[:3])
        messages.error(
            request, _("It is on air, or waits for approval, in {schedules}. Take that off air, or back, first.").format(schedules=titles)
        )
    else:
        messages.success(request, _("The content is retired. It can be brought back at any time."))
    return redirect("signage:content", pk)


@require_POST
@requires(SignagePermission.AUTHOR)
def bring_back(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(changeable_content(request.access), pk=pk)
    bring_back_content(content=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The content may be used again."))
    return redirect("signage:content", pk)


@require_safe
@requires(SignagePermission.VIEW)
def library_media(request: PortalRequest, version: int, page: int) -> HttpResponseBase:
    """A file of a version as people look at it, with exact ranges. Archives of bundles are not handed out here."""
    found = file_to_show(request.access, version=version, page=page)
    if found is None or found.version.content.media == MediaType.BUNDLE:
        return HttpResponse(status=404)
    try:
        return send_part(request, found.file, content_type=found.content_type, cache_control=_KEEP_A_WHILE)
    except FileNotFoundError:
        return HttpResponse(status=410)


@require_safe
@requires(SignagePermission.VIEW)
def library_thumbnail(request: PortalRequest, version: int) -> HttpResponseBase:
    found = thumbnail_to_show(request.access, version=version)
    if found is None or found.thumbnail is None:
        return HttpResponse(status=404)
    try:
        return send_part(request, found.thumbnail, content_type="image/webp", cache_control=_KEEP_A_WHILE)
    except FileNotFoundError:
        return HttpResponse(status=410)


def _initial(content: Content) -> dict[str, Any]:
    facts = facts_of(content)
    return {**vars(facts), "tags": ", ".join(facts.tags)}
