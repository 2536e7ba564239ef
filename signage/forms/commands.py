"""The form of a command to several screens."""

from collections.abc import Sequence
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
    """`screens` are meant, by their keys; where they are few, `offered` has them to tick one by one. Asks once more before it sends:
    `confirmed` is a mark of what was agreed to.
    """

    kind = forms.ChoiceField(label=gettext_lazy("Command"), choices=ScreenCommand.Kind.choices, widget=forms.RadioSelect)
    volume = forms.IntegerField(label=gettext_lazy("Volume, %"), min_value=0, max_value=100, required=False)
    screens = forms.MultipleChoiceField(label=gettext_lazy("Screens"), widget=forms.CheckboxSelectMultiple)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, screens: Sequence[int], offered: Sequence[Screen] = (), **kwargs: Any) -> None:
        self._meant = screens
        initial = {"screens": screens, "always_on": True, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        if offered or not screens:
            self.fields["screens"].choices = [(screen.pk, hall_and_name(screen)) for screen in offered]  # type: ignore[attr-defined]
        else:
            del self.fields["screens"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == CommandKind.VOLUME and cleaned.get("volume") is None and "volume" not in self.errors:
            self.add_error("volume", _("Say how loud, from 0 to 100."))
        return cleaned

    @property
    def asks_hours(self) -> bool:
        return bool(self.cleaned_data.get("kind") == CommandKind.HOURS)

    @property
    def chosen(self) -> list[int]:
        """The keys of the screens that a valid form says."""
        return [int(key) for key in self.cleaned_data.get("screens", self._meant)]

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
        return agreement(kind=order.kind.value, params=order.params, screens=self.chosen)
