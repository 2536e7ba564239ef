"""What is shown where and when: playlists, schedules with their revisions, publications."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.access.models import User
from portalkit.approvals.models import Approvable
from portalkit.regions.models import Region

from ..domain import kinds
from .library import Content, ContentVersion
from .screens import Screen


class Playlist(models.Model):
    """Content in order. Changing it changes nothing on air: a schedule's revision takes a copy when it is submitted."""

    title = models.CharField(_("Title"), max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Owner"))
    changed_at = models.DateTimeField(_("Changed at"))

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class PlaylistItem(models.Model):
    """`duration_ms` empty: the content's own. Validity narrows the content's."""

    class Transition(models.TextChoices):
        CUT = kinds.Transition.CUT.value, _("Cut")
        FADE = kinds.Transition.FADE.value, _("Fade")
        SLIDE = kinds.Transition.SLIDE.value, _("Slide")

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("Position"))
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="playlist_items", verbose_name=_("Content"))
    duration_ms = models.PositiveIntegerField(_("Duration"), null=True, blank=True)
    transition = models.CharField(_("Transition"), max_length=6, choices=Transition.choices, default=Transition.FADE)
    valid_from = models.DateTimeField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateTimeField(_("Valid until"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["playlist", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["playlist", "position"], name="playlist_item_position_once"),
            models.CheckConstraint(condition=Q(duration_ms=None) | Q(duration_ms__gte=1000), name="playlist_item_lasts_a_second"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="playlist_item_valid_from_before_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.playlist_id} {self.position}"


class Schedule(models.Model):
    """A place in the programme. `on_air` is the revision that screens have; an edit waits beside it until it is approved.

    `title` is that of the revision on air, of one that was never on air that of its draft.
    """

    class Kind(models.TextChoices):
        LOOP = kinds.ScheduleKind.LOOP.value, _("Programme")
        ADVERT = kinds.ScheduleKind.ADVERT.value, _("Advert")
        OVERLAY = kinds.ScheduleKind.OVERLAY.value, _("Ticker")
        EMERGENCY = kinds.ScheduleKind.EMERGENCY.value, _("Emergency")
        DEFAULT = kinds.ScheduleKind.DEFAULT.value, _("Default")

    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    created_at = models.DateTimeField(_("Created at"))
    on_air = models.ForeignKey("ScheduleRevision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(pgettext_lazy("programme", "Withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in kinds.ScheduleKind]), name="schedule_kind_known"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(on_air=None), name="schedule_withdrawn_is_off_air"),
        ]

    def __str__(self) -> str:
        return self.title


