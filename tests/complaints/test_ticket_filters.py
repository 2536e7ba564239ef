"""The parameters by which drill-downs narrow the ticket list."""

from datetime import date

import pytest
from django.http import QueryDict

from complaints.filters.tickets import TICKET_FILTERS
from complaints.models import Ticket
from complaints.permissions import ComplaintsPermission
from tests.complaints.builders import EVERYWHERE, an_eoms_row, imported
from tests.complaints.conftest import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(province: Province) -> None:
    done = {"工单状态": "已归档", "归档时间": "2026-10-08 09:00:00"}
    imported(
        "eoms_tickets",
        [
            an_eoms_row("E1", 处理部门="网络部", 小区="站前-1", 是否升级投诉="是", 用户是否满意="否", 投诉内容="热点慢link failed", **done),
            an_eoms_row("E2", 处理部门="网络部一组", 小区="站前-12", 是否升级投诉="否", 用户是否满意="是", 投诉内容="掉话", **done),
            an_eoms_row("E3", at="2026-10-09 08:00:00", 投诉内容="热点打不开"),
        ],
    )
    Ticket.objects.filter(ticket_id="E1").update(reopenings=1)
    Ticket.objects.filter(ticket_id="E2").update(reopenings=0)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("department=网络部", {"E1", "E2"}),
        ("department==网络部", {"E1"}),
        ("department==", {"E3"}),
        ("cell=站前-1", {"E1", "E2"}),
        ("cell==站前-1", {"E1"}),
        ("cell==站前-1|站前-12", {"E1", "E2"}),
        ("escalated=yes", {"E1"}),
        ("satisfied=no", {"E1"}),
        ("reopened=yes", {"E1"}),
        ("reopened=no", {"E2"}),
        ("any=热点,掉话", {"E1", "E2", "E3"}),
        ("all=热点,慢", {"E1"}),
        ("all=LINK FAILED", {"E1"}),
        ("any=热点&none=慢", {"E3"}),
        ("open_on=2026-10-05", {"E1", "E2"}),
        ("open_on=2026-10-08", set()),
        ("open_on=2026-W41", {"E3"}),
        ("open_on=gestern", set()),
    ],
)
def test_each_parameter_lets_through_what_it_says(three: None, query: str, expected: set[str]) -> None:
    bound = TICKET_FILTERS.bind(QueryDict(query), access=EVERYWHERE, permission=ComplaintsPermission.VIEW)
    assert not bound.errors
    assert set(bound.apply(Ticket.objects.all()).values_list("ticket_id", flat=True)) == expected


def test_a_day_is_open_until_its_last_second(three: None) -> None:
    Ticket.objects.filter(ticket_id="E1").update(closed_at="2026-10-08T23:59:59+08:00")
    bound = TICKET_FILTERS.bind({"open_on": str(date(2026, 10, 7))})
    assert set(bound.apply(Ticket.objects.all()).values_list("ticket_id", flat=True)) == {"E1", "E2"}
