"""Forms of screens."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefronts.models import Hall

from ..domain.days import USUAL_ZONE
from ..domain.hours import WEEK, BadParts, parts_text, read_parts
from ..domain.tag_names import BadTags, read_tags
from ..models import Layout, Screen
from ..panels.screens import WEEKDAYS
from ..services.screens.register import ScreenValues
from .widgets import LongSelect

MEGABYTE = 1_000_000
_CONTINENTS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
TAG_LIST = "known-tags"  # id of the <datalist> of the page


def zone_choices() -> list[tuple[str, str]]:
    """The time zones of places; those of ships and of old names are left out."""
    return [(name, name) for name in sorted(available_timezones()) if name.split("/")[0] in _CONTINENTS and "/" in name]


class HallChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Halls by long name and code."""

    widget = LongSelect

    def label_from_instance(self, obj: Hall) -> str:
        return f"{obj.region.long_name} ({obj.code})"


class PartsField(forms.CharField):
    """Day parts in one line; its value is a list as in `domain.hours`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)

    def clean(self, value: Any) -> Any:
        return parts_of(super().clean(value))


class TagsField(forms.CharField):
    """Tags between commas; its value is a list of names."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Tags"))
        kwargs.setdefault("help_text", gettext_lazy("Between commas. Schedules find screens by them."))
        super().__init__(required=False, max_length=1000, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return read_tags(super().clean(value))
        except BadTags as bad:
            text = _("The tag “{tag}” is too long.").format(tag=bad.tag) if bad.tag else _("These are too many tags.")
            raise forms.ValidationError(text) from None


class HoursMixin(forms.Form):
    """When a screen is on: always, or by a week of day parts. `hours` is what a valid form says."""

    always_on = forms.BooleanField(label=gettext_lazy("Always on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, label in enumerate(WEEKDAYS):
            attrs = {"placeholder": "08:30-18:00"}
            self.fields[f"day_{day}"] = PartsField(label=label, widget=forms.TextInput(attrs=attrs))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.asks_hours and not cleaned.get("always_on") and not any(cleaned.get(name) or name in self.errors for name in day_names()):
            self.add_error("always_on", _("Say at least for one day when the screen is on, or that it is always on."))
        return cleaned

    @property
    def asks_hours(self) -> bool:
        return True

    @property
    def hours(self) -> list[list[list[str]]]:
        if self.cleaned_data["always_on"]:
            return []
        return [self.cleaned_data[name] for name in day_names()]

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields of the week, for the page."""
        return [self[name] for name in day_names()]


class ScreenForm(HoursMixin):
    """`screen` None: a new one, whose hall is asked for too."""

    hall = HallChoice(label=gettext_lazy("Hall"), queryset=Hall.objects.none(), empty_label=gettext_lazy("Choose a hall"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("Like 大厅主屏 or 柜台二."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    orientation = forms.ChoiceField(label=gettext_lazy("Orientation"), choices=Screen.Orientation.choices)
    layout = forms.ModelChoiceField(
        label=gettext_lazy("Layout"), queryset=Layout.objects.none(), required=False, empty_label=gettext_lazy("One zone")
    )
    tags = TagsField(widget=forms.TextInput(attrs={"list": TAG_LIST, "autocomplete": "off"}))
    volume = forms.IntegerField(label=gettext_lazy("Volume, %"), min_value=0, max_value=100, initial=0)
    windows = PartsField(
        label=gettext_lazy("Download windows"),
        help_text=gettext_lazy("Like 22:00-06:00. Empty: at any time. Emergencies are fetched at once."),
    )
    megabytes = forms.IntegerField(
        label=gettext_lazy("Download limit, MB per hour"), min_value=1, max_value=1_000_000, required=False,
        help_text=gettext_lazy("Empty: no limit."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=zone_choices, initial=USUAL_ZONE, widget=LongSelect,
        help_text=gettext_lazy("Days and hours of schedules are told in it."),
    )  # fmt: skip
    field_order = ("hall", "name", "place", "orientation", "layout", "tags", "volume", "windows", "megabytes", "time_zone", "always_on")

    def __init__(self, *args: Any, halls: QuerySet[Hall], layouts: QuerySet[Layout], screen: Screen | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=kwargs.pop("initial", None) or initial_of(screen), **kwargs)
        self.fields["layout"].queryset = layouts  # type: ignore[attr-defined]
        self.fields["hall"].queryset = halls  # type: ignore[attr-defined]
        if screen is not None:
            del self.fields["hall"]

    @property
    def values(self) -> ScreenValues:
        """What a valid form says."""
        told = self.cleaned_data
        plain = {name: told[name] for name in ("name", "place", "orientation", "layout", "volume", "time_zone")}
        limit = told["megabytes"] * MEGABYTE if told["megabytes"] else None
        return ScreenValues(**plain, tags=tuple(told["tags"]), hours=self.hours, download_windows=told["windows"], bytes_per_hour=limit)

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields before the week."""
        return [self[name] for name in self.fields if name != "always_on" and name not in day_names()]


class MoveForm(forms.Form):
    """Where a screen goes."""

    hall = HallChoice(label=gettext_lazy("Hall"), queryset=Hall.objects.none(), empty_label=gettext_lazy("Choose a hall"))

    def __init__(self, *args: Any, halls: QuerySet[Hall], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hall"].queryset = halls  # type: ignore[attr-defined]


class TagsForm(forms.Form):
    """The tags of a screen, on its page."""

    tags = TagsField(widget=forms.TextInput(attrs={"list": TAG_LIST, "autocomplete": "off"}))


class PairForm(forms.Form):
    """The code that a screen shows."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("The eight letters and digits on the screen. Blanks, dashes and case do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "mono", "autofocus": True}
        ),
    )


def hall_and_name(screen: Screen) -> str:
    """How a screen is called in a list to choose from."""
    return f"{screen.hall.region.display_name} · {screen.name}"


def day_names() -> list[str]:
    """The names of the fields of a week."""
    return [f"day_{day}" for day in range(WEEK)]


def parts_of(text: str) -> list[list[str]]:
    """Raises ValidationError."""
    try:
        return read_parts(text)
    except BadParts as bad:
        said = _("“{text}” is no time like 08:30-18:00.").format(text=bad.text) if bad.text else _("At most six times a day.")
        raise forms.ValidationError(said) from None


def initial_of(screen: Screen | None) -> dict[str, Any]:
    """What the form shows of a screen; of none: always on."""
    if screen is None:
        return {"always_on": True}
    return {
        **{name: getattr(screen, name) for name in ("name", "place", "orientation", "layout", "volume", "time_zone")},
        "tags": tags_text(tag.name for tag in screen.tags.all()),
        "windows": parts_text(screen.download_windows),
        "megabytes": screen.bytes_per_hour // MEGABYTE or 1 if screen.bytes_per_hour else None,
        **initial_hours(screen),
    }


def initial_hours(screen: Screen) -> dict[str, Any]:
    """The week as text."""
    days = dict(zip(day_names(), (parts_text(parts) for parts in screen.hours), strict=False))
    return {"always_on": not screen.hours, **days}


def tags_text(names: Iterable[str]) -> str:
    return ", ".join(names)
