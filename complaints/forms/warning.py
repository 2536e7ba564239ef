"""The form of the thresholds of early warning."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import WarningRules
from ..services.warning import Thresholds

_PERCENTS = frozenset({"step", "share", "minor", "major", "critical"})


def _percent(label: Any, low: int, high: int, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, min_value=low, max_value=high, help_text=help_text)


class WarningRulesForm(forms.Form):
    """Shares are entered in per cent."""

    step = _percent(_("Smallest rise to find, in %"), 5, 200, _("A smaller one is found later, at the price of more false alarms."))
    share = _percent(_("False alarms in 100 days, in %"), 1, 50, _("How often a series without any change may raise an alarm."))
    fewest_daily = forms.FloatField(label=_("Watch from complaints a day"), min_value=1, max_value=1000)
    fewest_monthly = forms.FloatField(label=_("Chart from complaints a month"), min_value=1, max_value=10_000)
    sigmas = forms.FloatField(label=_("Limits at so many σ"), min_value=2, max_value=5)
    run = forms.IntegerField(label=_("Months on one side that make a shift"), min_value=6, max_value=15)
    minor = _percent(_("Minor from an excess of, in %"), 1, 1000)
    major = _percent(_("Major from an excess of, in %"), 1, 1000)
    critical = _percent(_("Critical from an excess of, in %"), 1, 1000)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Why the thresholds change; it stands in their history."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, rules: WarningRules) -> None:
        names = [name for name in self.base_fields if name != "reason"]
        initial = {name: _shown(name, getattr(rules, name)) for name in names}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        steps = [cleaned.get(name) for name in ("minor", "major", "critical")]
        if None not in steps and steps != sorted(steps):  # type: ignore[type-var]
            self.add_error("critical", _("The severities must go up."))
        return cleaned

    @property
    def thresholds(self) -> Thresholds:
        """Of a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Thresholds(**{name: value / 100 if name in _PERCENTS else value for name, value in values.items()})


def _shown(name: str, value: float) -> float:
    return round(value * 100, 2) if name in _PERCENTS else value
