"""Rows of the analyses for the authorisation matrix: see `rows`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from complaints.models import ReverseFinding, Ticket, Topic, TopicMeasure, TopicResult

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def _reverse_finding(place: Place, number: int) -> ReverseFinding:
    ticket = Ticket.objects.create(
        system="eoms", ticket_id=f"V-{place.region.code}-{number}", region=place.county, accepted_at=NOW, accepted_on=DAY,
        department=place.marker, content=place.marker, solved=True,
    )  # fmt: skip
    return ReverseFinding.objects.create(
        ticket=ticket, region=place.county, accepted_on=DAY, cause_side="within_control", start="solved", starts="solved",
        step="handling", reason="handled_late", reasons="handled_late",
    )  # fmt: skip


def _topic(place: Place, number: int) -> Topic:
    topic = Topic.objects.create(
        name=f"Topic {number} {place.marker}", region=place.region, owner=place.person, is_shared=True, any_terms=place.marker,
        first_day=DAY, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    ticket = Ticket.objects.filter(region=place.county).order_by("pk").first()
    cell = [f"Cell {place.marker}", place.county.pk, 1, 1, 1.0, 1.0, 0.1, 5.6, 0.1, 5.6, False]
    TopicResult.objects.create(
        topic=topic, revision=1, version=0, first_day=DAY, last_day=DAY, tickets=1, computed_at=NOW,
        figures={
            "background": 1, "days": [[DAY.isoformat(), 1, 1]], "regions": [[place.county.pk, 1, 1]],
            "cells": {"known": 1, "tickets": 1, "top": [cell]}, "phrases": [[place.marker, 1, 1.0, 1.0, 0.5]], "texts": [1, 1],
            "measures": [], "examples": [ticket.pk] if ticket else [],
        },
    )  # fmt: skip
    return topic


def _measure(place: Place, number: int) -> TopicMeasure:
    topic = place.rows["complaints.Topic"]
    return TopicMeasure.objects.create(topic=topic, region=place.region, day=DAY, text=f"Measure {number} {place.marker}")


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "complaints.ReverseFinding": _reverse_finding,
    "complaints.Topic": _topic,
    "complaints.TopicMeasure": _measure,
}
