"""Forms of content: facts, notices, and what an upload is begun with."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..models import Content
from ..services.library.content import Facts
from ..services.library.uploading import ContentValues
from .choices import RegionChoice, TagsField

_LOCAL = "%Y-%m-%dT%H:%M"
TONES = (("notice", _("Calm")), ("warning", _("Warning")), ("danger", _("Danger")))


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=[_LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%d"])


class FactsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of content"), choices=Content.Kind.choices)
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), help_text=_("Whose content it is; the regions below may use it.")
    )
    tags = TagsField(label=_("Tags"), max_length=200, required=False, help_text=_("Words with spaces or commas between them."))
    advertiser = forms.CharField(label=_("Advertiser"), max_length=80, required=False)
    valid_from = _moment(_("Valid from"))
    valid_to = _moment(_("Valid until"))
    licence_note = forms.CharField(
        label=_("Licence note"), max_length=300, required=False, help_text=_("Whose work it is, and until when it may be shown.")
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and start >= end:
            self.add_error("valid_to", _("The end lies before the start."))
        return cleaned

    @property
    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__dataclass_fields__})

    @property
    def values(self) -> ContentValues:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("title", "kind", "advertiser", "licence_note")}
        return ContentValues(**plain, tags=tuple(data["tags"]), valid_from=_iso(data["valid_from"]), valid_to=_iso(data["valid_to"]))


class UploadForm(FactsForm):
    name = forms.CharField(max_length=200)
    size = forms.IntegerField(min_value=1)


class ReplacementForm(forms.Form):
    name = forms.CharField(max_length=200)
    size = forms.IntegerField(min_value=1)


class NoticeForm(FactsForm):
    heading = forms.CharField(label=_("Heading"), max_length=80)
    body = forms.CharField(label=_("Text"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    tone = forms.ChoiceField(label=_("Tone"), choices=TONES, initial="notice")

    field_order = ("heading", "body", "tone", "title", "kind", "region", "tags", "advertiser", "valid_from", "valid_to", "licence_note")

    @property
    def text(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"title": data["heading"], "body": data["body"], "tone": data["tone"]}


class NoticeTextForm(forms.Form):
    """The next version of a notice."""

    heading = forms.CharField(label=_("Heading"), max_length=80)
    body = forms.CharField(label=_("Text"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    tone = forms.ChoiceField(label=_("Tone"), choices=TONES)

    @property
    def text(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"title": data["heading"], "body": data["body"], "tone": data["tone"]}


def initial_of_content(content: Content) -> dict[str, Any]:
    names = ("title", "kind", "region", "advertiser", "licence_note", "valid_from", "valid_to")
    return {name: getattr(content, name) for name in names} | {"tags": [tag.name for tag in content.tags.all()]}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
