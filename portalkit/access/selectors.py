"""What a caller may do and see. `access.scope(...)` is the one filter that every queryset goes through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string

from portalkit.audit.domain.actors import Actor
from portalkit.regions.models import Region

from .domain.roles import Role
from .models import Grant, MachineToken, User

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Access:
    """A caller's permissions, each with the region paths it holds in.

    `paths` maps a permission to the roots of the subtrees where the caller has it; `"/"` means every region.
    """

    actor: Actor
    paths: Mapping[str, frozenset[str]] = field(default_factory=dict)
    user: User | None = None
    token: MachineToken | None = None

    def can(self, permission: str) -> bool:
        return bool(self.paths.get(str(permission)))

    def covers(self, permission: str, region: Region) -> bool:
        return any(region.path.startswith(root) for root in self.paths.get(str(permission), ()))

    def everywhere(self, permission: str) -> bool:
        return "/" in self.paths.get(str(permission), ())

    def scope(self, permission: str, rows: QuerySet[Row], *, region: str = "region") -> QuerySet[Row]:
        """The rows whose region (`region` names the foreign key, "" for Region itself) lies where the caller has the permission."""
        roots = self.paths.get(str(permission), frozenset())
        if "/" in roots:
            return rows
        if not roots:
            return rows.none()
        if not region:
            return rows.filter(_below(roots))
        return rows.filter(**{f"{region}__in": Region.objects.filter(_below(roots)).values("pk")})

    def regions(self, permission: str) -> QuerySet[Region]:
        """The regions where the caller has the permission."""
        return self.scope(permission, Region.objects.all(), region="")


def access_of_user(user: User, *, on: date) -> Access:
    """The access that a user's grants give on a day."""
    current = (
        Grant.objects.filter(user=user).filter(Q(valid_from=None) | Q(valid_from__lte=on)).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    )
    pairs = [
        (permission, _root(grant.region))
        for grant in current.select_related("region")
        if grant.role in roles()
        for permission in roles()[grant.role].permissions
    ]
    return Access(actor=user.actor, paths=_paths(pairs), user=user)


def access_of_token(token: MachineToken) -> Access:
    return Access(actor=token.actor, paths=_paths((permission, _root(token.region)) for permission in token.permissions), token=token)


def system_access(actor: Actor, permissions: Iterable[str]) -> Access:
    """Access everywhere, for management commands and scheduled work."""
    return Access(actor=actor, paths=_paths((str(permission), "/") for permission in permissions))


@cache
def roles() -> Mapping[str, Role]:
    """The roles of this installation, by code (setting NOC_ROLES)."""
    found: Any = import_string(settings.NOC_ROLES)
    return {role.code: role for role in found}


def _root(region: Region) -> str:
    """A grant on the province is a grant on everything, also on rows that have no region yet."""
    return "/" if region.parent_id is None else region.path


def _paths(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for permission, root in pairs:
        found.setdefault(str(permission), set()).add(root)
    return {permission: frozenset(roots) for permission, roots in found.items()}


def _below(roots: Iterable[str]) -> Q:
    condition = Q()
    for root in roots:
        condition |= Q(path__startswith=root)
    return condition
