"""A browser without a screen, a month of exports, and what stands behind a link."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.test import Client

from complaints.filters.tickets import TICKET_FILTERS
from complaints.permissions import ComplaintsPermission
from complaints.selectors import tickets
from portalkit.access.models import User
from tests.complaints.builders import EVERYWHERE, Row, a_count_row, a_crm_row, an_eoms_row, imported

MONTH = "2024-10"
TICKETS = "/complaints/tickets/"


def a_client(user: User, *, language: str = "en") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = language
    return client


def on(day: int, *, month: str = MONTH) -> str:
    return f"{month}-{day:02} 10:00:00"


def import_october() -> None:
    """Ten matters until the last of October 2024, two of them in both systems, of every class, cause and channel; two in September."""
    imported(
        "crm_tickets",
        [
            a_crm_row("C1", at=on(1), category="话音", 责任原因="弱覆盖", 受理渠道="热线"),
            a_crm_row("C2", at=on(2), category="手机上网", region="Liuxi", 责任原因="割接", 受理渠道="热线（夜间）"),
            a_crm_row("C3", at=on(3), category="手机上网", 申告区县="Hill", 受理渠道="Web"),
            a_crm_row("C4", at=on(4), category="家庭宽带", 责任原因="神秘", 受理渠道="web"),
            a_crm_row("C5", at=on(31), category="话音", region="Liuxi", 责任原因="弱覆盖"),
            a_crm_row("C6", at=on(15), category="短信", 责任原因="割接", 受理渠道="热线"),
            a_crm_row("C7", at=on(16), category="话音", region="Nanjiang", 责任原因="弱覆盖"),
            a_crm_row("B1", at=on(10, month="2024-09"), category="话音"),
            a_crm_row("B2", at=on(30, month="2024-09"), category="手机上网", region="Liuxi"),
        ],
    )
    imported(
        "eoms_tickets",
        [
            an_eoms_row("E1", crm="C1", at=on(1), category="话音", cause="割接", 故障号码="13812345678", 客户姓名="张三"),
            an_eoms_row("E2", crm="C2", at=on(2), category="手机上网", cause="弱覆盖", region="Liuxi"),
            an_eoms_row("E3", at=on(20), category="手机上网", cause="弱覆盖"),
            an_eoms_row("E4", at=on(21), category="WLAN", region="Liuxi"),
            an_eoms_row("E5", at=on(31), category="话音", cause="割接"),
        ],
    )


def import_subscribers(*regions: str, month: str = MONTH) -> None:
    rows: list[Row] = [a_count_row(month, region, 20_000) for region in regions]
    imported("subscribers", rows)


def behind(url: str) -> int:
    """How many tickets the list shows behind this link."""
    parts = urlsplit(url)
    assert parts.path == TICKETS, url
    bound = TICKET_FILTERS.bind(QueryDict(parts.query), access=EVERYWHERE, permission=ComplaintsPermission.VIEW)
    assert not bound.errors, (url, bound.errors)
    return bound.apply(tickets(EVERYWHERE)).count()
