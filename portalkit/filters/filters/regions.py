"""A region with everything below it, out of the regions that the caller may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portalkit.filters.domain.readings import Parameters, Reading, Remaining

from .base import Filter, Invalid, RegionLike, Scope, first, plain


@dataclass(frozen=True)
class RegionFilter(Filter):
    """The value is a region; rows of its whole subtree pass. A region outside the caller's reach is as unknown as a misspelt one.

    `levels` bounds what the control offers (empty: all); the URL may name any region in reach.
    """

    levels: Sequence[str] = ("province", "prefecture", "county")

    template: ClassVar[str] = "filters/_choice.html"

    def parse(self, sent: Parameters, scope: Scope) -> RegionLike | None:
        code = first(sent, self.key)
        if not code:
            return None
        found = next((region for region in scope.regions_of(self.levels, code=code) if region.code == code), None)
        if found is None:
            raise Invalid(_("There is no region “%(code)s” that you may see.") % {"code": code[:40]})
        return found

    def condition(self, value: Any) -> Q:
        return Q(**{f"{self.path}__in": _subtree(value)})

    def encode(self, value: Any) -> Parameters:
        return {self.key: (plain(value),)}

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(_name(value))]

    def control(self, reading: Reading, scope: Scope) -> Mapping[str, Any]:
        picked = first(reading.raw, self.key)
        offered = scope.regions_of(self.levels, code=picked)
        top = min((_depth(region) for region in offered), default=0)
        options = [
            {"value": region.code, "label": "\u3000" * (_depth(region) - top) + _name(region), "selected": region.code == picked}
            for region in offered
        ]
        return {"options": options, "blank": _("All regions")}


def _subtree(region: Any) -> Any:
    return type(region)._default_manager.filter(path__startswith=region.path).values("pk")


def _depth(region: RegionLike) -> int:
    return region.path.count("/")


def _name(region: RegionLike) -> str:
    is_chinese = (get_language() or "").startswith("zh")
    return region.name if is_chinese else region.name_en or region.name
