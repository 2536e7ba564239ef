"""REST: the screens that the caller may see with how they do, and proof of play, counter by counter."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
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

_LARGEST = 2**63 - 1
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


class ScreenQuery(serializers.Serializer[Any]):
    """What the screens can be narrowed by."""

    hall = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Code of a hall.")
    state = serializers.ChoiceField(choices=_STATES, required=False, allow_blank=True, help_text="State of the screen.")
    tag = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="A tag.")

    @property
    def conditions(self) -> dict[str, Any]:
        return _conditions(self, {"hall": "hall__region__code", "state": "state", "tag": "tags__name"})


@extend_schema(parameters=[ScreenQuery])
class ScreenList(_Visible, PolledList, generics.ListAPIView[Screen]):
    """Screens in the caller's reach, optionally of one `hall`, in one `state`, with one `tag`."""

    def get_queryset(self) -> QuerySet[Screen]:
        query = ScreenQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return super().get_queryset().filter(**query.conditions)


class ScreenDetail(_Visible, generics.RetrieveAPIView[Screen]):
    """One screen by its number."""


class PlayCountSerializer(serializers.ModelSerializer[PlayCount]):
    hall: Any = serializers.CharField(source="hall.region.code", read_only=True, help_text="Code of the hall where the screen was then.")
    is_day: Any = serializers.BooleanField(read_only=True, help_text="Counts of a whole day in Asia/Shanghai, which `hour` begins.")
    content: Any = serializers.IntegerField(source="version.content_id", read_only=True, default=None, help_text="Number of the content.")
    title: Any = serializers.CharField(source="version.content.title", read_only=True, default=None)
    advertiser: Any = serializers.CharField(source="version.content.advertiser", read_only=True, default=None)

    class Meta:
        model = PlayCount
        fields = ("hour", "is_day", "hall", "screen", "schedule", "item", "zone", "content", "title", "advertiser", "plays", "milliseconds")


@extend_schema_field(serializers.DateField())
class DayField(serializers.Field[Day, Any, str, Any]):
    """A day in Asia/Shanghai."""

    def to_internal_value(self, data: Any) -> Day:
        try:
            found = parse(str(data))
        except NotAPeriod:
            found = None
        if not isinstance(found, Day):
            raise serializers.ValidationError("A day like 2026-11-01.")
        return found


class ProofQuery(serializers.Serializer[Any]):
    """What proof of play can be narrowed by."""

    hall = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Code of a hall.")
    screen = serializers.IntegerField(required=False, min_value=0, max_value=_LARGEST, help_text="Number of a screen.")
    schedule = serializers.IntegerField(required=False, min_value=0, max_value=_LARGEST, help_text="Number of a schedule.")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language and cannot be an attribute."""
        first = DayField(required=False, help_text="First day, like 2026-11-01, in Asia/Shanghai.")
        return {"from": first, "to": DayField(required=False, help_text="Last day."), **super().get_fields()}

    @property
    def conditions(self) -> dict[str, Any]:
        found = _conditions(self, {"hall": "hall__region__code", "screen": "screen", "schedule": "schedule"})
        if first := self.validated_data.get("from"):
            found["hour__gte"] = first.start
        if last := self.validated_data.get("to"):
            found["hour__lt"] = last.end
        return found


@extend_schema(parameters=[ProofQuery])
class ProofOfPlay(generics.ListAPIView[PlayCount]):
    """How often and how long screens played items, by clock hour; what is older than 62 days, by day.

    Counters grow until the hour is over and its player was heard.
    """

    guard = Guard.permission(SignagePermission.VIEW)
    serializer_class: Any = PlayCountSerializer

    def get_queryset(self) -> QuerySet[PlayCount]:
        rows = visible_counts(self.request.access).select_related("hall__region", "version__content")  # type: ignore[attr-defined]
        query = ProofQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return rows.filter(**query.conditions)


def _conditions(query: serializers.Serializer[Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """What was asked for, by column; nothing for what was left empty."""
    return {columns[name]: value for name, value in query.validated_data.items() if name in columns and value != ""}
