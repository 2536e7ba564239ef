"""Work that waits for somebody: counted for whom may do it, and listed by the page behind the line."""

from datetime import date

import pytest

from complaints.domain.quality.sampling import Method
from complaints.panels.waiting import waiting_lines
from complaints.selectors.waiting import Work, waiting
from complaints.services import inspection, supervision
from complaints.services.inspection.drawing import Plan
from complaints.services.supervision import Demand
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from tests.builders import a_user
from tests.complaints.builders import NOW, TODAY
from tests.complaints.conftest import Province
from tests.complaints.contest_builders import a_find
from tests.complaints.inspection.builders import an_answered_row, import_answered, ticket
from tests.complaints.supervision_builders import a_ticket, refreshed
from tests.complaints.views.builders import a_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(province: Province) -> User:
    return a_user("supervisor", at=province.whole)


@pytest.fixture
def work(province: Province, supervisor: User) -> None:
    """A bit of everything, all of it in one prefecture."""
    supervision.ensure_default_supervision()
    import_answered(*(an_answered_row(f"T{number}") for number in range(3)))
    inspection.inspect_everything(now=NOW)
    plan = Plan(province.whole, date(2026, 10, 1), date(2026, 10, 31), Method.RANDOM, 2, "s")
    inspection.draw_sample(plan=plan, inspector=supervisor, by=supervisor.actor, now=NOW)
    inspection.conclude(ticket=ticket("T0"), is_passed=False, opinion="写明日期", by=supervisor.actor, now=NOW)
    late = a_ticket(at=province.yunzhou, accepted="2026-10-05 08:00", dispatched="2026-10-05 09:00", counted=False)
    refreshed()
    supervision.open_notice(tickets=[late], demand=Demand(department="网络部", reason="回单超时"), by=supervisor.actor, now=NOW)
    a_find(at=province.yunzhou, by=supervisor)


@pytest.mark.usefixtures("work")
def test_everybody_sees_the_work_that_is_theirs_to_do(province: Province, supervisor: User) -> None:
    found = waiting(access_of_user(supervisor, on=TODAY), now=NOW)
    assert found.pop(Work.TO_INSPECT) in (1, 2)
    assert found.pop(Work.OVERDUE) >= 1
    assert found == {Work.NOTICES_TO_ANSWER: 1, Work.RETURNS_TO_ANSWER: 1, Work.FAULTS_TO_DECIDE: 1}
    branch = a_user("noc_staff", at=province.yunzhou)
    assert waiting(access_of_user(branch, on=TODAY), now=NOW) == {Work.NOTICES_TO_ANSWER: 1, Work.RETURNS_TO_ANSWER: 1}
    for nobody in (a_user("noc_staff", at=province.liuxi), a_user("manager", at=province.whole)):
        assert waiting(access_of_user(nobody, on=TODAY), now=NOW) == {}


@pytest.mark.usefixtures("work")
def test_the_page_behind_a_line_lists_as_many(supervisor: User) -> None:
    client = a_client(supervisor)
    lines = waiting_lines(access_of_user(supervisor, on=TODAY), now=NOW)
    assert len(lines) == 5
    for line in lines:
        context = client.get(line.url).context
        listed = len(context["queue"].items) if "queue" in context else context["table"].page.total
        assert listed == line.count, line.label
