"""The form of an emergency: as few fields as can be."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.targets import common_path
from ..models import Playlist, ScheduleRevision, Screen
from ..services.programme.emergencies import EmergencyValues
from .choices import PlaylistChoice, RegionChoices, ScreenChoices

UNTIL_ENDED = 0
_LASTS = (
    (15, _("15 minutes")),
    (60, _("1 hour")),
    (240, _("4 hours")),
    (UNTIL_ENDED, _("Until it is ended")),
)


class EmergencyForm(forms.Form):
    title = forms.CharField(label=_("Heading"), max_length=40, widget=forms.TextInput(attrs={"autofocus": True}))
    body = forms.CharField(label=_("Text"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=ScheduleRevision.Severity.choices, coerce=int, initial=ScheduleRevision.Severity.DANGER,
        help_text=_("If there are several, only the most severe is shown."),
    )  # fmt: skip
    regions = RegionChoices(label=_("Regions and halls"), queryset=Region.objects.none(), required=False)
    screens = ScreenChoices(label=_("Single screens"), queryset=Screen.objects.none(), required=False)
    minutes = forms.TypedChoiceField(label=_("Lasts"), choices=_LASTS, coerce=int, initial=60)
    playlist = PlaylistChoice(
        label=_("Playlist"), queryset=Playlist.objects.none(), required=False, help_text=_("Pictures or clips that follow the text.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Why nobody else was asked before. It is read at the review."))

    def __init__(
        self, *args: Any, regions: QuerySet[Region], screens: QuerySet[Screen], playlists: QuerySet[Playlist], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, rows in (("regions", regions), ("screens", screens), ("playlist", playlists)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`region`: whose emergency it is, the narrowest that has all of its places. Who announces it answers for it, and may end it."""
        cleaned = super().clean() or {}
        if self.errors.keys() & {"regions", "screens"}:
            return cleaned
        cleaned["regions"], cleaned["screens"] = list(cleaned["regions"]), list(cleaned["screens"])
        places = [region.path for region in cleaned["regions"]] + [screen.hall.region.path for screen in cleaned["screens"]]
        if not places:
            self.add_error("regions", _("Tick a region, a hall or a screen."))
            return cleaned
        allowed = self.fields["regions"].queryset  # type: ignore[attr-defined]
        cleaned["region"] = allowed.filter(path=common_path(places)).first()
        if cleaned["region"] is None:
            self.add_error("regions", _("They lie in no one region that you answer for: announce them one by one."))
        return cleaned

    def values(self, now: datetime) -> EmergencyValues:
        data = dict(self.cleaned_data)
        minutes = data.pop("minutes")
        return EmergencyValues(**data, ends_at=now + timedelta(minutes=minutes) if minutes else None)

    @property
    def fingerprint(self) -> str:
        """Names what a valid form says: what is confirmed is what was shown, and nothing typed since."""
        return sha256(repr(sorted((name, _said(value)) for name, value in self.cleaned_data.items())).encode()).hexdigest()


def _said(value: Any) -> str:
    return repr([_said(one) for one in value]) if isinstance(value, list) else str(getattr(value, "pk", value))
