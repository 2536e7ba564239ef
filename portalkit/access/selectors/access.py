"""What a caller may do and see. `access.scope(...)` is the one filter that every queryset goes through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from portalkit.access.domain.roles import EVERYWHERE, Role, reach
from portalkit.access.models import Grant, MachineToken, Preference, User
from portalkit.audit.domain.actors import Actor
from portalkit.regions.models import Region

from .roles import roles

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Access:
    """A caller's permissions, each with the region paths it holds in.

    `paths` maps a permission to the roots of the subtrees where the caller has it; `"/"` means every region, and rows without one.
    """

    actor: Actor
    paths: Mapping[str, frozenset[str]] = field(default_factory=dict)
    user: User | None = None
    token: MachineToken | None = None
    needs_second_factor: bool = False

    def can(self, permission: str) -> bool:
        """Somewhere, at least."""
        return bool(self.paths.get(str(permission)))

    def covers(self, permission: str, region: Region) -> bool:
        return any(region.path.startswith(root) for root in self.paths.get(str(permission), ()))

    def everywhere(self, permission: str) -> bool:
        return EVERYWHERE in self.paths.get(str(permission), ())

    def scope(self, permission: str, rows: QuerySet[Row], *, region: str = "region") -> QuerySet[Row]:
        """The rows whose region (`region` names the foreign key, "" for Region itself) lies where the caller has the permission."""
        return _scoped(rows, self.paths.get(str(permission), frozenset()), region)

    def regions(self, permission: str) -> QuerySet[Region]:
        """The regions where the caller has the permission."""
        return self.scope(permission, Region.objects.all(), region="")

    def visible_regions(self) -> QuerySet[Region]:
        """The regions where the caller has any permission at all; what a region picker offers."""
        return _scoped(Region.objects.all(), frozenset().union(*self.paths.values()), "")

    def may_give(self, role: Role, region: Region) -> bool:
        """Nobody hands out more than they hold themselves."""
        return all(self.covers(permission, region) for permission in role.permissions)

    @cached_property
    def preferences(self) -> dict[str, Any]:
        """What the user set for the user's own eyes, by key; read once a request. Empty for machines."""
        return dict(Preference.objects.filter(user=self.user).values_list("key", "value")) if self.user else {}


class PortalRequest(HttpRequest):
    """A request that passed its view's guard: `user` is signed in wherever the guard is not `public`."""

    access: Access
    user: User
    htmx: HtmxDetails
    request_id: str


def access_of_user(user: User, *, on: date, address: str = "") -> Access:
    """The access that a user's grants give on a day. One query."""
    current = Grant.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gt=on),
        user=user,
        role__in=list(roles()),
    ).values_list("role", "region__path", _root_count())
    rows = list(current)
    pairs = [(str(permission), path) for role, path, _ in rows for permission in roles()[role].permissions]
    return Access(
        actor=user.actor_at(address),
        paths=reach(pairs, root_count=rows[0][2] if rows else 0),
        user=user,
        needs_second_factor=any(roles()[role].needs_second_factor for role, _, _ in rows),
    )


def access_of_token(token: MachineToken, *, address: str = "") -> Access:
    """The access that a machine's token gives: the permissions listed on it, in its region's subtree. One query."""
    path, root_count = Region.objects.filter(pk=token.region_id).values_list("path", _root_count()).get()
    pairs = [(str(permission), path) for permission in token.permissions]
    return Access(actor=token.actor_at(address), paths=reach(pairs, root_count=root_count), token=token)


def system_access(actor: Actor, permissions: Iterable[str]) -> Access:
    """Access everywhere, for management commands and scheduled work."""
    return Access(actor=actor, paths={str(permission): frozenset({EVERYWHERE}) for permission in permissions})


def _root_count() -> Coalesce:
    roots = Region.objects.filter(parent=None).order_by().values("parent").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(roots), 0)


def _scoped(rows: QuerySet[Row], roots: frozenset[str], region: str) -> QuerySet[Row]:
    if EVERYWHERE in roots:
        return rows
    if not roots:
        return rows.none()
    inside = Q()
    for root in sorted(roots):
        inside |= Q(path__startswith=root)
    if not region:
        return rows.filter(inside)
    return rows.filter(**{f"{region}__in": Region.objects.filter(inside).values("pk")})
