"""Only people judge, draw and answer."""

from portalkit.audit.domain.actors import Actor


class NotAPerson(Exception):
    """A machine or the system itself asked for what a person must answer for."""


def person_of(by: Actor) -> int:
    """The primary key of the user. Raises NotAPerson."""
    if by.user_id is None:
        raise NotAPerson(by.name)
    return by.user_id
