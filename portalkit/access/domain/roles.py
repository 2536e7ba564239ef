"""Roles are code: a name, a sentence for humans, and permissions. And how far the grants of roles reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYWHERE = "/"


@dataclass(frozen=True)
class Role:
    """`name` and `description` are translatable text; `permissions` the values of the apps' permission enums."""

    code: str
    name: Any
    description: Any
    permissions: frozenset[str] = field(default_factory=frozenset)
    needs_second_factor: bool = False


Roles = Mapping[str, Role]


def reach(pairs: Iterable[tuple[str, str]], *, root_count: int) -> dict[str, frozenset[str]]:
    """From (permission, region path) pairs: per permission the outermost subtrees.

    A permission held on every root of the tree is held everywhere, also on rows that have no region (yet). With a second
    province in the tree, a grant on one province ends at it.
    """
    found: dict[str, set[str]] = {}
    for permission, path in pairs:
        found.setdefault(permission, set()).add(path)
    return {permission: _outermost(paths, root_count) for permission, paths in found.items()}


def _outermost(paths: set[str], root_count: int) -> frozenset[str]:
    roots = [path for path in paths if path.count("/") == 2]
    if root_count and len(roots) == root_count:
        return frozenset({EVERYWHERE})
    return frozenset(path for path in paths if not any(path != other and path.startswith(other) for other in paths))
