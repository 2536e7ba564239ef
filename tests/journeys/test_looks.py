"""Every page in both languages, both themes, wide and narrow: drawn, no wider than the screen, clean for axe; filled and empty."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from complaints import models
from complaints.services import ensure_default_mappings
from complaints.services.supervision import ensure_default_supervision
from noc_portal.demo import loading, people, province
from portalkit.access.models import User
from portalkit.alarms.models import Alarm
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from reports.models import ReportVersion
from scheduling.models import Agent, Forecast, Roster
from tests.builders import a_user
from tests.journeys.visitor import Visitor
from tests.journeys.wizard import drawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
Look = tuple[str, Literal["light", "dark"], int]

ANALYSES = (
    "/",
    "/complaints/",
    "/complaints/trend/",
    "/complaints/regions/",
    "/complaints/matrix/",
    "/complaints/annotations/",
    "/complaints/warning/",
    "/complaints/warning/months/",
    "/complaints/warning/days/",
    "/complaints/warning/funnel/",
    "/complaints/warning/change/",
    "/complaints/warning/causes/",
    "/complaints/warning/signals/",
    "/complaints/warning/rules/",
    "/complaints/regular/",
    "/complaints/topics/",
    "/complaints/topics/new/",
    "/complaints/reverse/",
    "/complaints/quality/",
    "/complaints/repeats/shares/",
    "/alarms/",
    "/alarms/subscriptions/",
)
WORK = (
    "/complaints/tickets/",
    "/complaints/inspection/",
    "/complaints/inspection/findings/",
    "/complaints/inspection/returned/",
    "/complaints/inspection/report/",
    "/complaints/inspection/rules/",
    "/complaints/inspection/rules/vague_time/",
    "/complaints/repeats/",
    "/complaints/repeats/invalid/",
    "/complaints/repeats/rules/",
    "/complaints/supervision/",
    "/complaints/supervision/watches/",
    "/complaints/supervision/notices/",
    "/complaints/supervision/legacy/",
    "/complaints/supervision/deadlines/",
    "/complaints/supervision/chain/",
    "/complaints/contest/",
    "/complaints/contest/enter/",
    "/complaints/contest/entries/",
    "/complaints/contest/points/",
    "/complaints/benefit/",
    "/complaints/benefit/new/",
    "/reports/",
    "/reports/generate/",
    "/reports/schedule/",
    "/reports/subscriptions/",
    "/calendar/",
    "/imports/upload/",
    "/system/demo/",
)
HOTLINE = (
    "/hotline/demand/",
    "/hotline/demand/history/",
    "/hotline/queues/",
    "/hotline/queues/new/",
    "/hotline/campaigns/",
    "/hotline/campaigns/new/",
    "/hotline/agents/",
    "/hotline/absences/",
    "/hotline/absences/new/",
    "/hotline/forecasts/",
    "/hotline/forecasts/new/",
    "/hotline/calculator/",
    "/hotline/standards/",
    "/hotline/standards/new/",
    "/hotline/staffing/",
    "/hotline/skills/",
    "/hotline/shifts/",
    "/hotline/shifts/new/",
    "/hotline/shifts/design/",
    "/hotline/rotations/",
    "/hotline/rotations/new/",
    "/hotline/labour-rules/",
    "/hotline/rosters/",
    "/hotline/rosters/build/",
    "/hotline/intraday/",
    "/hotline/offers/",
    "/hotline/offers/new/",
    "/hotline/hours-pool/",
    "/hotline/requests/",
    "/hotline/mine/",
    "/hotline/evaluation/",
)
# Every page in each of them; axe, which takes most of the time, in the two that differ in everything.
LOOKS: tuple[Look, ...] = (
    ("zh-hans", "light", 1440),
    ("en", "dark", 390),
    ("zh-hans", "dark", 1440),
    ("en", "light", 390),
)
AXE_LOOKS = LOOKS[:2]


def _single_analyses() -> list[str]:
    """The pages of single things, one of each kind that the demo has."""
    return [
        reverse("complaints:topic", args=[models.Topic.objects.latest("pk").pk]),
        *(reverse("alarms:alarm", args=[alarm.pk]) for alarm in Alarm.objects.order_by("pk")[:1]),
    ]


def _single_work() -> list[str]:
    ticket = models.Ticket.objects.exclude(fault_number_sealed=None).exclude(crm_no="").latest("pk")
    version = ReportVersion.objects.order_by("pk").last()
    assert version is not None
    return [
        reverse("complaints:ticket", args=[ticket.system, ticket.ticket_id]),
        reverse("complaints:inspect", args=[ticket.system, ticket.ticket_id]),
        reverse("complaints:returned_ticket", args=[models.InspectionResult.objects.exclude(state="passed").latest("pk").pk]),
        reverse("complaints:repeat_group", args=[models.RepeatGroup.objects.latest("pk").pk]),
        reverse("complaints:notice", args=[models.SupervisionNotice.objects.latest("pk").pk]),
        reverse("complaints:legacy_case", args=[models.LegacyCase.objects.latest("pk").pk]),
        reverse("complaints:contest_entry", args=[models.FaultEntry.objects.latest("pk").pk]),
        reverse("complaints:benefit_estimate", args=[models.BenefitEstimate.objects.latest("pk").pk]),
        reverse("reports:version", args=[version.report_id, version.number]),
        reverse("reports:compare", args=[version.report_id]),
    ]


def _single_hotline() -> list[str]:
    forecast = Forecast.objects.filter(is_current=True).earliest("pk")
    return [
        reverse("scheduling:forecast", args=[forecast.pk]),
        reverse("scheduling:forecast_day", args=[forecast.pk, f"{forecast.first_day}"]),
        reverse("scheduling:override_forecast", args=[forecast.pk]),
        reverse("scheduling:staffing_plan", args=[forecast.pk]),
        *(reverse("scheduling:roster", args=[roster.pk]) for roster in Roster.objects.order_by("pk")),
        reverse("scheduling:agent", args=[Agent.objects.earliest("pk").pk]),
    ]


@pytest.mark.parametrize(
    ("pages", "single", "looks"),
    [(ANALYSES, _single_analyses, LOOKS), (WORK, _single_work, LOOKS), (HOTLINE, _single_hotline, AXE_LOOKS)],
    ids=["analyses", "work", "hotline"],
)
def test_every_filled_page_is_sound_in_each_language_theme_and_width(
    visitor: Visitor, pages: Sequence[str], single: Callable[[], list[str]], looks: Sequence[Look]
) -> None:
    loading.load(seed=7, now=datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI), months=1)
    visitor.sign_in(User.objects.get(username="admin"), password=people.PASSWORD)
    paths = [*pages, *single()]
    for look in looks:
        _all_sound(visitor, paths, look)


def test_every_page_of_an_empty_portal_is_sound(visitor: Visitor) -> None:
    ensure_default_mappings()
    ensure_default_supervision()
    loading.add_regions(now=timezone.now())
    visitor.sign_in(a_user("administrator", at=Region.objects.get(code=province.PROVINCE_CODE)))
    _all_sound(visitor, [*ANALYSES, *WORK, *HOTLINE], LOOKS[0])


def _all_sound(visitor: Visitor, paths: Sequence[str], look: Look) -> None:
    for path in paths:
        try:
            _sound(visitor, path, look)
        except AssertionError as failure:
            failure.add_note(f"{path} as {look}")
            raise


def _sound(visitor: Visitor, path: str, look: Look) -> None:
    """Drawn in full, in the language asked for, no wider than the screen, and clean for axe where it is asked."""
    language, theme, width = look
    page = visitor.page
    visitor.context.add_cookies([{"name": "noc_language", "value": language, "url": visitor.server}])
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(visitor.server + path)
    assert answer is not None
    assert answer.status == 200, f"answered {answer.status}"
    drawn(page)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    if look in AXE_LOOKS:
        visitor.check_accessibility()
