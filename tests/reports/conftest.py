"""Two months of a small province, with subscribers, a target and an official figure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from complaints.services import enter_published_rate, set_target
from portalkit.audit.domain.actors import SYSTEM
from tests.complaints.conftest import Province, province
from tests.complaints.views.builders import import_october, import_subscribers

from .builders import NOW, OCTOBER

__all__ = ["province"]


@pytest.fixture
def october(province: Province, run_jobs: Callable[..., Any]) -> Province:
    """With everything that follows an import: inspection, repeats, supervision, failed steps, warnings."""
    import_october()
    import_subscribers("Yunzhou", "Liuxi")
    import_subscribers("Yunzhou", "Liuxi", month="2024-09")
    set_target(region=province.whole, first_month=OCTOBER.previous(), value=Decimal("5.5"), by=SYSTEM, now=NOW)
    enter_published_rate(month=OCTOBER, region=province.whole, value=Decimal("2.51"), source="通报", by=SYSTEM, now=NOW)
    run_jobs()
    return province