class ScheduleRevision(Approvable):
    """One state of a schedule: what, where, when, how often. `items` is the frozen copy of the playlist, made when it is submitted.

    `items`: a list of `{"version": pk, "duration_ms": n, "transition": "...", "valid_from": ISO or null, "valid_to": ISO or null}`;
    validity is the narrower of content's and item's. `text` is what a ticker or an emergency says: `title`, `body`, `tone`.
    Where: in the schedule's own region if `is_whole_region`, else in `regions` or on `screens`, and with the tags. One whose places are all
    gone means no screen.
    When: `first_day` to `last_day` (inclusive, within `kinds.PLANNED`, None: for ever) in the screen's own zone, on days of `rrule`
    (empty: every day) that fall on `weekdays` (0 Monday … 6 Sunday; empty: all) and are no `exceptions` (ISO dates), as `holidays`
    says; at `day_parts`, a list of `["HH:MM", "HH:MM"]`, whose end at or before its start lies on the next day (equal: 24 hours);
    empty: the whole day.
    An emergency has no days: it lasts from `starts_at` to `ends_at` (None: until it is withdrawn).
    `share_seconds` and `plays_per_hour` are an advert's, one of them. `severity` and `reason` are an emergency's; it is on air while it
    waits for its review.
    """

    class Severity(models.IntegerChoices):
        NOTICE = kinds.Severity.NOTICE.value, pgettext_lazy("emergency", "Notice")
        WARNING = kinds.Severity.WARNING.value, _("Warning")
        DANGER = kinds.Severity.DANGER.value, _("Danger")

    class Holidays(models.TextChoices):
        IGNORE = kinds.HolidayRule.IGNORE.value, _("As on other days")
        SKIP = kinds.HolidayRule.SKIP.value, _("Not on public holidays")
        ONLY = kinds.HolidayRule.ONLY.value, _("On public holidays only")
        WORKDAYS = kinds.HolidayRule.WORKDAYS.value, _("On workdays only")
        DAYS_OFF = kinds.HolidayRule.DAYS_OFF.value, _("On days off only")

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("Revision"))
    title = models.CharField(_("Title"), max_length=120)
    playlist = models.ForeignKey(
        Playlist, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name=_("Playlist")
    )
    items = models.JSONField(default=list)
    text = models.JSONField(default=dict, blank=True)
    zone = models.SlugField(_("Zone"), max_length=20, blank=True, default=kinds.MAIN_ZONE)
    priority = models.PositiveSmallIntegerField(_("Priority"), default=5)
    order = models.PositiveSmallIntegerField(_("Order among equals"), default=0)
    severity = models.PositiveSmallIntegerField(_("Severity"), choices=Severity.choices, null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True, default="")
    share_seconds = models.PositiveSmallIntegerField(_("Share of voice, s per hour"), null=True, blank=True)
    plays_per_hour = models.PositiveSmallIntegerField(_("Plays per hour"), null=True, blank=True)
    is_whole_region = models.BooleanField(default=True)
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("Regions and halls"))
    screens = models.ManyToManyField(Screen, blank=True, related_name="+", verbose_name=_("Screens"))
    tags_any = models.JSONField(_("Any of these tags"), default=list, blank=True)
    tags_all = models.JSONField(_("All of these tags"), default=list, blank=True)
    tags_none = models.JSONField(_("None of these tags"), default=list, blank=True)
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"), null=True, blank=True)
    day_parts = models.JSONField(_("Day parts"), default=list, blank=True)
    weekdays = models.JSONField(_("Weekdays"), default=list, blank=True)
    rrule = models.CharField(_("Recurrence rule"), max_length=300, blank=True, default="")
    exceptions = models.JSONField(_("Days left out"), default=list, blank=True)
    holidays = models.CharField(_("Public holidays"), max_length=10, choices=Holidays.choices, default=Holidays.IGNORE)
    starts_at = models.DateTimeField(_("Starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Ends at"), null=True, blank=True)
    made_at = models.DateTimeField(_("Made at"))

    class Meta(Approvable.Meta):
        ordering: ClassVar[list[str]] = ["schedule", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Approvable.Meta.constraints,
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_revision_once"),
            models.CheckConstraint(condition=Q(priority__lte=kinds.HIGHEST_PRIORITY), name="schedule_priority_to_nine"),
            models.CheckConstraint(condition=Q(last_day=None) | Q(first_day__lte=F("last_day")), name="schedule_first_before_last"),
            models.CheckConstraint(
                condition=Q(first_day__range=kinds.PLANNED) & (Q(last_day=None) | Q(last_day__range=kinds.PLANNED)),
                name="schedule_days_planned",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, starts_at__lt=F("ends_at")), name="schedule_starts_before_ends"
            ),
            models.CheckConstraint(condition=Q(severity=None) | ~Q(reason=""), name="schedule_emergency_says_why"),
            models.CheckConstraint(condition=Q(share_seconds=None) | Q(plays_per_hour=None), name="schedule_share_or_plays"),
            models.CheckConstraint(
                condition=(Q(share_seconds=None) | Q(share_seconds__range=(1, 3600)))
                & (Q(plays_per_hour=None) | Q(plays_per_hour__range=(1, 360))),
                name="schedule_advert_fits_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} r{self.number}"

    def shows(self, versions: Collection[int]) -> bool:
        """Whether one of these content versions is among its items."""
        return any(item["version"] in versions for item in self.items)

    @property
    def stamp(self) -> str:
        """Names what was handed in: another one after it was taken back and handed in again."""
        return f"{self.pk}-{self.submitted_at.timestamp() if self.submitted_at else 0}"


class KnownCalendar(models.Model):
    """The public holidays by which screens were last told when to play: one row. `days` maps ISO dates to whether they are worked."""

    days = models.JSONField(default=dict)
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.CheckConstraint(condition=Q(pk=1), name="known_calendar_once")]

    def __str__(self) -> str:
        return f"{self.told_at:%F %T}"


class Publication(models.Model):
    """Something changed on air. Its `pk` is the revision that the screens it concerns are to have; it only rises.

    Once the list of its screens is swept away, `reached` of `concerned` screens is what it said last.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", _("Published")
        WITHDRAW = "withdraw", pgettext_lazy("programme", "Withdrawn")
        EMERGENCY = "emergency", _("Emergency")
        SETTINGS = "settings", _("Settings of screens")

    action = models.CharField(max_length=10, choices=Action.choices)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, null=True, blank=True, related_name="publications")
    revision = models.ForeignKey(ScheduleRevision, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("At"))
    by_name = models.CharField(max_length=150, blank=True, default="")
    swept_at = models.DateTimeField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    concerned = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(swept_at=None, reached=None, concerned=None)
                | Q(swept_at__isnull=False, reached__isnull=False, concerned__isnull=False, reached__lte=F("concerned")),
                name="publication_swept_with_its_figures",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], condition=Q(swept_at=None), name="publication_to_sweep"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class PublicationScreen(models.Model):
    """A screen that a publication concerns. It has it when its status's `complete_revision` has reached the publication."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="screens")
    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="publications")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["publication", "screen"], name="publication_screen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.screen_id}"


def versions_of(revision: ScheduleRevision) -> list[ContentVersion]:
    """The versions that a revision's frozen items name, in order, each once. One query."""
    wanted = list(dict.fromkeys(item["version"] for item in revision.items))
    found = ContentVersion.objects.select_related("content", "thumbnail").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]
