"""Who did it: a user, a machine or the system itself. Kept as text, so that the record outlives the account."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    MACHINE = "machine"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """`identifier` is the primary key of the user or token as text; `address` the client's IP where there is one."""

    kind: ActorKind
    identifier: str = ""
    name: str = ""
    address: str = ""

    @property
    def user_id(self) -> int | None:
        return int(self.identifier) if self.kind is ActorKind.USER else None


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="system")
