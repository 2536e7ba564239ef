from enum import StrEnum

import pytest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portalkit.guards.permissions import Guard, GuardKind, guard_of, public, requires, signed_in


class Permission(StrEnum):
    SEE = "thing.see"
    CHANGE = "thing.change"


def _view(*_: object) -> None:
    """A view without a guard."""


@pytest.mark.parametrize(
    ("method", "needed"),
    [("GET", "thing.see"), ("HEAD", "thing.see"), ("POST", "thing.change"), ("DELETE", "thing.change"), (None, "thing.change")],
)
def test_every_method_that_is_not_a_read_needs_the_write_permission(method: str | None, needed: str) -> None:
    assert Guard.permission(Permission.SEE, write=Permission.CHANGE).needed(method) == needed


def test_without_a_write_permission_the_read_one_serves_every_method() -> None:
    assert Guard.permission(Permission.SEE).needed("POST") == "thing.see"


def test_a_guard_is_seen_through_other_decorators() -> None:
    assert guard_of(require_POST(never_cache(requires(Permission.SEE)(lambda *_: None)))) == Guard.permission(Permission.SEE)


def test_a_guard_of_a_class_is_seen_at_its_function() -> None:
    class View:
        guard = Guard.permission(Permission.SEE)

    def function() -> None:
        """What `as_view` makes."""

    function.cls = View  # type: ignore[attr-defined]
    assert guard_of(function) == View.guard


@pytest.mark.parametrize("nothing", [_view, object(), None])
def test_a_view_without_a_guard_has_none(nothing: object) -> None:
    assert guard_of(nothing) is None


def test_reasons_are_kept_for_the_reviewer() -> None:
    one, other = (
        guard_of(public("anyone may")(lambda *_: None)),
        guard_of(signed_in("own rows", before_second_factor=True)(lambda *_: None)),
    )
    assert one == Guard(kind=GuardKind.PUBLIC, reason="anyone may")
    assert other == Guard(kind=GuardKind.SIGNED_IN, reason="own rows", before_second_factor=True)


class _Caller:
    """Holds a permission in one region only."""

    actor = None

    def can(self, permission: str) -> bool:
        return permission == Permission.SEE

    def everywhere(self, permission: str) -> bool:
        return False


def test_what_belongs_to_no_region_asks_for_the_permission_everywhere() -> None:
    caller = _Caller()
    assert Guard.permission(Permission.SEE).lets(caller, "GET")  # type: ignore[arg-type]
    assert not Guard.permission(Permission.SEE, everywhere=True).lets(caller, "GET")  # type: ignore[arg-type]
    assert not Guard.permission(Permission.SEE, write=Permission.CHANGE).lets(caller, "POST")  # type: ignore[arg-type]
