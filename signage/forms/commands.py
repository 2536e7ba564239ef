"""The form of a command to several screens."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from portalkit.ui.domain.formats import number_text

from ..domain.commands import agreement
from ..domain.kinds import CommandKind
from ..models import Screen, ScreenCommand
from ..services.screens.commands import Order
from .screens import HoursMixin, hall_and_name


class CommandForm(HoursMixin):
    """`screens` can be told, by their keys; where they are few, `offered` has them to tick one by one, else `everyone` means them all.
    Nothing is ticked beforehand but what `initial` says. Asks once more before it sends: `confirmed` is a mark of what was agreed to.
    """

    use_required_attribute = False  # the browser would ask for a field that the chosen command does not show

    kind = forms.ChoiceField(
        label=gettext_lazy("Command"), choices=ScreenCommand.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the screens are to do.")},
    )  # fmt: skip
    volume = forms.IntegerField(
        label=gettext_lazy("Volume, %"), min_value=0, max_value=100,
        error_messages={"required": gettext_lazy("Say how loud, from 0 to 100.")},
    )  # fmt: skip
    screens = forms.MultipleChoiceField(
        label=gettext_lazy("Screens"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one screen.")},
    )  # fmt: skip
    everyone = forms.BooleanField(error_messages={"required": gettext_lazy("Tick that all of them are meant, or narrow the list.")})
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, screens: Sequence[int], offered: Sequence[Screen] = (), **kwargs: Any) -> None:
        self._meant = screens
        super().__init__(*args, initial={"always_on": True, **(kwargs.pop("initial", None) or {})}, **kwargs)
        if self.is_bound:
            self.fields["volume"].required = self.data.get("kind") == CommandKind.VOLUME
        if offered or not screens:
            self.fields["screens"].choices = [(screen.pk, hall_and_name(screen)) for screen in offered]  # type: ignore[attr-defined]
            del self.fields["everyone"]
        else:
            text = ngettext("The one screen that passes the filters", "All {count} screens that pass the filters", len(screens))
            self.fields["everyone"].label = text.format(count=number_text(len(screens)))
            del self.fields["screens"]

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
