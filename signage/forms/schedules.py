"""The form of a schedule. What counts for its kind is asked, nothing else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.kinds import HIGHEST_PRIORITY, MAIN_ZONE, PLANNED, ScheduleKind
from ..domain.recurrence import LONGEST_RULE, BadRule, check_rule
from ..models import Playlist, ScheduleRevision, Screen
from ..selectors.playlists import items_of
from ..selectors.reach import out_of_reach
from ..services.programme.schedules import ScheduleValues
from .choices import DayPartsField, DaysField, PlaylistChoice, RegionChoice, RegionChoices, ScreenChoices, TagsField

_DAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
_RULES = {
    "unreadable": _("This is no recurrence rule. Write one like FREQ=MONTHLY;BYMONTHDAY=1."),
    "part": _("The part {part} is not taken: hours belong into the day parts, the first day into its field."),
    "frequency": _("The rule is DAILY, WEEKLY, MONTHLY or YEARLY."),
    "bounds": _("INTERVAL goes to 400, COUNT to 10000."),
    "never": _("The rule names no day from the first day on."),
}
_UNUSED = {
    ScheduleKind.LOOP: {"share_seconds", "plays_per_hour", "text_title", "text_body"},
    ScheduleKind.ADVERT: {"text_title", "text_body"},
    ScheduleKind.OVERLAY: {"playlist", "zone", "share_seconds", "plays_per_hour"},
    ScheduleKind.DEFAULT: {
        "text_title", "text_body", "share_seconds", "plays_per_hour", "day_parts", "weekdays", "rrule", "exceptions", "holidays",
    },
}  # fmt: skip


def _day(label: Any, **options: Any) -> forms.DateField:
    first, last = PLANNED
    widget = forms.DateInput(attrs={"type": "date", "min": first.isoformat(), "max": last.isoformat()}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[MinValueValidator(first), MaxValueValidator(last)], **options)


_SECTIONS = (
    (_("What"), ("title", "playlist", "text_title", "text_body")),
    (_("Where"), ("region", "regions", "screens", "tags_any", "tags_all", "tags_none", "zone")),
    (_("When"), ("first_day", "last_day", "day_parts", "weekdays", "holidays", "exceptions", "rrule")),
    (_("How often, and before whom"), ("plays_per_hour", "share_seconds", "priority", "order")),
)
_USUAL_RULES = (
    ("FREQ=WEEKLY;INTERVAL=2", _("Every second week, from the first day")),
    ("FREQ=DAILY;INTERVAL=2", _("Every second day")),
    ("FREQ=MONTHLY;BYMONTHDAY=1", _("The first of each month")),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", _("The last day of each month")),
    ("FREQ=MONTHLY;BYDAY=1MO", _("The first Monday of each month")),
    ("FREQ=MONTHLY;BYDAY=-1FR", _("The last Friday of each month")),
    ("FREQ=YEARLY", _("Once a year, on the first day's date")),
)


class ScheduleForm(forms.Form):
    """`kind` is a ScheduleKind other than an emergency; the querysets and `zones` (names with labels) are what the caller may choose. A
    zone that a schedule names already may stay, though no layout has it any more."""

    title = forms.CharField(label=_("Title"), max_length=120)
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), help_text=_("Whose schedule it is. Its screens lie in this region.")
    )
    playlist = PlaylistChoice(label=_("Playlist"), queryset=Playlist.objects.none())
    text_title = forms.CharField(label=_("Heading"), max_length=80, required=False)
    text_body = forms.CharField(label=_("Text"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    zone = forms.ChoiceField(
        label=_("Zone"), required=False, initial=MAIN_ZONE,
        help_text=_("Where on the screen. A screen whose layout lacks the zone does not show it."),
        error_messages={"invalid_choice": _("No layout that you see has a zone called %(value)s.")},
    )  # fmt: skip
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=0,
        max_value=HIGHEST_PRIORITY,
        initial=5,
        help_text=_("0 to 9. The highest has the zone alone; equals take turns."),
    )
    order = forms.IntegerField(
        label=_("Order among equals"), min_value=0, max_value=999, initial=0, required=False, help_text=_("The smaller comes first.")
    )
    plays_per_hour = forms.IntegerField(label=_("Plays per hour"), min_value=1, max_value=360, required=False)
    share_seconds = forms.IntegerField(
        label=_("Share of voice, s per hour"),
        min_value=1,
        max_value=3600,
        required=False,
        help_text=_("One of the two: plays, or seconds an hour."),
    )
    regions = RegionChoices(
        label=_("Regions and halls"),
        queryset=Region.objects.none(),
        required=False,
        help_text=_("Nothing ticked, no screen either: the whole region above."),
    )
    screens = ScreenChoices(label=_("Single screens"), queryset=Screen.objects.none(), required=False)
    tags_any = TagsField(label=_("Any of these tags"), max_length=200, required=False)
    tags_all = TagsField(label=_("All of these tags"), max_length=200, required=False)
    tags_none = TagsField(label=_("None of these tags"), max_length=200, required=False)
    first_day = _day(_("From day"))
    last_day = _day(_("To day"), required=False, help_text=_("Empty: until it is withdrawn."))
    day_parts = DayPartsField(
        label=_("Day parts"), max_length=200, required=False,
        help_text=_("Like 08:00-12:00 14:00-18:00; an end before its start lies on the next day. Empty: the whole day."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=_DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-row"}),
        help_text=_("None ticked: all."),
    )
    holidays = forms.ChoiceField(
        label=_("Public holidays"), choices=ScheduleRevision.Holidays.choices, initial=ScheduleRevision.Holidays.IGNORE
    )
    exceptions = DaysField(label=_("Days left out"), max_length=1000, required=False, help_text=_("Like 2026-10-01 2026-10-02."))
    rrule = forms.CharField(
        label=_("Recurrence rule"), max_length=LONGEST_RULE, required=False,
        widget=forms.TextInput(attrs={"list": "rules", "autocomplete": "off"}),
        help_text=_("For what weekdays cannot say: choose one of the list, or write as iCalendar does. Empty: every day."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        kind: str,
        regions: QuerySet[Region],
        screens: QuerySet[Screen],
        playlists: QuerySet[Playlist],
        zones: Sequence[tuple[str, Any]] = ((MAIN_ZONE, MAIN_ZONE),),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind = ScheduleKind(kind)
        for name in _UNUSED[self.kind]:
            del self.fields[name]
        querysets: dict[str, Any] = {"region": regions, "regions": regions, "screens": screens, "playlist": playlists}
        for name, rows in querysets.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if "zone" in self.fields:
            self._offer_zones(zones)
        if self.kind is ScheduleKind.ADVERT:
            self.fields["priority"].help_text = _(
                "0 to 9. An advert is shown only while no programme of a higher priority has its zone; adverts take turns among themselves."
            )
        if self.kind is ScheduleKind.OVERLAY:
            self.fields["priority"].help_text = _("0 to 9. Of several tickers the highest is shown alone; of equals the first.")

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings; a heading without fields is left out."""
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in _SECTIONS]
        return [(heading, fields) for heading, fields in found if fields]

    @property
    def unread(self) -> list[tuple[Any, str]]:
        """Fields that say something which cannot be used, with why; of a form that is still being filled, those left empty say nothing."""
        wrong = {name: [one for one in errors if one.code != "required"] for name, errors in self.errors.as_data().items()}
        return [
            (self[name].label, text) for name, errors in wrong.items() if name in self.fields for one in errors for text in one.messages
        ]

    @property
    def rules(self) -> list[tuple[str, Any]]:
        """Recurrence rules to choose from, with what they mean."""
        return list(_USUAL_RULES)

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"])
        return zone or ("" if self.kind is ScheduleKind.DEFAULT else MAIN_ZONE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the start."))
        if self.kind is ScheduleKind.ADVERT and bool(cleaned.get("plays_per_hour")) == bool(cleaned.get("share_seconds")):
            code = "both" if cleaned.get("plays_per_hour") else "required"
            self.add_error("share_seconds", forms.ValidationError(_("Give one of the two: plays per hour, or seconds an hour."), code=code))
        if cleaned.get("rrule") and first:
            self._check_rule(cleaned)
        self._check_target(cleaned)
        return cleaned

    @property
    def values(self) -> ScheduleValues:
        data = dict(self.cleaned_data)
        text = {"title": data.pop("text_title", ""), "body": data.pop("text_body", "")}
        data["order"] = data["order"] or 0
        data["regions"], data["screens"] = list(data["regions"]), list(data["screens"])
        return ScheduleValues(**data, text=text if any(text.values()) else {})

    def _offer_zones(self, zones: Sequence[tuple[str, Any]]) -> None:
        known = self.initial.get("zone")
        kept = [(known, known)] if known and known not in dict(zones) else []
        anywhere = [("", _("Whatever zone has nothing else"))] if self.kind is ScheduleKind.DEFAULT else []
        field: Any = self.fields["zone"]
        field.choices = [*anywhere, *zones, *kept]
        if anywhere:
            field.initial, field.help_text = "", ""

    def _check_rule(self, cleaned: dict[str, Any]) -> None:
        try:
            check_rule(cleaned["rrule"], first_day=cleaned["first_day"])
        except BadRule as bad:
            self.add_error("rrule", str(_RULES[bad.code]).format(part=bad.part))

    def _check_target(self, cleaned: dict[str, Any]) -> None:
        region = cleaned.get("region")
        if region is None:
            return
        if any(not one.path.startswith(region.path) for one in cleaned.get("regions") or ()):
            self.add_error("regions", _("All of them lie in the schedule's own region."))
        if any(not one.hall.region.path.startswith(region.path) for one in cleaned.get("screens") or ()):
            self.add_error("screens", _("All of them lie in the schedule's own region."))
        if playlist := cleaned.get("playlist"):
            self._check_reach(playlist, cleaned)

    def _check_reach(self, playlist: Playlist, cleaned: dict[str, Any]) -> None:
        places = [one.path for one in cleaned.get("regions") or ()] + [one.hall.region.path for one in cleaned.get("screens") or ()]
        contents = (item.content for item in items_of(playlist))
        beyond = out_of_reach(contents, places or [cleaned["region"].path])
        if beyond:
            titles = ", ".join(dict.fromkeys(f"{content.title} ({content.region.display_name})" for content in beyond))
            text = _("Content is shown in its own region and below it only; this schedule reaches further: {titles}")
            self.add_error("playlist", str(text).format(titles=titles))


def initial_of_revision(revision: ScheduleRevision) -> dict[str, Any]:
    names = (
        "playlist", "zone", "priority", "order", "share_seconds", "plays_per_hour", "tags_any", "tags_all", "tags_none", "first_day",
        "last_day", "day_parts", "weekdays", "rrule", "exceptions", "holidays",
    )  # fmt: skip
    return {
        **{name: getattr(revision, name) for name in names},
        "title": revision.title,
        "region": revision.schedule.region,
        "regions": list(revision.regions.all()),
        "screens": list(revision.screens.all()),
        "text_title": revision.text.get("title", ""),
        "text_body": revision.text.get("body", ""),
    }
