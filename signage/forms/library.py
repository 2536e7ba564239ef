"""What a person says of content, and of a file that is to come."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.regions.models import Region

from ..domain.notices import LONGEST_BODY, LONGEST_TITLE, Tone
from ..models import Content
from ..services.library.facts import ContentFacts
from ..services.library.uploading import FileToCome
from .choices import planned

MOST_TAGS = 12
LONGEST_TAG = 40
_LARGEST_NUMBER = 2**53
TONES = ((Tone.NOTICE.value, _("Calm")), (Tone.WARNING.value, _("Warning")), (Tone.DANGER.value, _("Danger")))


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.display_name} ({obj.code})"


class TagsField(forms.CharField):
    """Words between commas, as a tuple; each once."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        names = tuple(dict.fromkeys(name for part in re.split(r"[,，、;；]", text) if (name := " ".join(part.split()))))
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(_("At most %(count)s tags."), params={"count": MOST_TAGS})
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(_("A tag has at most %(count)s characters."), params={"count": LONGEST_TAG})
        return names


class FactsForm(forms.Form):
    """`regions` None: the region stays as it is."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of content"), choices=Content.Kind.choices)
    region = RegionChoice(
        label=_("Region"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("Who may show it: this region and everything below it."),
    )
    tags = TagsField(label=_("Tags"), required=False, max_length=500, help_text=_("Words to find it by, between commas."))
    valid_from = forms.DateTimeField(
        label=pgettext_lazy("moment", "Valid from"),
        required=False,
        validators=[planned],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    valid_to = forms.DateTimeField(
        label=_("Valid until"),
        required=False,
        validators=[planned],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Screens show it up to this moment, whatever the schedule says."),
    )
    advertiser = forms.CharField(
        label=_("Advertiser"), max_length=80, required=False, help_text=_("Who pays for it; proof of play is counted for them.")
    )
    licence_note = forms.CharField(
        label=_("Licence note"),
        max_length=300,
        required=False,
        help_text=_("Where pictures, music and fonts come from, and until when we may use them."),
    )

    def __init__(self, data: Any = None, *, regions: QuerySet[Region] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        if regions is None:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("valid_from"), cleaned.get("valid_to")
        if since and until and since >= until:
            self.add_error("valid_to", _("Has to be later than “Valid from”."))
        return cleaned

    @property
    def facts(self) -> ContentFacts:
        """Of a valid form."""
        found = self.cleaned_data
        return ContentFacts(
            title=found["title"] or "",
            kind=found["kind"],
            tags=found["tags"],
            advertiser=found["advertiser"],
            licence_note=found["licence_note"],
            valid_from=found["valid_from"],
            valid_to=found["valid_to"],
        )


class UploadForm(FactsForm):
    """For one file or several, which are then named after themselves."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the name of the file.")


class FileForm(forms.Form):
    """What a browser says of the file that it is about to send."""

    name = forms.CharField(max_length=500)
    size = forms.IntegerField(min_value=0, max_value=_LARGEST_NUMBER)
    modified = forms.IntegerField(min_value=0, max_value=_LARGEST_NUMBER, required=False)

    @property
    def file(self) -> FileToCome:
        """Of a valid form."""
        found = self.cleaned_data
        return FileToCome(name=found["name"], size=found["size"], modified=found["modified"] or 0)


class WordsForm(forms.Form):
    """What a notice says."""

    heading = forms.CharField(label=_("Heading"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"data-notice-part": "heading"}))
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, required=False, widget=forms.Textarea(attrs={"rows": 5, "data-notice-part": "body"})
    )
    tone = forms.ChoiceField(label=_("Tone"), choices=TONES, widget=forms.Select(attrs={"data-notice-part": "tone"}))

    @property
    def words(self) -> dict[str, Any]:
        """Of a valid form."""
        return {"heading": self.cleaned_data["heading"], "body": self.cleaned_data["body"], "tone": Tone(self.cleaned_data["tone"])}
