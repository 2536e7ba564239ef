"""Message parameters as they fit into JSON."""

from collections.abc import Mapping
from typing import Any


def plain_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers, words and lists of words stay; everything else becomes its text."""
    return {name: _plain(value) for name, value in params.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return value if isinstance(value, int | float) else str(value)
