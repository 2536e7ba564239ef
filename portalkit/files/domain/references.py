"""Who refers to stored files other than by a foreign key. An app registers itself in `AppConfig.ready`."""

from collections.abc import Callable, Iterable

References = Callable[[], Iterable[int]]
_REFERENCES: dict[str, References] = {}


def register(name: str, references: References) -> None:
    """`references()` gives the ids of the stored files still needed. The same name again replaces it."""
    _REFERENCES[name] = references


def referenced_ids() -> set[int]:
    """Every id that somebody registered still needs."""
    return {pk for references in _REFERENCES.values() for pk in references()}
