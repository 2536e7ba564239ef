"""October 2024 of a province, seen by each role."""

import pytest
from django.test import Client

from tests.builders import a_user
from tests.complaints.conftest import Province
from tests.standing import Standing

from .builders import a_client, import_october, import_subscribers


@pytest.fixture
def october(standing_october: None, province: Province) -> Province:
    """Tickets of September and October 2024; subscribers of both prefectures in both months."""
    return province


@pytest.fixture(scope="class")
def standing_october(standing: Standing, standing_province: Province) -> None:
    standing.rows("standing_october", make_october)


def make_october() -> None:
    import_october()
    import_subscribers("Yunzhou", "Liuxi")
    import_subscribers("Yunzhou", "Liuxi", month="2024-09")


@pytest.fixture
def monitor(province: Province) -> Client:
    return a_client(a_user("noc_staff", at=province.whole))


@pytest.fixture
def steward(province: Province) -> Client:
    return a_client(a_user("data_steward", at=province.whole))


@pytest.fixture
def manager(province: Province) -> Client:
    return a_client(a_user("manager", at=province.whole))
