"""Works out what is shown of a topic and keeps it as a snapshot."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Mod
from django.utils.translation import gettext as _

from portalkit.periods.domain.calendar import Period, Span
from portalkit.regions.models import Region
from portalkit.vault.domain.masking import mask_text
from portalkit.vault.services import open_sealed

from ...adapters.topics import cut
from ...domain.sync_block import without_block
from ...domain.topics.clusters import Spot, spots
from ...domain.topics.measures import Windows, windows
from ...domain.topics.phrases import Words, key_phrases, runs
from ...domain.topics.terms import terms_of
from ...domain.topics.texts import without_names
from ...models import DailyRollup, MonthTotal, Ticket, Topic, TopicMeasure, TopicResult
from ...selectors import data_version
from ...selectors.topics import background_tickets, topic_tickets
from ...selectors.topics.conditions import subtree

MOST_TEXTS = 20_000
MOST_PHRASES = 40
MOST_CELLS = 30
MOST_EXAMPLES = 12
SNAPSHOTS_KEPT = 12
YEAR = 52 * 7
_AT_ONCE = 500
Progress = Callable[[int, int, str], None]


class NothingToCompute(Exception):
    """There are no data of the topic's days."""


@dataclass(frozen=True)
class Gathered:
    """What was worked out, of which days and from which data, not yet kept."""

    revision: int
    version: int
    days: Span
    tickets: int
    figures: dict[str, Any]


@dataclass(frozen=True)
class _Reading:
    """A text as it is searched, and the words of the complaint in it."""

    text: str
    runs: Sequence[Words]


def compute_now(*, topic: Topic, now: datetime, period: Period | None = None) -> TopicResult:
    """Works the topic out for its own days, or for those of `period`, and keeps it. Raises NothingToCompute."""
    return keep(topic=topic, gathered=gather(topic=topic, period=period), now=now)


def gather(*, topic: Topic, period: Period | None = None, on_progress: Progress = lambda *_: None) -> Gathered:
    """Everything that the page shows, without writing anything; may take a minute. Raises NothingToCompute."""
    version = data_version()
    known = MonthTotal.objects.aggregate(first=Min("first_on"), last=Max("last_on"))
    days = _days(topic, period, known["last"])
    mine, every = topic_tickets(topic, days=days), background_tickets(topic, days=days)
    counts = dict(mine.values_list("accepted_on").annotate(counted=Count("pk")))
    tickets = sum(counts.values())
    background = _background(topic, days)
    steps = _Steps(on_progress, min(tickets, MOST_TEXTS) + min(sum(background.values()), MOST_TEXTS))
    phrases, read, read_of_all = _phrases(topic, mine, tickets, every, sum(background.values()), steps)
    steps.say(_("places and measures"))
    figures = {
        "background": sum(background.values()),
        "days": [[day.isoformat(), counts.get(day, 0), background[day]] for day in sorted(background)],
        "regions": _regions(mine, every),
        "cells": _cells(mine, every),
        "phrases": phrases,
        "texts": [read, read_of_all],
        "measures": [_measured(topic, measure, known["first"], known["last"]) for measure in topic.measures.order_by("day", "pk")],
        "examples": list(mine.order_by("-accepted_at", "-pk").values_list("pk", flat=True)[:MOST_EXAMPLES]),
    }
    return Gathered(topic.revision, version, days, tickets, figures)


@transaction.atomic
def keep(*, topic: Topic, gathered: Gathered, now: datetime) -> TopicResult:
    """One snapshot per data version and days; the same again replaces it. Of a topic the newest SNAPSHOTS_KEPT stay."""
    result, _made = TopicResult.objects.update_or_create(
        topic=topic,
        revision=gathered.revision,
        version=gathered.version,
        first_day=gathered.days.first_day,
        last_day=gathered.days.last_day,
        defaults={"tickets": gathered.tickets, "figures": gathered.figures, "computed_at": now},
    )
    stay = TopicResult.objects.filter(topic=topic).order_by("-computed_at", "-pk").values_list("pk", flat=True)[:SNAPSHOTS_KEPT]
    TopicResult.objects.filter(topic=topic).exclude(pk__in=list(stay)).delete()
    return result


class _Steps:
    """Counts the texts that were read, for the progress bar."""

    def __init__(self, on_progress: Progress, total: int) -> None:
        self._tell, self._done, self._total = on_progress, 0, total

    def read(self, readings: Iterable[_Reading], note: str) -> Iterator[_Reading]:
        for reading in readings:
            if self._done % _AT_ONCE == 0:
                self.say(note)
            self._done += 1
            yield reading

    def say(self, note: str) -> None:
        self._tell(self._done, self._total, note)


def _days(topic: Topic, period: Period | None, newest: date | None) -> Span:
    first, last = (period.first_day, period.last_day) if period else (topic.first_day, topic.last_day or newest)
    if newest is None or last is None or first > newest:
        raise NothingToCompute(topic.name)
    return Span(first, last if period else min(last, newest))


