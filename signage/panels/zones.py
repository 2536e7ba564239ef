"""What a reader calls the parts of a screen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..domain.kinds import MAIN_ZONE

_NAMES: Mapping[str, Any] = {MAIN_ZONE: _("Main part"), "overlay": _("Ticker"), "emergency": _("Whole screen")}


def zone_label(name: str, titles: Mapping[str, str]) -> str:
    """The title that the screen's layout gives the zone, else what such a part is called everywhere."""
    return titles.get(name) or str(_NAMES.get(name, name))
