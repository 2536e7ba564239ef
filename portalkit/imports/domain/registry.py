"""The kinds of import that the installed apps declare. An app registers its own in `AppConfig.ready`."""

from .spec import ImportSpec

_SPECS: dict[str, ImportSpec] = {}


class UnknownKind(Exception):
    """No app declares this kind of import."""


def register(spec: ImportSpec) -> None:
    """Declares a kind. Declaring the same code again replaces it."""
    _SPECS[spec.code] = spec


def spec_of(code: str) -> ImportSpec:
    try:
        return _SPECS[code]
    except KeyError:
        raise UnknownKind(code) from None


def all_specs() -> tuple[ImportSpec, ...]:
    """Every declared kind, in the order of declaration."""
    return tuple(_SPECS.values())
