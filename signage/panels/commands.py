"""Commands in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.commands import CommandState
from ..domain.hours import parts_text
from ..models import ScreenCommand
from .screens import WEEKDAYS

STATE_LABELS = {
    CommandState.WAITING: gettext_lazy("Waiting"),
    CommandState.DONE: gettext_lazy("Done"),
    CommandState.FAILED: gettext_lazy("Failed"),
    CommandState.EXPIRED: gettext_lazy("Expired"),
}
STATE_TONES = {
    CommandState.WAITING: "info",
    CommandState.DONE: "good",
    CommandState.FAILED: "bad",
    CommandState.EXPIRED: "warn",
}


def kind_text(kind: str) -> str:
    return str(dict(ScreenCommand.Kind.choices).get(kind, kind))


def told_text(kind: str, params: Mapping[str, Any]) -> str:
    """The command and what goes with it."""
    return " · ".join(filter(None, (kind_text(kind), params_text(kind, params))))


def params_text(kind: str, params: Mapping[str, Any]) -> str:
    """`30 %`, or the week."""
    if kind == ScreenCommand.Kind.VOLUME:
        return f"{params.get('volume', 0)} %"
    if kind != ScreenCommand.Kind.HOURS:
        return ""
    hours: list[Any] = params.get("hours") or []
    if not hours:
        return _("Always on")
    return "; ".join(f"{day} {parts_text(parts)}" for day, parts in zip(WEEKDAYS, hours, strict=False) if parts)
