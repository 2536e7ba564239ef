"""A snapshot of a special topic, read back with places, measures and tickets beside its numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import AnyPeriod, Period, Span, day_of, month_of, months, week_of
from portalkit.regions.models import Region

from ...domain.denominators import Denominators
from ...domain.rates import Interval, Pair
from ...domain.topics.clusters import Spot, spots
from ...domain.topics.measures import Counts, Effect, Windows, effect_of
from ...models import Ticket, Topic, TopicMeasure, TopicResult
from ..ground import Ground, ground
from ..subscribers import denominators
from ..tickets import tickets

BY_MONTH, BY_WEEK = 100, 21


class TopicNotComputed(LookupError):
    """Nothing is kept of the topic as it is defined now (for these days)."""


@dataclass(frozen=True)
class TopicPoint:
    """A month, week or day of the topic. `share` is its part of all complaints; None where there are none. `is_partial`: at an end."""

    period: AnyPeriod
    tickets: int
    background: int
    share: float | None
    is_partial: bool


@dataclass(frozen=True)
class Place:
    """A region with its complaints of the topic, and per 10,000 subscribers (the mean of the months) over the days of the snapshot."""

    region: Region
    spot: Spot[str]
    subscribers: int | None
    rate: float | None
    interval: Interval | None


@dataclass(frozen=True)
class CellSpot:
    """A cell, with the region of its tickets where it is in view."""

    cell: str
    region: Region | None
    spot: Spot[str]


@dataclass(frozen=True)
class PhraseCount:
    """`tickets` of the texts that were read hold the phrase, `share` of them; `elsewhere` of all complaints' texts. `score`: TF-IDF."""

    text: str
    tickets: int
    share: float
    elsewhere: float
    score: float

    @property
    def lift(self) -> float | None:
        """How many times more often than in all complaints."""
        return self.share / self.elsewhere if self.elsewhere else None


@dataclass(frozen=True)
class MeasureEffect:
    """`effect` is None while there are no days on one of the sides."""

    measure: TopicMeasure
    effect: Effect | None


@dataclass(frozen=True)
class TopicSummary:
    """One snapshot. `texts_read` of `tickets` texts went into the phrases, `background_read` of `background`; fewer means a sample."""

    topic: Topic
    result: TopicResult
    days: Span
    computed_at: datetime
    tickets: int
    background: int
    points: tuple[TopicPoint, ...]
    places: tuple[Place, ...]
    counties: tuple[Place, ...]
    cells: tuple[CellSpot, ...]
    cells_known: int
    cell_mean: float | None
    phrases: tuple[PhraseCount, ...]
    texts_read: int
    background_read: int
    effects: tuple[MeasureEffect, ...]
    examples: tuple[Ticket, ...]

    @property
    def share(self) -> float | None:
        return self.tickets / self.background if self.background else None

    @property
    def is_sampled(self) -> bool:
        return self.texts_read < self.tickets

    @property
    def per_day(self) -> float:
        return self.tickets / len(self.days)


def topic_summary(access: Access, *, topic: Topic, period: Period | None = None) -> TopicSummary:
    """The newest snapshot of the topic as it is defined now, of its own days or of those of `period`.

    Raises TopicNotComputed (see `services.topics.compute_now`) and RegionOutOfReach.
    """
    results = TopicResult.objects.filter(topic=topic, revision=topic.revision)
    if period is not None:
        results = results.filter(first_day=period.first_day, last_day=period.last_day)
    else:
        results = results.filter(first_day=topic.first_day)
    newest = results.order_by("-pk").first()
    if newest is None:
        raise TopicNotComputed(topic.name)
    return summary_of(access, topic=topic, result=newest)


def summary_of(access: Access, *, topic: Topic, result: TopicResult) -> TopicSummary:
    """One snapshot as a whole. Raises RegionOutOfReach. Five queries."""
    view = ground(access, region=topic.region)
    figures: Mapping[str, Any] = result.figures
    days = Span(result.first_day, result.last_day)
    observed, background = _by_region(figures["regions"])
    divisor = _Divisor(view, days)
    cells = figures["cells"]
    return TopicSummary(
        topic=topic,
        result=result,
        days=days,
        computed_at=result.computed_at,
        tickets=result.tickets,
        background=figures["background"],
        points=_points(days, figures["days"]),
        places=_places(view, divisor, *_by_part(view, observed, background)),
        counties=_places(view, divisor, *_known(view, observed, background)),
        cells=tuple(_cell(view, row) for row in cells["top"]),
        cells_known=cells["known"],
        cell_mean=cells["tickets"] / cells["known"] if cells["known"] else None,
        phrases=tuple(PhraseCount(*row) for row in figures["phrases"]),
        texts_read=figures["texts"][0],
        background_read=figures["texts"][1],
        effects=_effects(topic, figures["measures"]),
        examples=_examples(access, figures["examples"]),
    )


