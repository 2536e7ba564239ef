"""Figures out of the cache."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from .domain.chart import SerialisedFigure, serialise

SECONDS_KEPT = 24 * 3600


def cached_figure(build: Callable[[], Mapping[str, Any]], *, key: str, version: object, filters: str) -> SerialisedFigure:
    """The figure as bytes ready to send; built only when data version, filters or language are new.

    `version` changes with the data (for example the last import and its time). `filters` is the query string of the bound filters
    together with what else bounds the view: above all the regions that the caller may see, when the data are scoped by them.
    """
    parts = "\x1f".join((key, str(version), filters, get_language() or ""))
    name = f"figure:{sha256(parts.encode()).hexdigest()}"
    text = cache.get(name)
    if text is None:
        text = serialise(build()).json
        cache.set(name, text, SECONDS_KEPT)
    return SerialisedFigure(text)
