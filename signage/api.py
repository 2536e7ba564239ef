"""REST: the screens that the caller may see with how they do, and proof of play, counter by counter."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers

from portalkit.access.api.conditional import PolledList
from portalkit.guards.permissions import Guard
from portalkit.periods.domain.calendar import Day, NotAPeriod, parse

from .domain.screen_states import ScreenState
from .models import PlayCount, Screen
from .panels.screens import moment_text, status_of
from .permissions import SignagePermission
from .selectors.proof import visible_counts
from .selectors.screens import visible_screens, with_states

_STATES = [state.value for state in ScreenState]


class PlayingSerializer(serializers.Serializer[Any]):
    zone = serializers.CharField(help_text="Zone of the layout.")
    schedule = serializers.IntegerField(allow_null=True, help_text="Number of the schedule, or null.")
    item = serializers.CharField(help_text="Content version, with a page behind a slash; s and a number for text of a schedule.")
    title = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)


class ScreenSerializer(serializers.ModelSerializer[Screen]):
    hall: Any = serializers.CharField(source="hall.region.code", read_only=True, help_text="Code of the hall.")
    layout: Any = serializers.CharField(source="layout.name", read_only=True, default=None, help_text="Name of the layout; null: one zone.")
    tags: Any = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    state: Any = serializers.ChoiceField(choices=_STATES, read_only=True)
    is_paired: Any = serializers.SerializerMethodField()
    complete_revision: Any = serializers.SerializerMethodField()
    seen_at: Any = serializers.SerializerMethodField()
    playing: Any = serializers.SerializerMethodField()

    class Meta:
        model = Screen
        fields = (
            "id", "hall", "name", "place", "orientation", "layout", "tags", "is_enabled", "volume", "state", "is_paired", "revision",
            "complete_revision", "seen_at", "playing",
        )  # fmt: skip

    def get_is_paired(self, screen: Screen) -> bool:
        """Whether a player has the screen's token."""
        return screen.token_digest is not None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_complete_revision(self, screen: Screen) -> int | None:
        """The newest publication all of whose media it holds; null while its player has said nothing."""
        status = status_of(screen)
        return status.complete_revision if status else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_seen_at(self, screen: Screen) -> str | None:
        """When its player last reported."""
        status = status_of(screen)
        return status.seen_at.isoformat() if status else None

    @extend_schema_field(PlayingSerializer(many=True))
    def get_playing(self, screen: Screen) -> list[dict[str, Any]]:
        """Zone by zone, by the player's last word."""
        status = status_of(screen)
        told = status.playing if status else []
        return [{**one, "since": moment.isoformat() if (moment := moment_text(one.get("since"))) else None} for one in told]


class _Visible:
    guard = Guard.permission(SignagePermission.VIEW)
    serializer_class: Any = ScreenSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Screen]:
        return with_states(visible_screens(self.request.access), now=timezone.now()).prefetch_related("tags")


@extend_schema(
    parameters=[
        OpenApiParameter("hall", str, description="Code of a hall."),
        OpenApiParameter("state", str, enum=_STATES, description="State of the screen."),
        OpenApiParameter("tag", str, description="A tag."),
    ]
)
class ScreenList(_Visible, PolledList, generics.ListAPIView[Screen]):
    """Screens in the caller's reach, optionally of one `hall`, in one `state`, with one `tag`."""

    def get_queryset(self) -> QuerySet[Screen]:
        rows = super().get_queryset()
        for name, path in (("hall", "hall__region__code"), ("state", "state"), ("tag", "tags__name")):
            if value := self.request.query_params.get(name):
                rows = rows.filter(**{path: value})
        return rows


class ScreenDetail(_Visible, generics.RetrieveAPIView[Screen]):
    """One screen by its number."""


class PlayCountSerializer(serializers.ModelSerializer[PlayCount]):
    hall: Any = serializers.CharField(source="screen.hall.region.code", read_only=True, help_text="Code of the hall.")
    content: Any = serializers.IntegerField(source="version.content_id", read_only=True, default=None, help_text="Number of the content.")
    title: Any = serializers.CharField(source="version.content.title", read_only=True, default=None)
    advertiser: Any = serializers.CharField(source="version.content.advertiser", read_only=True, default=None)

    class Meta:
        model = PlayCount
        fields = ("hour", "hall", "screen", "schedule", "item", "zone", "content", "title", "advertiser", "plays", "milliseconds")


@extend_schema(
    parameters=[
        OpenApiParameter("from", str, description="First day, like 2026-11-01, in Asia/Shanghai."),
        OpenApiParameter("to", str, description="Last day."),
        OpenApiParameter("hall", str, description="Code of a hall."),
        OpenApiParameter("screen", int, description="Number of a screen."),
        OpenApiParameter("schedule", int, description="Number of a schedule."),
    ]
)
class ProofOfPlay(generics.ListAPIView[PlayCount]):
    """How often and how long screens played items, by clock hour. Counters grow until the hour is over and its player was heard."""

    guard = Guard.permission(SignagePermission.VIEW)
    serializer_class: Any = PlayCountSerializer

    def get_queryset(self) -> QuerySet[PlayCount]:
        rows = visible_counts(self.request.access).select_related("screen__hall__region", "version__content")  # type: ignore[attr-defined]
        given = self.request.query_params
        if first := _day(given.get("from"), "from"):
            rows = rows.filter(hour__gte=first.start)
        if last := _day(given.get("to"), "to"):
            rows = rows.filter(hour__lt=last.end)
        if hall := given.get("hall"):
            rows = rows.filter(screen__hall__region__code=hall)
        for name in ("screen", "schedule"):
            if value := given.get(name):
                rows = rows.filter(**{name: _number(value, name)})
        return rows


def _day(text: str | None, name: str) -> Day | None:
    if not text:
        return None
    try:
        found = parse(text)
    except NotAPeriod:
        found = None
    if not isinstance(found, Day):
        raise serializers.ValidationError({name: ["A day like 2026-11-01."]})
    return found


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise serializers.ValidationError({name: ["A number."]})
    return int(text)
