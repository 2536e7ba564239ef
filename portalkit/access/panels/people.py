"""A user's grants in words."""

from dataclasses import dataclass
from datetime import date

from portalkit.access.domain.roles import Role
from portalkit.access.models import Grant, User
from portalkit.access.selectors.people import grants_of, is_current
from portalkit.access.selectors.roles import roles


@dataclass(frozen=True)
class GrantLine:
    """A grant with its role, None where this installation no longer has it."""

    grant: Grant
    role: Role | None
    is_current: bool


def grant_lines(user: User, *, on: date) -> list[GrantLine]:
    return [GrantLine(grant=grant, role=roles().get(grant.role), is_current=is_current(grant, on=on)) for grant in grants_of(user)]
