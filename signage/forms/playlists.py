"""The form of a playlist: its title, and a form for each item."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.regions.models import Region

from ..domain.freezing import USUAL_MS
from ..models import Content, PlaylistItem
from ..services.programme.playlists import ItemValues
from .choices import RegionChoice, planned

MOST_ITEMS = 200
_LOCAL = "%Y-%m-%dT%H:%M"
_FORMATS = (_LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%d")
LENGTH_HELP = format_lazy(
    _("Without seconds a clip plays to its end and everything else stands {seconds} s; of a document, each page."), seconds=USUAL_MS // 1000
)


class NewPlaylistForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), help_text=_("Whose playlist it is; the regions below may use it.")
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)


class ContentField(forms.Field):
    """A content by its id, out of those given; a playlist of many items asks the database once."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.contents: Mapping[int, Content] = {}

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Content) else value

    def to_python(self, value: Any) -> Content | None:
        text = str(value or "")
        if not text:
            return None
        found = self.contents.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
        if found is None:
            raise forms.ValidationError(_("This content is no longer in the library, or out of your reach. Take the item out."))
        return found


def _moment_field(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=_FORMATS, validators=[planned])


class ItemForm(forms.Form):
    content = ContentField(label=_("Content"))
    seconds = forms.DecimalField(label=_("Seconds"), required=False, min_value=1, max_value=86_400, max_digits=8, decimal_places=3)
    transition = forms.ChoiceField(label=_("Transition"), choices=PlaylistItem.Transition.choices, initial=PlaylistItem.Transition.FADE)
    valid_from = _moment_field(pgettext_lazy("moment", "Valid from"))
    valid_to = _moment_field(_("Valid until"))

    def __init__(self, *args: Any, contents: Mapping[int, Content], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["content"].contents = contents  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Content | None:
        """What the item shows, for its heading; None in the form that new items are made from, and where it is gone."""
        field, value = self.fields["content"], self["content"].value()
        try:
            return value if isinstance(value, Content) else field.clean(value)
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and start >= end:
            self.add_error("valid_to", _("Has to be later than “Valid from”."))
        return cleaned

    @property
    def values(self) -> ItemValues:
        data = self.cleaned_data
        seconds: Decimal | None = data["seconds"]
        return ItemValues(
            content=data["content"],
            duration_ms=None if seconds is None else int(seconds * 1000),
            transition=data["transition"],
            valid_from=_moment(data["valid_from"]),
            valid_to=_moment(data["valid_to"]),
        )


ItemForms = forms.formset_factory(
    ItemForm, extra=0, can_order=True, can_delete=True, max_num=MOST_ITEMS, validate_max=True, absolute_max=MOST_ITEMS + 1
)


def values_of(forms_of_items: "forms.BaseFormSet[ItemForm]") -> list[ItemValues]:
    """The kept items of a valid set, in the order that their numbers say."""
    return [form.values for form in forms_of_items.ordered_forms]


def initial_of_items(items: list[PlaylistItem]) -> list[dict[str, Any]]:
    return [
        {
            "content": item.content,
            "seconds": None if item.duration_ms is None else (Decimal(item.duration_ms) / 1000).normalize(),
            "transition": item.transition,
            "valid_from": item.valid_from,
            "valid_to": item.valid_to,
        }
        for item in items
    ]


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
