"""The wall of screens: a page of tiles with what each shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from ..domain.proof import version_of
from ..domain.screen_states import ScreenState
from ..models import ContentVersion, Screen, ScreenFault, Screenshot
from .faults import open_faults
from .screens import counts_by_state

TILES = 60


@dataclass(frozen=True)
class Shot:
    """A picture taken at the screen."""

    pk: int
    taken_at: datetime


@dataclass(frozen=True)
class Looks:
    """What versions look like: those that have a picture of themselves, and the words of those that are notices."""

    pictured: frozenset[int]
    words: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Tile:
    """A screen, annotated with its state, its faults, its newest picture, and what the versions playing look like."""

    screen: Screen
    state: ScreenState
    faults: Sequence[ScreenFault]
    shot: Shot | None
    looks: Looks


@dataclass(frozen=True)
class Wall:
    """`counts` are those of all screens that the filters leave, whatever their state; `total` of those in the chosen states."""

    tiles: tuple[Tile, ...]
    counts: Mapping[ScreenState, int]
    total: int
    page: int
    pages: int
    as_of: datetime | None


def wall_of_screens(rows: QuerySet[Any], *, states: Sequence[str] | None, page: int, tiles: int = TILES) -> Wall:
    """`rows` are annotated by `with_states`; `states` None: all of them. Four queries at most."""
    counts = counts_by_state(rows)
    total = sum(count for state, count in counts.items() if not states or state.value in states)
    pages = max(ceil(total / tiles), 1)
    number = min(max(page, 1), pages)
    chosen = rows.filter(state__in=states) if states else rows
    newest = Screenshot.objects.filter(screen=OuterRef("pk")).order_by("-taken_at", "-pk")
    ordered = chosen.annotate(shot_pk=Subquery(newest.values("pk")[:1]), shot_at=Subquery(newest.values("taken_at")[:1]))
    found = list(ordered.order_by("hall__region__path", "name", "pk")[(number - 1) * tiles : number * tiles])
    faults = open_faults(screen.pk for screen in found if screen.has_faults)
    looks = looks_of(pk for screen in found for pk in versions_playing(screen))
    made = tuple(
        Tile(
            screen=screen,
            state=ScreenState(screen.state),
            faults=faults.get(screen.pk, []),
            shot=Shot(screen.shot_pk, screen.shot_at) if screen.shot_pk else None,
            looks=looks,
        )
        for screen in found
    )
    heard = [screen.status.seen_at for screen in found if hasattr(screen, "status")]
    return Wall(tiles=made, counts=counts, total=total, page=number, pages=pages, as_of=max(heard, default=None))


def versions_playing(screen: Screen) -> list[int]:
    """The content versions on the screen by its player's last word, zone by zone."""
    status = getattr(screen, "status", None)
    found = (version_of(str(one.get("item", ""))) for one in (status.playing if status else ()))
    return [version for version in found if version is not None]


def looks_of(versions: Iterable[int]) -> Looks:
    """One query."""
    rows = ContentVersion.objects.filter(pk__in=set(versions)).values_list("pk", "thumbnail", "text")
    found = list(rows)
    pictured = frozenset(pk for pk, thumbnail, _text in found if thumbnail is not None)
    return Looks(pictured, {pk: text for pk, _thumbnail, text in found if text})
