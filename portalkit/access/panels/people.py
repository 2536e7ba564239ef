"""A user's grants and browsers in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portalkit.access.domain.browsers import browser_name
from portalkit.access.domain.roles import Role
from portalkit.access.models import Grant, User, UserSession
from portalkit.access.selectors.people import grants_of, is_current
from portalkit.access.selectors.roles import roles


@dataclass(frozen=True)
class GrantLine:
    """A grant with its role, None where this installation no longer has it."""

    grant: Grant
    role: Role | None
    is_current: bool


@dataclass(frozen=True)
class SessionLine:
    """A signed-in browser; `is_current`: the one that the page is shown in."""

    session: UserSession
    browser: str
    is_current: bool


def grant_lines(user: User, *, on: date) -> list[GrantLine]:
    return [GrantLine(grant=grant, role=roles().get(grant.role), is_current=is_current(grant, on=on)) for grant in grants_of(user)]


def session_lines(sessions: Iterable[UserSession], *, current_key: str | None) -> list[SessionLine]:
    """The one that the page is shown in comes first."""
    lines = [SessionLine(one, browser_name(one.browser), one.session_key == current_key) for one in sessions]
    return sorted(lines, key=lambda line: not line.is_current)
