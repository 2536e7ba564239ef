"""How far a publication has come, and what on air is older than its playlist."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..models import Content
from ..permissions import SignagePermission
from ..selectors import rollout as selectors
from ..selectors.library import visible_content
from ..selectors.schedules import outdated_schedules
from ..services.programme import schedules as services
from ..tables.programme import WITHOUT_IT


@requires(SignagePermission.VIEW)
def publication(request: PortalRequest, pk: int) -> HttpResponseBase:
    """How far it has come, and the screens that lack it."""
    found = get_object_or_404(selectors.visible_publications(request.access), pk=pk)
    assert found.schedule is not None
    swept = _("The publication is so old that the list of its screens was swept away. What a screen lacks now stands on the screen's page.")
    done = {"empty_icon": "check", "empty_title": _("On all screens"), "empty_reason": _("Every screen of yours that it concerns has it.")}
    context = {
        "title": _("Reach of a publication"),
        "crumbs": [
            {"label": found.schedule.title, "url": reverse("signage:schedule", args=[found.schedule.pk])},
            {"label": _("Publication {number}").format(number=pk), "url": ""},
        ],
        "rollout": selectors.rollout_of(found),
        **({"empty_reason": swept} if found.swept_at else done),
    }
    return list_page(
        request,
        table=WITHOUT_IT,
        rows=selectors.screens_without(found, request.access),
        template="signage/programme/publication.html",
        context=context,
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.VIEW)
def outdated(request: PortalRequest) -> HttpResponse:
    """What on air is older than its playlist or content; `?content=` narrows to one that was replaced."""
    content = _content(request, request.GET.get("content", ""))
    found = outdated_schedules(request.access, now=timezone.now(), content=content)
    mine = {one.pk for one in found if request.access.covers(SignagePermission.AUTHOR, one.region)}
    context = {"content": content, "schedules": [(one, one.pk in mine) for one in found], "can_renew": bool(mine)}
    return render(request, "signage/programme/outdated.html", context)


@require_POST
@requires(SignagePermission.AUTHOR)
def renew_all(request: PortalRequest) -> HttpResponse:
    """Hands in the new state of those that were ticked."""
    now = timezone.now()
    ticked = set(request.POST.getlist("schedule"))
    rows = [one for one in outdated_schedules(request.access, now=now, permission=SignagePermission.AUTHOR) if str(one.pk) in ticked]
    done = services.renew_all(schedules=rows, by=request.access.actor, user=request.user, now=now)
    if done.count:
        text = ngettext("{count} schedule is handed in for approval.", "{count} schedules are handed in for approval.", done.count)
        messages.success(request, text.format(count=done.count))
    if done.waiting:
        messages.error(request, _("A revision is under way already: {titles}").format(titles=", ".join(done.waiting)))
    if done.empty:
        messages.error(request, _("Nothing would be left to show: {titles}").format(titles=", ".join(done.empty)))
    if done.beyond:
        text = _("Content is shown in its own region and below it only; these schedules reach further: {titles}")
        messages.error(request, text.format(titles=", ".join(done.beyond)))
    if not rows:
        messages.error(request, _("Tick the schedules whose new state is to be handed in."))
    return redirect("signage:outdated")


def _content(request: PortalRequest, asked: str) -> Content | None:
    if not asked:
        return None
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    return get_object_or_404(visible_content(request.access), pk=pk)
