"""What a reader calls the parts of a screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..domain.kinds import MAIN_ZONE

_NAMES: Mapping[str, Any] = {MAIN_ZONE: _("Main part"), "overlay": _("Ticker"), "emergency": _("Whole screen")}


def zone_choices(titles: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Each zone by its name, with what layouts call it and the name: `主区 · main`."""
    return [(name, f"{' / '.join(found[:3]) or zone_label(name, {})} · {name}") for name, found in titles.items()]


def first_titles(titles: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """One title for each zone that has any."""
    return {name: found[0] for name, found in titles.items() if found}


def zone_label(name: str, titles: Mapping[str, str]) -> str:
    """The title that the screen's layout gives the zone, else what such a part is called everywhere."""
    return titles.get(name) or str(_NAMES.get(name, name))
