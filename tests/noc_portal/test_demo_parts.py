"""The demo's contest and estimates: the figures of the source, made through the services that people use."""

from datetime import datetime
from decimal import Decimal

import pytest

from complaints.models import ContestChampion, FaultEntry, Ticket
from complaints.selectors.benefit import benefit_summary
from complaints.selectors.contest import contest_summary
from noc_portal.demo import loading
from noc_portal.demo.parts import benefit, contest
from noc_portal.demo.people import USERS
from portalkit.notify.models import Message
from portalkit.periods.domain.calendar import SHANGHAI, Month
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def branches() -> None:
    """The demo's regions and users, and one ticket half a year old."""
    loading.add_regions(now=NOW)
    for person in USERS:
        region = Region.objects.get(code=person.region)
        names = {"full_name": person.full_name, "department": person.department}
        a_user(person.role, at=region, username=person.username, is_demo=True, **names)
    day = datetime(2026, 5, 1, 9, 0, tzinfo=SHANGHAI)
    Ticket.objects.create(system="crm", ticket_id="C1", region=Region.objects.get(code="NJ0101"), accepted_at=day, accepted_on=day.date())


@pytest.mark.usefixtures("branches")
def test_last_month_counts_28_found_and_15_solved_and_every_month_over_has_its_champions() -> None:
    contest.load(now=NOW)
    october = contest_summary(EVERYWHERE, period=Month(2026, 10))
    assert (october.found, october.solved) == (28, 15)
    announced = set(ContestChampion.objects.values_list("month__month", flat=True))
    assert announced == {6, 7, 8, 9, 10}
    assert not FaultEntry.objects.filter(found_on__gt=NOW.date()).exists()
    assert not Message.objects.filter(read_at=None).exists()


@pytest.mark.usefixtures("branches")
def test_last_months_benefit_is_that_of_the_source_computed_right() -> None:
    benefit.load(now=NOW)
    assert benefit_summary(EVERYWHERE, period=Month(2026, 10)).total == Decimal("521923.80")
