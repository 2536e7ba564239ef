"""The URL table walked: every route with its name, guard and parameters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from portalkit.guards.permissions import Guard, guard_of


@dataclass(frozen=True)
class Route:
    """`name` as `reverse` takes it, "" for a route without one; `parameters` the names that its path asks for."""

    name: str
    path: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def guard(self) -> Guard | None:
        return guard_of(self.view)

    @property
    def is_api(self) -> bool:
        return hasattr(self.view, "cls")

    def __str__(self) -> str:
        return f"{self.name or '(no name)'} /{self.path}"


@cache
def routes() -> tuple[Route, ...]:
    return tuple(_walk(get_resolver().url_patterns, names=(), path="", parameters=()))


def _walk(patterns: list[Any], *, names: tuple[str, ...], path: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        deeper_path = path + str(entry.pattern)
        deeper_parameters = (*parameters, *_parameters(entry))
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry.url_patterns, names=inner, path=deeper_path, parameters=deeper_parameters)
        elif isinstance(entry, URLPattern):
            name = ":".join([*names, entry.name]) if entry.name else ""
            yield Route(name=name, path=deeper_path, view=entry.callback, parameters=deeper_parameters)


def _parameters(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    converters = getattr(entry.pattern, "converters", None) or {}
    return tuple(converters) or tuple(entry.pattern.regex.groupindex)