def _background(topic: Topic, days: Span) -> dict[date, int]:
    """All complaints of the topic's region by day, from the roll-up."""
    rows = DailyRollup.objects.filter(day__gte=days.first_day, day__lte=days.last_day, region__in=subtree(topic.region))
    return dict(rows.order_by().values_list("day").annotate(counted=Sum("complaints")))


def _regions(mine: QuerySet[Ticket], every: QuerySet[Ticket]) -> list[list[int]]:
    own = dict(mine.values_list("region_id").annotate(counted=Count("pk")))
    return [[pk, own.get(pk, 0), counted] for pk, counted in every.values_list("region_id").annotate(counted=Count("pk"))]


def _cells(mine: QuerySet[Ticket], every: QuerySet[Ticket]) -> dict[str, Any]:
    own = dict(mine.exclude(cell="").values_list("cell").annotate(counted=Count("pk")))
    rows = list(every.exclude(cell="").values_list("cell").annotate(counted=Count("pk"), region=Min("region_id")))
    region_of = {cell: region for cell, _counted, region in rows}
    found = spots(own, {cell: counted for cell, counted, _region in rows})
    top = [spot for spot in found if spot.observed][:MOST_CELLS]
    return {"known": len(found), "tickets": sum(own.values()), "top": [[spot.key, region_of[spot.key], *_numbers(spot)] for spot in top]}


def _numbers(spot: Spot[str]) -> list[Any]:
    return [value for name, value in asdict(spot).items() if name != "key"]


def _phrases(
    topic: Topic, mine: QuerySet[Ticket], tickets: int, every: QuerySet[Ticket], background: int, steps: _Steps
) -> tuple[list[list[Any]], int, int]:
    """Key phrases with the texts that hold them, and how many texts of the topic and of all complaints were read."""
    texts = list(steps.read(_readings(mine, tickets), _("texts of the topic")))
    others = list(steps.read(_readings(every, background), _("texts of all complaints")))
    told = (*terms_of(f"{topic.any_terms},{topic.all_terms}"), *_region_names(topic))
    found = key_phrases([one.runs for one in texts], (one.runs for one in others), most=MOST_PHRASES, leave_out=told)
    here, written = _holding([phrase.text for phrase in found], texts)
    elsewhere, _forms = _holding([phrase.text for phrase in found], others)
    rows = [
        [written[one.text], here[one.text], here[one.text] / len(texts), elsewhere[one.text] / len(others), one.score]
        for one in found
        if here[one.text]
    ]
    return rows, len(texts), len(others)


def _region_names(topic: Topic) -> list[str]:
    """Where a topic gathers is told by its clusters, not by its phrases."""
    return list(Region.objects.filter(path__startswith=topic.region.path).values_list("name", flat=True))


def _holding(phrases: Sequence[str], readings: Sequence[_Reading]) -> tuple[dict[str, int], dict[str, str]]:
    """In how many texts each phrase stands, as the ticket list searches, and how it is written there."""
    counts, written = dict.fromkeys(phrases, 0), dict.fromkeys(phrases, "")
    for reading in readings:
        folded = reading.text.casefold()
        for phrase in phrases:
            place = folded.find(phrase)
            if place >= 0:
                counts[phrase] += 1
                written[phrase] = written[phrase] or reading.text[place : place + len(phrase)]
    return counts, written


def _readings(rows: QuerySet[Ticket], count: int) -> Iterator[_Reading]:
    """At most about MOST_TEXTS texts: all of them, or each so-and-so-many-th by primary key, so that doing it again reads the same."""
    step = -(-count // MOST_TEXTS)
    if step > 1:
        rows = rows.annotate(part=Mod(F("pk"), step)).filter(part=0)
    columns = rows.order_by("pk").values_list("subject", "content", "customer_name_sealed")
    for subject, content, name in columns.iterator(chunk_size=2000):
        said = without_names(mask_text(without_block(content)), name=open_sealed(name or b""))
        yield _Reading(text=f"{subject}\n{said}", runs=runs(cut(said)))


def _measured(topic: Topic, measure: TopicMeasure, first_known: date, last_known: date) -> dict[str, Any]:
    found = windows(measure.day, first_known=first_known, last_known=last_known)
    if found is None:
        return {"measure": measure.pk, "windows": None}
    where = Q(region__in=subtree(measure.region))
    if measure.cell_names:
        where &= Q(cell__in=measure.cell_names)
    whole = _counts(topic, found, Q())
    here = _counts(topic, found, where)
    earlier = found.earlier(days=YEAR)
    return {
        "measure": measure.pk,
        "windows": [day.isoformat() for day in asdict(found).values()],
        "here": here,
        "rest": [whole[0] - here[0], whole[1] - here[1]],
        "last_year": _counts(topic, earlier, Q()) if earlier.before_first >= first_known else None,
    }


def _counts(topic: Topic, days: Windows, where: Q) -> list[int]:
    """Complaints of the topic before and after, whatever days the topic itself covers."""
    rows = topic_tickets(topic, days=Span(days.before_first, days.after_last)).filter(where)
    found = rows.aggregate(
        before=Count("pk", filter=Q(accepted_on__lte=days.before_last)), after=Count("pk", filter=Q(accepted_on__gte=days.after_first))
    )
    return [found["before"], found["after"]]
