from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portalkit.access.models import Grant, User
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import access_of_user, manageable_users, picked_region, roles
from portalkit.access.services.preferences import keep_preference
from portalkit.regions.models import Region
from tests.builders import a_county, a_grant, a_prefecture, a_province, a_user

TODAY = date(2026, 11, 23)
days = st.one_of(st.none(), st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)))
grants = st.lists(
    st.tuples(st.sampled_from(sorted(roles())), st.integers(0, 10), days, days).filter(
        lambda grant: not (grant[2] and grant[3]) or grant[2] < grant[3]
    ),
    max_size=5,
    unique_by=lambda grant: grant[:2],
)


def _is_valid(grant: Grant) -> bool:
    return (grant.valid_from or date.min) <= TODAY < (grant.valid_to or date.max)


class TestGrants(TestCase):
    @settings(max_examples=60)
    @given(grants, st.integers(1, 2), st.sampled_from(sorted({str(one) for role in roles().values() for one in role.permissions})))
    def test_access_agrees_with_going_through_every_grant(self, given: list[tuple[Any, ...]], provinces: int, permission: str) -> None:
        regions = []
        for _ in range(provinces):
            province = a_province()
            for _ in range(2):
                prefecture = a_prefecture("prefecture", under=province)
                regions += [prefecture, a_county("county", under=prefecture)]
            regions.append(province)
        user = a_user()
        for role, place, valid_from, valid_to in given:
            Grant.objects.get_or_create(
                user=user, role=role, region=regions[place % len(regions)], defaults={"valid_from": valid_from, "valid_to": valid_to}
            )
        held = [grant.region.path for grant in user.grants.all() if _is_valid(grant) and permission in roles()[grant.role].permissions]
        expected = {region.code for region in regions if any(region.path.startswith(path) for path in held)}
        access = access_of_user(user, on=TODAY)
        assert set(access.regions(permission).values_list("code", flat=True)) == expected
        assert {region.code for region in regions if access.covers(permission, region)} == expected
        assert access.can(permission) is bool(held)
        below = access.scope(permission, Region.objects.exclude(parent=None), region="parent")
        assert {region.code for region in below} == {region.code for region in regions if region.parent and region.parent.code in expected}


@pytest.mark.django_db
def test_access_costs_one_query(django_assert_num_queries: Any) -> None:
    province = a_province()
    user = a_user("administrator", at=province)
    a_grant("manager", user=user, at=a_prefecture("one", under=province))
    with django_assert_num_queries(1):
        assert access_of_user(user, on=TODAY).everywhere(AccessPermission.MANAGE_USERS)


@pytest.mark.django_db
def test_a_role_that_this_installation_no_longer_has_gives_nothing() -> None:
    user = a_user("forgotten role", at=a_province())
    assert access_of_user(user, on=TODAY).paths == {}


@pytest.mark.django_db
def test_a_user_with_one_grant_beyond_reach_is_not_managed() -> None:
    province = a_province()
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    manager = a_user("administrator", at=here)
    inside, both, outside = a_user("manager", at=here), a_user("manager", at=here), a_user("manager", at=there)
    a_grant("manager", user=both, at=there)
    assert set(manageable_users(access_of_user(manager, on=TODAY))) == {manager, inside}
    assert outside in set(manageable_users(access_of_user(a_user("administrator", at=province), on=TODAY)))
    assert User.objects.count() == 5


@pytest.mark.django_db
def test_the_region_picked_is_the_requested_one_else_the_kept_one_else_the_outermost() -> None:
    province = a_province()
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    county = a_county("county", under=here)
    user = a_user("manager", at=here)
    access = access_of_user(user, on=TODAY)
    assert picked_region(access) == here
    keep_preference(access=access, key="picked_region", value=county.code)
    assert picked_region(access_of_user(user, on=TODAY)) == county
    assert picked_region(access, requested=here.code) == here
    assert picked_region(access, requested=there.code) == county


@pytest.mark.django_db
def test_a_picked_region_that_left_reach_is_passed_over() -> None:
    province = a_province()
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    user = a_user("manager", at=here)
    keep_preference(access=access_of_user(user, on=TODAY), key="picked_region", value=here.code)
    user.grants.update(region=there)
    assert picked_region(access_of_user(user, on=TODAY)) == there
