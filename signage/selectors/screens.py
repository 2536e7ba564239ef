"""The screens that a caller may see, with how they do at a moment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import CharField

from portalkit.access.selectors import Access

from ..domain.days import zone_named
from ..domain.hours import is_on
from ..domain.screen_states import SILENT_AFTER, Said, ScreenState, screen_state
from ..models import Layout, MediaFile, PublicationScreen, Screen, ScreenFault, Screenshot, ScreenStatus, Tag
from ..permissions import SignagePermission

_MOST_DIGESTS = 1000
_OPEN_FAULTS = ScreenFault.objects.filter(screen=OuterRef("pk"), cleared_at=None)


def visible_screens(access: Access, permission: SignagePermission = SignagePermission.VIEW) -> QuerySet[Screen]:
    """Screens of the halls in reach, with hall, regions, layout and status."""
    rows = Screen.objects.select_related("hall__region__parent", "layout", "status")
    return access.scope(permission, rows, region="hall__region")


def screens_to_choose(access: Access, permission: SignagePermission) -> QuerySet[Screen]:
    """Screens in service with what a list of thousands shows of them: name, and the hall's region with names and path."""
    shown = ("name", "hall__region__name", "hall__region__name_en", "hall__region__path")
    rows = Screen.objects.filter(is_enabled=True).select_related("hall__region").only(*shown)
    return access.scope(permission, rows, region="hall__region").order_by("hall__region__path", "name")


def with_states(rows: QuerySet[Screen], *, now: datetime) -> QuerySet[Screen]:
    """Annotates `has_faults` and `state`, a value of `ScreenState`, as `state_of` has it. One query more."""
    silent = Q(status=None) | Q(status__seen_at__lt=now - SILENT_AFTER)
    resting = _resting(rows.filter(silent), now=now)
    in_order = (
        (Q(is_enabled=False), ScreenState.OUT_OF_SERVICE),
        (Q(token_digest=None), ScreenState.NOT_PAIRED),
        (Q(pk__in=resting), ScreenState.OFF),
        (silent, ScreenState.SILENT),
        (Q(status__is_off=True), ScreenState.OFF),
        (Q(has_faults=True), ScreenState.FAULTS),
        (Q(status__complete_revision__lt=F("revision")), ScreenState.BEHIND),
    )
    whens = [When(condition, then=Value(state.value)) for condition, state in in_order]
    return rows.annotate(has_faults=Exists(_OPEN_FAULTS, output_field=BooleanField())).annotate(
        state=Case(*whens, default=Value(ScreenState.PLAYING.value), output_field=CharField())
    )


def state_of(screen: Screen, *, has_faults: bool, now: datetime) -> ScreenState:
    """By the rule of `domain.screen_states`."""
    status: ScreenStatus | None = getattr(screen, "status", None)
    said = Said(
        is_enabled=screen.is_enabled,
        is_paired=screen.token_digest is not None,
        seen_at=status.seen_at if status else None,
        is_off=bool(status and status.is_off),
        has_faults=has_faults,
        revision=screen.revision,
        complete_revision=status.complete_revision if status else 0,
    )
    return screen_state(said, hours=screen.hours, local_now=now.astimezone(zone_named(screen.time_zone)))


def counts_by_state(rows: QuerySet[Any]) -> dict[ScreenState, int]:
    """How many of the rows, which `with_states` annotated, are in each state. One query."""
    found = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: found.get(state.value, 0) for state in ScreenState}


def tag_names(rows: QuerySet[Screen]) -> list[str]:
    """The tags that any of the screens has. One query."""
    return list(Tag.objects.filter(screens__in=rows.order_by().values("pk")).order_by("name").values_list("name", flat=True).distinct())


def layouts_to_use(access: Access) -> QuerySet[Layout]:
    """Layouts of the regions in reach and of those above them: a province's layout is for all its halls."""
    own = list(access.regions(SignagePermission.MANAGE).values_list("path", flat=True))
    above = {"/".join(path.split("/")[:depth]) + "/" for path in own for depth in range(2, path.count("/") + 1)}
    return Layout.objects.filter(region__path__in=above)


def lacked_publications(screen: Screen, *, limit: int) -> list[PublicationScreen]:
    """What was published for the screen and is not whole there yet, newest first. One query."""
    status: ScreenStatus | None = getattr(screen, "status", None)
    rows = PublicationScreen.objects.filter(screen=screen, publication__gt=status.complete_revision if status else 0)
    return list(rows.select_related("publication__schedule").order_by("-publication")[:limit])


def media_held(screen: Screen, *, limit: int) -> list[MediaFile]:
    """The files that the screen holds whole, by its last word, as far as the library knows them. One query."""
    status: ScreenStatus | None = getattr(screen, "status", None)
    digests = status.verified[:_MOST_DIGESTS] if status else []
    rows = MediaFile.objects.filter(file__sha256__in=digests).select_related("file", "version__content")
    return list(rows.order_by("version__content__title", "version", "page")[:limit])


def screenshots_of(screen: Screen, *, limit: int) -> list[Screenshot]:
    """Newest first. One query."""
    return list(screen.screenshots.order_by("-taken_at", "-pk")[:limit])


def _resting(rows: QuerySet[Screen], *, now: datetime) -> list[int]:
    """Of silent screens those that are to be off now."""
    with_hours: Iterable[tuple[int, list[list[list[str]]], str]] = (
        rows.filter(is_enabled=True, token_digest__isnull=False).exclude(hours=[]).order_by().values_list("pk", "hours", "time_zone")
    )
    return [pk for pk, hours, zone in with_hours if not is_on(hours, now.astimezone(zone_named(zone)))]
