"""Forms of forecasts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Forecast, Queue
from ..services.forecasts.making import LONGEST_DAYS
from ..services.forecasts.overriding import MOST_FACTOR
from .fields import QueueChoice

USUAL_DAYS = 28


class ForecastForm(forms.Form):
    queue = QueueChoice(label=_("Queue"), queryset=Queue.objects.none(), empty_label=None)
    horizon_days = forms.IntegerField(
        label=_("Days ahead"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("From today on, 120 at most. What is learned ends with the newest whole day of calls."),
    )

    def __init__(self, *args: Any, queues: QuerySet[Queue], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["queue"].queryset = queues  # type: ignore[attr-defined]


class OverrideForm(forms.Form):
    """Exactly one of factor and calls."""

    first_day = forms.DateField(label=_("From day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("To day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    factor = forms.FloatField(
        label=_("Factor"), min_value=0, max_value=MOST_FACTOR, required=False, help_text=_("Such as 1.15 for 15 % more. Or give the calls.")
    )
    calls = forms.FloatField(
        label=_("Calls a day"), min_value=0, max_value=1e7, required=False, help_text=_("Each of the days gets as many. Or give a factor.")
    )
    comment = forms.CharField(label=_("Comment"), max_length=300, help_text=_("What you know that the history does not."))

    def __init__(self, *args: Any, forecast: Forecast, **options: Any) -> None:
        super().__init__(*args, **options)
        self._forecast = forecast

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the start."))
        for name, day in (("first_day", first), ("last_day", last)):
            if day and not self._forecast.first_day <= day <= self._forecast.last_day:
                self.add_error(name, _("This day lies outside the forecast."))
        if not self.errors and (cleaned.get("factor") is None) == (cleaned.get("calls") is None):
            self.add_error(None, _("Give a factor or the calls, one of them."))
        return cleaned
