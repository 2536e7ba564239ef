"""Special topics: the list, a topic's page, and the forms that save topics and measures."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.jobs.panels import job_panel
from portalkit.live.views import VERSION_HEADER, fragment
from portalkit.regions.models import Region
from portalkit.tables.views import list_page

from ..charts import topics as charts
from ..domain.topics.terms import terms_of, terms_text
from ..filters.topics import TOPIC_FILTERS
from ..forms.topics import MeasureForm, TopicForm, initial_of
from ..models import Topic, TopicMeasure
from ..panels.topics import TopicLinks, about, cell_rows, county_rows, effect_rows, examples, phrase_rows, place_rows, topic_stats
from ..permissions import ComplaintsPermission
from ..selectors import newest_data_date
from ..selectors.topics import TopicPage, editable_topics, topic_page, topic_work, visible_topics
from ..services import topics as services
from ..tables.tickets import ticket_url
from ..tables.topics import TOPICS

USUAL_SPAN = timedelta(days=182)
MOST_COUNTIES = 10


@requires(ComplaintsPermission.VIEW)
def topics(request: PortalRequest) -> HttpResponseBase:
    context = {
        "can_analyse": request.access.can(ComplaintsPermission.ANALYSE),
        "empty_reason": _("A topic is a subject looked at in depth: its words, places and days are saved and worked out anew every night."),
    }
    return list_page(
        request,
        table=TOPICS,
        rows=visible_topics(request.access),
        filters=TOPIC_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW),
        template="complaints/topics.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def topic(request: PortalRequest, pk: int) -> HttpResponseBase:
    snapshot = request.GET.get("snapshot", "")
    try:
        page = topic_page(request.access, pk=pk, snapshot=int(snapshot) if snapshot.isdecimal() and len(snapshot) < 19 else None)
    except Topic.DoesNotExist:
        raise Http404 from None
    context: dict[str, Any] = {
        "page": page,
        "topic": page.topic,
        "about": about(page.topic),
        "panel": job_panel(page.job, access=request.access, now=timezone.now()) if page.job else None,
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "query": request.GET.urlencode(),
    }
    if page.summary is not None:
        shown = _shown(page)
        if download := chart_export(request, shown["sheets"], permission_to_export=ComplaintsPermission.EXPORT):
            return download
        context |= shown
    return render(request, "complaints/topic.html", context)


@requires(ComplaintsPermission.VIEW)
def topic_progress(request: PortalRequest, pk: int) -> HttpResponse:
    """The progress of the topic's job; once it has ended the page loads itself anew."""
    try:
        _topic, job = topic_work(request.access, pk=pk)
    except Topic.DoesNotExist:
        raise Http404 from None
    if job is None or not job.is_open:
        return HttpResponse(status=204, headers={"HX-Refresh": "true", VERSION_HEADER: "ended"})
    panel = job_panel(job, access=request.access, now=timezone.now())
    return fragment(request, version=panel.version, template="complaints/_topic_job.html", context={"panel": panel})


@requires(ComplaintsPermission.ANALYSE)
def new_topic(request: PortalRequest) -> HttpResponse:
    form = TopicForm(request.POST or None, initial=_initial(request), regions=_regions(request))
    if form.is_valid():
        saved = services.create_topic(values=form.values, owner=request.access.user, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The topic is saved and is being worked out."))
        return redirect("complaints:topic", saved.pk)
    return _form_page(request, form, _("New special topic"))


@requires(ComplaintsPermission.ANALYSE)
def change_topic(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(editable_topics(request.access), pk=pk)
    form = TopicForm(request.POST or None, initial=initial_of(found), regions=_regions(request))
    if form.is_valid():
        services.change_topic(topic=found, values=form.values, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The topic is saved and is being worked out."))
        return redirect("complaints:topic", pk)
    return _form_page(request, form, _("Change {name}").format(name=found.name))


@require_POST
@requires(ComplaintsPermission.ANALYSE)
def remove_topic(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(editable_topics(request.access), pk=pk)
    services.remove_topic(topic=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The topic is removed."))
    return redirect("complaints:topics")


@require_POST
@requires(ComplaintsPermission.ANALYSE)
def compute_topic(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(editable_topics(request.access), pk=pk)
    services.start_topic(topic=found, by=request.access.actor, now=timezone.now())
    return redirect("complaints:topic", pk)


@requires(ComplaintsPermission.ANALYSE)
def add_measure(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(editable_topics(request.access), pk=pk)
    inside = _regions(request).filter(path__startswith=found.region.path)
    form = MeasureForm(request.POST or None, initial={"region": found.region}, regions=inside, today=timezone.localdate())
    if form.is_valid():
        services.add_measure(topic=found, **form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The measure is noted; before and after are being compared."))
        return redirect("complaints:topic", pk)
    return _form_page(request, form, _("Note a measure for {name}").format(name=found.name))


@require_POST
@requires(ComplaintsPermission.ANALYSE)
def remove_measure(request: PortalRequest, pk: int) -> HttpResponse:
    rows = TopicMeasure.objects.filter(topic__in=editable_topics(request.access)).select_related("topic__region", "region")
    measure = get_object_or_404(rows, pk=pk)
    services.remove_measure(measure=measure, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The measure is removed."))
    return redirect("complaints:topic", measure.topic_id)


def _shown(page: TopicPage) -> dict[str, Any]:
    """What stands on the page of a snapshot."""
    found = page.summary
    assert found is not None
    links = TopicLinks(page.topic, found)
    drawn = (
        charts.volume(found, link=links.of_period),
        charts.share(found, link=links.of_period),
        charts.where(found, link=links.of_place),
    )
    sheets = (charts.cells(found, newest=found.days.last_day), charts.phrases(found, newest=found.days.last_day))
    return {
        "found": found,
        "charts": drawn,
        "sheets": (*drawn, *sheets),
        "stats": topic_stats(found, links),
        "phrases": phrase_rows(found, links),
        "places": place_rows(found, links),
        "counties": county_rows(found, links, most=MOST_COUNTIES),
        "cells": cell_rows(found, links),
        "effects": effect_rows(found),
        "examples": examples(found, of=ticket_url),
        "tickets_url": links.tickets(),
        "largest": max((one.score for one in found.phrases), default=0),
    }


def _initial(request: PortalRequest) -> dict[str, Any]:
    """Of a new topic: the region in the header and the last half year; or another topic with one word more."""
    pk, word = request.GET.get("topic", ""), request.GET.get("word", "")
    base = visible_topics(request.access).filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if base is not None:
        words = terms_text((*terms_of(base.all_terms), *terms_of(word)))
        return initial_of(base) | {"name": f"{base.name} · {word}"[:120], "all_terms": words, "is_shared": False}
    newest = newest_data_date(request.access) or timezone.localdate()
    region = picked_region(request.access, permission=ComplaintsPermission.ANALYSE)
    return {"region": region, "first_day": newest - USUAL_SPAN + timedelta(days=1)}


def _regions(request: PortalRequest) -> QuerySet[Region]:
    return request.access.regions(ComplaintsPermission.ANALYSE).order_by("path")


def _form_page(request: PortalRequest, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "complaints/topic_form.html", context, status=422 if form.is_bound else 200)
