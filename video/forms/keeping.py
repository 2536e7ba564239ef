"""Days to keep, legal holds, evidence exports."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Camera


def moment_input() -> forms.DateTimeInput:
    """To the second, in the time of the halls."""
    return forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")


class KeepDaysForm(forms.Form):
    days = forms.IntegerField(label=_("Days to keep"), min_value=1, max_value=3650, required=False)
    whole_hall = forms.BooleanField(label=_("For all cameras of this hall"), required=False)

    def __init__(self, data: Any = None, *, legal_days: int, usual_days: int, **options: Any) -> None:
        super().__init__(data, **options)
        text = _("Empty: {usual} days, as everywhere.")
        if legal_days:
            text = _("Empty: {usual} days, as everywhere. Less than the legal minimum of {legal} days is lifted to it.")
        self.fields["days"].help_text = text.format(usual=usual_days, legal=legal_days)


class SpanForm(forms.Form):
    start = forms.DateTimeField(label=_("From"), widget=moment_input())
    end = forms.DateTimeField(label=_("To"), widget=moment_input())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The end lies before the begin."))
        return cleaned


class HoldForm(SpanForm):
    """The camera by its device id; only those offered are known."""

    gb_id = forms.CharField(label=_("Device id of the camera"), max_length=20, min_length=20)
    field_order = ("gb_id", "start", "end", "reason")

    def __init__(self, data: Any = None, *, cameras: QuerySet[Camera], **options: Any) -> None:
        super().__init__(data, **options)
        self._cameras = cameras

    def clean_gb_id(self) -> Camera:
        camera = self._cameras.filter(gb_id=self.cleaned_data["gb_id"]).first()
        if camera is None:
            raise forms.ValidationError(_("There is no camera of this id where you may place holds."))
        return camera


class ReleaseForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ExportForm(SpanForm):
    holds = forms.BooleanField(label=_("Also place a legal hold on this span"), required=False)

    def __init__(self, data: Any = None, *, may_hold: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["end"].help_text = _("At most 6 hours after the begin.")
        self.fields["reason"].help_text = _("It stands in the manifest and in the audit trail.")
        if not may_hold:
            del self.fields["holds"]
