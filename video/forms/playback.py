"""What may be asked of footage: spans, days, cameras. Times without a zone are those of Shanghai."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(hours=25)
MOST_CAMERAS = 16


class SpanForm(forms.Form):
    """`from` and `to` as ISO 8601, at most a day and an hour apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.DateTimeField(
                label=label, error_messages={"invalid": _("Write a time like 2026-11-02T12:00:00."), "required": _("A time is missing.")}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("from"), cleaned.get("to")
        if start is not None and end is not None:
            if end <= start:
                raise forms.ValidationError(_("The end lies before the start."))
            if end - start > LONGEST:
                raise forms.ValidationError(_("Ask for 25 hours at most."))
        return cleaned

    @property
    def first_error(self) -> str:
        return next(str(error) for errors in self.errors.values() for error in errors)

    @property
    def start(self) -> datetime:
        found: datetime = self.cleaned_data["from"]
        return found

    @property
    def end(self) -> datetime:
        found: datetime = self.cleaned_data["to"]
        return found


class MomentForm(forms.Form):
    """The moment or the day that a player is opened at; what cannot be read is as if it were not there."""

    at = forms.DateTimeField(required=False)
    day = forms.DateField(required=False)