def _points(days: Span, rows: Sequence[Sequence[Any]]) -> tuple[TopicPoint, ...]:
    """By month, week or day, whichever gives a readable number of points."""
    of = month_of if len(days) > BY_MONTH else week_of if len(days) > BY_WEEK else day_of
    sums: dict[AnyPeriod, list[int]] = {of(day): [0, 0] for day in days.days()}
    for text, counted, background in rows:
        both = sums[of(date.fromisoformat(text))]
        both[0] += counted
        both[1] += background
    return tuple(
        TopicPoint(
            period=period,
            tickets=counted,
            background=background,
            share=counted / background if background else None,
            is_partial=period.first_day < days.first_day or period.last_day > days.last_day,
        )
        for period, (counted, background) in sums.items()
    )


def _by_region(rows: Iterable[Sequence[int]]) -> tuple[dict[int, int], dict[int, int]]:
    found = list(rows)
    return {pk: counted for pk, counted, _all in found if counted}, {pk: every for pk, _counted, every in found}


def _by_part(view: Ground, observed: Mapping[int, int], background: Mapping[int, int]) -> tuple[dict[str, int], dict[str, int]]:
    """By the parts of the topic's region; tickets that name none of them are left out."""
    part_of = view.part_of()
    sums: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for totals, rows in zip(sums, (observed, background), strict=True):
        for pk, counted in rows.items():
            if pk in part_of:
                totals[part_of[pk].code] = totals.get(part_of[pk].code, 0) + counted
    return sums


def _known(view: Ground, observed: Mapping[int, int], background: Mapping[int, int]) -> tuple[dict[str, int], dict[str, int]]:
    """By the very region that the tickets name; a region that is gone since is left out."""
    return tuple({view.regions[pk].code: counted for pk, counted in rows.items() if pk in view.regions} for rows in (observed, background))  # type: ignore[return-value]


def _places(view: Ground, divisor: "_Divisor", observed: Mapping[str, int], background: Mapping[str, int]) -> tuple[Place, ...]:
    return tuple(divisor.place(view.by_code[spot.key], spot) for spot in spots(observed, background))


class _Divisor:
    """Mean subscribers of the months that the days touch, where there are any."""

    def __init__(self, view: Ground, days: Span) -> None:
        first, last = month_of(days.first_day), month_of(days.last_day)
        below = denominators(view, first=first, last=last)
        self._months: list[Denominators] = [below[month] for month in months(first, last)]

    def place(self, region: Region, spot: Spot[str]) -> Place:
        found = [count for count in (below.of(region.pk) for below in self._months) if count]
        subscribers = round(sum(found) / len(found)) if found else None
        pair = Pair(spot.observed, subscribers)
        return Place(region=region, spot=spot, subscribers=subscribers, rate=pair.rate(), interval=pair.interval())


def _cell(view: Ground, row: Sequence[Any]) -> CellSpot:
    cell, region, *numbers = row
    return CellSpot(cell=cell, region=view.regions.get(region), spot=Spot(cell, *numbers))


def _effects(topic: Topic, rows: Sequence[Mapping[str, Any]]) -> tuple[MeasureEffect, ...]:
    measures = {measure.pk: measure for measure in topic.measures.select_related("region").order_by("day", "pk")}
    kept = {row["measure"]: row for row in rows}
    return tuple(MeasureEffect(measure, _effect(kept[pk])) for pk, measure in measures.items() if pk in kept)


def _effect(row: Mapping[str, Any]) -> Effect | None:
    if row["windows"] is None:
        return None
    return effect_of(
        windows=Windows(*(date.fromisoformat(day) for day in row["windows"])),
        here=Counts(*row["here"]),
        rest=Counts(*row["rest"]),
        last_year=Counts(*row["last_year"]) if row["last_year"] else None,
    )


def _examples(access: Access, keys: Sequence[int]) -> tuple[Ticket, ...]:
    return tuple(tickets(access).filter(pk__in=keys))
