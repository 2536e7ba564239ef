"""The form of a command to several screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.commands import agreement
from ..domain.kinds import CommandKind
from ..models import Screen, ScreenCommand
from ..services.screens.commands import Order
from .screens import HoursMixin, hall_and_name


class CommandForm(HoursMixin):
    """`screens` are offered, all of them chosen. Asks once more before it sends: `confirmed` is a mark of what was agreed to."""

    kind = forms.ChoiceField(label=gettext_lazy("Command"), choices=ScreenCommand.Kind.choices, widget=forms.RadioSelect)
    volume = forms.IntegerField(label=gettext_lazy("Volume, %"), min_value=0, max_value=100, required=False)
    screens = forms.MultipleChoiceField(label=gettext_lazy("Screens"), widget=forms.CheckboxSelectMultiple)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, screens: list[Screen], **kwargs: Any) -> None:
        self._offered = {str(screen.pk): screen for screen in screens}
        initial = {"screens": list(self._offered), "always_on": True, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["screens"].choices = [(key, hall_and_name(screen)) for key, screen in self._offered.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == CommandKind.VOLUME and cleaned.get("volume") is None and "volume" not in self.errors:
            self.add_error("volume", _("Say how loud, from 0 to 100."))
        return cleaned

    @property
    def asks_hours(self) -> bool:
        return bool(self.cleaned_data.get("kind") == CommandKind.HOURS)

    @property
    def chosen(self) -> list[Screen]:
        """What a valid form says."""
        return [self._offered[key] for key in self.cleaned_data["screens"]]

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody agreed to just this order to just these screens."""
        return bool(self.cleaned_data["confirmed"] == self._agreement)

    @property
    def was_agreed_otherwise(self) -> bool:
        """Whether somebody agreed to something else than what the form says now."""
        return bool(self.cleaned_data["confirmed"]) and not self.is_confirmed

    def ask(self) -> None:
        """Sent again as it is shown, the form agrees to what it says."""
        sent = self.data.copy()  # type: ignore[attr-defined]
        sent["confirmed"] = self._agreement
        self.data = sent

    @property
    def order(self) -> Order:
        """What a valid form says."""
        kind = CommandKind(self.cleaned_data["kind"])
        if kind is CommandKind.VOLUME:
            return Order(kind, {"volume": self.cleaned_data["volume"]})
        return Order(kind, {"hours": self.hours}) if kind is CommandKind.HOURS else Order(kind)

    @property
    def _agreement(self) -> str:
        order = self.order
        return agreement(kind=order.kind.value, params=order.params, screens=[screen.pk for screen in self.chosen])
