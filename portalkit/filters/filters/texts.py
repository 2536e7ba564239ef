"""Words to search for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from portalkit.filters.domain.readings import Parameters, Remaining

from .base import Filter, Invalid, Scope, first


@dataclass(frozen=True)
class TextFilter(Filter):
    """Text that any of `fields` (default: the one field) must hold. The value is trimmed and in half-width form.

    `where` replaces the lookup, for example with a search by fingerprint.
    """

    fields: Sequence[str] = ()
    lookup: str = "icontains"
    max_length: int = 100
    placeholder: Any = ""
    where: Callable[[str], Q] | None = None

    template: ClassVar[str] = "filters/_text.html"

    def parse(self, sent: Parameters, scope: Scope) -> str | None:  # noqa: ARG002
        text = first(sent, self.key)
        if len(text) > self.max_length:
            raise Invalid(_("At most %(count)s characters.") % {"count": self.max_length})
        return text or None

    def condition(self, value: Any) -> Q:
        if self.where:
            return self.where(value)
        found = Q()
        for path in self.fields or (self.path,):
            found |= Q(**{f"{path}__{self.lookup}": value})
        return found

    def encode(self, value: Any) -> Parameters:
        return {self.key: (str(value),)}

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(str(value))]
