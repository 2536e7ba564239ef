"""What an action is called for readers. Apps name theirs when they start; an unnamed action shows its code."""

from collections.abc import Mapping
from typing import Any

_LABELS: dict[str, Any] = {}


def name_actions(labels: Mapping[str, Any]) -> None:
    """Adds labels (translatable text) by action code."""
    _LABELS.update(labels)


def action_label(code: str) -> str:
    return str(_LABELS.get(code, code))


def named_actions() -> dict[str, str]:
    """Every named action with its label in the reader's language, sorted by label."""
    return dict(sorted(((code, str(label)) for code, label in _LABELS.items()), key=lambda pair: pair[1]))
