"""Choices out of a list, one or several, and yes or no."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from portalkit.filters.domain.readings import Parameters, Reading, Remaining

from .base import Filter, Invalid, Scope, first, plain

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """`choices`: pairs of value and label, or a function that makes them. The value is a text, with `multiple` a tuple of texts.

    `where` replaces the plain lookup and gets the value.
    """

    choices: Choices | Callable[[], Choices] = ()
    multiple: bool = False
    where: Callable[[Any], Q] | None = None
    blank_label: Any = ""

    template: ClassVar[str] = "filters/_choice.html"

    def parse(self, sent: Parameters, scope: Scope) -> str | tuple[str, ...] | None:  # noqa: ARG002
        picked = tuple(dict.fromkeys(sent.get(self.key, ())))
        if not picked:
            return None
        known = {str(value) for value, _label in self._pairs()}
        if unknown := [text for text in picked if text not in known]:
            raise Invalid(_("“%(value)s” is not among the choices.") % {"value": unknown[0][:40]})
        return picked if self.multiple else picked[0]

    def condition(self, value: Any) -> Q:
        if self.where:
            return self.where(value)
        return Q(**{f"{self.path}__in": value}) if self.multiple else Q(**{self.path: value})

    def encode(self, value: Any) -> Parameters:
        values = value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
        return {self.key: tuple(plain(one) for one in values)}

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        labels = {str(code): str(label) for code, label in self._pairs()}
        picked = value if self.multiple else (value,)
        return [Remaining(labels[one], {self.key: tuple(other for other in picked if other != one)}) for one in picked]

    def control(self, reading: Reading, scope: Scope) -> Mapping[str, Any]:  # noqa: ARG002
        picked = set(reading.raw.get(self.key, ()))
        options = [{"value": value, "label": label, "selected": str(value) in picked} for value, label in self._pairs()]
        chosen = [str(option["label"]) for option in options if option["selected"]]
        return {"options": options, "multiple": self.multiple, "blank": self.blank_label or _("All"), "chosen": chosen}

    def _pairs(self) -> Choices:
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True)
class BooleanFilter(Filter):
    """Yes, no or either. The value is a bool; `where` replaces the plain lookup."""

    where: Callable[[bool], Q] | None = None
    yes_label: Any = ""
    no_label: Any = ""

    template: ClassVar[str] = "filters/_choice.html"

    def parse(self, sent: Parameters, scope: Scope) -> bool | None:  # noqa: ARG002
        text = first(sent, self.key)
        if not text:
            return None
        if text not in {"yes", "no"}:
            raise Invalid(_("Choose yes or no."))
        return text == "yes"

    def condition(self, value: Any) -> Q:
        return self.where(value) if self.where else Q(**{self.path: value})

    def encode(self, value: Any) -> Parameters:
        return {self.key: (value if isinstance(value, str) else "yes" if value else "no",)}

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(dict(self._pairs())["yes" if value else "no"])]

    def control(self, reading: Reading, scope: Scope) -> Mapping[str, Any]:  # noqa: ARG002
        picked = first(reading.raw, self.key)
        options = [{"value": value, "label": label, "selected": value == picked} for value, label in self._pairs()]
        return {"options": options, "blank": _("All")}

    def _pairs(self) -> list[tuple[str, str]]:
        return [("yes", str(self.yes_label or _("Yes"))), ("no", str(self.no_label or _("No")))]
