"""Grants: a role for a user in a region's subtree."""

from datetime import date

from django.db import transaction

from portalkit.access.models import Grant, User
from portalkit.access.selectors.access import Access
from portalkit.access.selectors.roles import roles
from portalkit.audit.services import record
from portalkit.regions.models import Region


class GrantRefused(Exception):
    """`code`: `unknown_role`, `beyond_own` (more than the giver holds), `dates` (the first day is not before the last)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def give_grant(*, user: User, role: str, region: Region, valid_from: date | None, valid_to: date | None, access: Access) -> Grant:
    """Gives a role, or new dates to the same role in the same region. `access` is the giver's. Raises `GrantRefused`."""
    known = roles().get(role)
    if known is None:
        raise GrantRefused("unknown_role")
    if not access.may_give(known, region):
        raise GrantRefused("beyond_own")
    if valid_from and valid_to and valid_from >= valid_to:
        raise GrantRefused("dates")
    grant, _ = Grant.objects.update_or_create(
        user=user, role=role, region=region, defaults={"valid_from": valid_from, "valid_to": valid_to}
    )
    record(by=access.actor, action="access.give_grant", on=user, region_code=region.code, detail=_detail(grant))
    return grant


@transaction.atomic
def withdraw_grant(*, grant: Grant, access: Access) -> None:
    """Takes a grant away at once. Raises `GrantRefused` where the caller could not have given it."""
    known = roles().get(grant.role)
    if known is not None and not access.may_give(known, grant.region):
        raise GrantRefused("beyond_own")
    record(by=access.actor, action="access.withdraw_grant", on=grant.user, region_code=grant.region.code, detail=_detail(grant))
    grant.delete()


def _detail(grant: Grant) -> dict[str, object]:
    return {"role": grant.role, "region": grant.region.code, "valid_from": grant.valid_from, "valid_to": grant.valid_to}
