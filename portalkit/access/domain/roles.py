"""Roles are code: a name, a sentence for humans, and permissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Role:
    """`name` and `description` are translatable text; `permissions` the values of the apps' permission enums."""

    code: str
    name: str
    description: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    needs_second_factor: bool = False


Roles = Mapping[str, Role]
