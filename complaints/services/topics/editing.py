"""Topics and measures as people save them. Each change puts the topic's job in line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job
from portalkit.regions.models import Region

from ...domain.topics.terms import terms_of, terms_text
from ...models import Topic, TopicMeasure
from ...selectors.topics.pages import TOPIC, key_of

_WORDS = ("any_terms", "all_terms", "none_terms", "places", "cells")


@dataclass(frozen=True)
class TopicValues:
    """What a topic is about, as people typed it."""

    name: str
    region: Region
    first_day: date
    last_day: date | None = None
    is_shared: bool = False
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    any_terms: str = ""
    all_terms: str = ""
    none_terms: str = ""
    places: str = ""
    cells: str = ""

    def tidied(self) -> "TopicValues":
        """Words as they are compared, parameters without empty ones."""
        words: dict[str, Any] = {name: terms_text(terms_of(getattr(self, name))) for name in _WORDS}
        return replace(self, filters={name: list(values) for name, values in self.filters.items() if values}, **words)


@transaction.atomic
def create_topic(*, values: TopicValues, owner: User | None, by: Actor, now: datetime) -> Topic:
    """Saves a new topic and starts working it out."""
    topic = Topic.objects.create(owner=owner, created_at=now, changed_at=now, **_columns(values))
    record(by=by, action="complaints.save_topic", on=topic, region_code=topic.region.code, at=now)
    start_topic(topic=topic, by=by, now=now)
    return topic


@transaction.atomic
def change_topic(*, topic: Topic, values: TopicValues, by: Actor, now: datetime) -> Topic:
    """Saves another meaning; what was worked out for the old one is shown no more."""
    columns = _columns(values)
    changed = sorted(name for name, value in columns.items() if getattr(topic, name) != value)
    Topic.objects.filter(pk=topic.pk).update(**columns, changed_at=now)
    record(by=by, action="complaints.change_topic", on=topic, region_code=topic.region.code, detail={"changed": changed}, at=now)
    if set(changed) - {"name", "is_shared"}:
        _revise(topic, by=by, now=now)
    topic.refresh_from_db()
    return topic


@transaction.atomic
def remove_topic(*, topic: Topic, by: Actor, now: datetime) -> None:
    """Takes the topic away with its measures and snapshots; tickets stay as they are."""
    record(by=by, action="complaints.remove_topic", on=topic, region_code=topic.region.code, at=now)
    topic.delete()


@transaction.atomic
def add_measure(
    *, topic: Topic, region: Region, day: date, text: str, by: Actor, now: datetime, expected: str = "", cells: str = ""
) -> TopicMeasure:
    """Notes what was done; the same text on the same day in the same region again changes the rest of it."""
    measure, _made = TopicMeasure.objects.update_or_create(
        topic=topic, region=region, day=day, text=text, defaults={"expected": expected, "cells": terms_text(terms_of(cells))}
    )
    record(by=by, action="complaints.add_measure", on=measure, region_code=region.code, detail={"topic": topic.name}, at=now)
    _revise(topic, by=by, now=now)
    return measure


@transaction.atomic
def remove_measure(*, measure: TopicMeasure, by: Actor, now: datetime) -> None:
    topic = measure.topic
    record(by=by, action="complaints.remove_measure", on=measure, region_code=measure.region.code, detail={"topic": topic.name}, at=now)
    measure.delete()
    _revise(topic, by=by, now=now)


def start_topic(*, topic: Topic, by: Actor, now: datetime) -> Job:
    """Puts the work in line, or gives the job that is open already."""
    return jobs.enqueue(
        kind=TOPIC,
        key=key_of(topic),
        title=_("Work out the topic {name}").format(name=topic.name),
        params={"topic": topic.pk},
        by=by,
        region=topic.region,
        now=now,
        result_url=reverse("complaints:topic", args=[topic.pk]),
    )


def _columns(values: TopicValues) -> dict[str, object]:
    tidy = values.tidied()
    return {one.name: getattr(tidy, one.name) for one in fields(tidy)}


def _revise(topic: Topic, *, by: Actor, now: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(revision=F("revision") + 1)
    topic.refresh_from_db()
    start_topic(topic=topic, by=by, now=now)
