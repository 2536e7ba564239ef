"""Two months of a small province, with subscribers, a target and an official figure."""

from decimal import Decimal

import pytest

from complaints.services import enter_published_rate, set_target
from portalkit.audit.domain.actors import SYSTEM
from reports.models import ReportVersion
from tests.complaints.conftest import Province, province, standing_province
from tests.complaints.views.builders import import_october, import_subscribers
from tests.standing import Standing
from tests.working import run_queued_jobs

from .builders import NOW, OCTOBER, a_version

__all__ = ["province", "standing_province"]


@pytest.fixture
def october(standing_reported_october: None, province: Province) -> Province:
    """With everything that follows an import: inspection, repeats, supervision, failed steps, warnings."""
    return province


@pytest.fixture
def version(standing_version: ReportVersion, october: Province) -> ReportVersion:
    """The draft of the province's report on October."""
    return standing_version


@pytest.fixture(scope="class")
def standing_reported_october(standing: Standing, standing_province: Province) -> None:
    standing.rows("standing_reported_october", lambda: make_october(standing_province))


@pytest.fixture(scope="class")
def standing_version(standing: Standing, standing_province: Province, standing_reported_october: None) -> ReportVersion:
    return standing.rows("standing_version", lambda: a_version(standing_province.whole))


def make_october(province: Province) -> None:
    import_october()
    import_subscribers("Yunzhou", "Liuxi")
    import_subscribers("Yunzhou", "Liuxi", month="2024-09")
    set_target(region=province.whole, first_month=OCTOBER.previous(), value=Decimal("5.5"), by=SYSTEM, now=NOW)
    enter_published_rate(month=OCTOBER, region=province.whole, value=Decimal("2.51"), source="通报", by=SYSTEM, now=NOW)
    run_queued_jobs()
