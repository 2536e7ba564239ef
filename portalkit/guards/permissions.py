"""Guards as data and the decorators that attach them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
View = TypeVar("View", bound=Callable[..., object])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Permission(StrEnum):
    """Base of the apps' permission enums: a code, and a label in words for the forms that hand it out.

    VIEW = "complaints.view", _("See complaint figures and tickets")
    """

    label: Any

    def __new__(cls, code: str, label: Any) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class GuardKind(StrEnum):
    PERMISSION = "permission"
    SIGNED_IN = "signed_in"
    PUBLIC = "public"


@dataclass(frozen=True)
class Guard:
    """What a view asks of its caller. `read` serves GET, HEAD and OPTIONS, `write` every other method.

    `everywhere`: the permission must hold in every region, since what the view shows or changes belongs to none.
    """

    kind: GuardKind
    read: str = ""
    write: str = ""
    reason: str = ""
    before_second_factor: bool = False
    everywhere: bool = False

    @classmethod
    def permission(cls, read: StrEnum, *, write: StrEnum | None = None, everywhere: bool = False) -> "Guard":
        return cls(kind=GuardKind.PERMISSION, read=str(read), write=str(write or read), everywhere=everywhere)

    def lets(self, caller: "Caller", method: str | None) -> bool:
        """Whether a signed-in caller passes."""
        if self.kind is not GuardKind.PERMISSION:
            return True
        needed = self.needed(method)
        return caller.everywhere(needed) if self.everywhere else caller.can(needed)

    def needed(self, method: str | None) -> str:
        """The permission that this HTTP method needs."""
        return self.read if method in SAFE_METHODS else self.write


class Caller(Protocol):
    """What a capability below access knows of `request.access`."""

    @property
    def actor(self) -> Any: ...

    def can(self, permission: str) -> bool: ...

    def everywhere(self, permission: str) -> bool: ...

    def scope(self, permission: str, rows: QuerySet[Row], *, region: str = "region") -> QuerySet[Row]: ...


class GuardedRequest(HttpRequest):
    """A request that passed its view's guard."""

    access: Caller


def requires(read: StrEnum, *, write: StrEnum | None = None, everywhere: bool = False) -> Callable[[View], View]:
    return _attach(Guard.permission(read, write=write, everywhere=everywhere))


def signed_in(reason: str, *, before_second_factor: bool = False) -> Callable[[View], View]:
    return _attach(Guard(kind=GuardKind.SIGNED_IN, reason=reason, before_second_factor=before_second_factor))


def public(reason: str) -> Callable[[View], View]:
    return _attach(Guard(kind=GuardKind.PUBLIC, reason=reason))


def guard_of(view: object) -> Guard | None:
    """The guard of a view function, of a class-based view's function, or None where nobody said."""
    guard = getattr(view, "guard", None)
    if guard is None:
        guard = getattr(getattr(view, "cls", None) or getattr(view, "view_class", None), "guard", None)
    return guard if isinstance(guard, Guard) else None


def _attach(guard: Guard) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.guard = guard  # type: ignore[attr-defined]
        return view

    return decorate
