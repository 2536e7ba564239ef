"""A province with two prefectures and the mapping rules of a new installation."""

from dataclasses import dataclass

import pytest

from complaints.services import ensure_default_mappings
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province


@dataclass(frozen=True)
class Province:
    whole: Region
    yunzhou: Region
    hill: Region
    liuxi: Region


@pytest.fixture
def province(db: None) -> Province:
    ensure_default_mappings()
    whole = a_province("Nanjiang", code="NJ")
    yunzhou = a_prefecture("Yunzhou", under=whole, code="NJ01")
    return Province(
        whole=whole,
        yunzhou=yunzhou,
        hill=a_county("Hill", under=yunzhou, code="NJ0101"),
        liuxi=a_prefecture("Liuxi", under=whole, code="NJ02"),
    )
