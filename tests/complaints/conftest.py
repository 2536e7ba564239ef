"""A province with two prefectures and the mapping rules of a new installation."""

from dataclasses import dataclass

import pytest

from complaints.services import ensure_default_mappings
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province
from tests.standing import Standing


@dataclass(frozen=True)
class Province:
    whole: Region
    yunzhou: Region
    hill: Region
    liuxi: Region


@pytest.fixture
def province(standing_province: Province, db: None) -> Province:
    return standing_province


@pytest.fixture(scope="class")
def standing_province(standing: Standing) -> Province:
    return standing.rows("standing_province", make_province)


def make_province() -> Province:
    ensure_default_mappings()
    whole = a_province("Nanjiang", code="NJ")
    yunzhou = a_prefecture("Yunzhou", under=whole, code="NJ01")
    return Province(
        whole=whole,
        yunzhou=yunzhou,
        hill=a_county("Hill", under=yunzhou, code="NJ0101"),
        liuxi=a_prefecture("Liuxi", under=whole, code="NJ02"),
    )
