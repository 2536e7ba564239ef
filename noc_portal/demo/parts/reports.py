"""Two months of the province's reports: commented, approved, published; the newest once more after the official figures had come."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from complaints.selectors import overview
from complaints.services import enter_published_rate
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import Month, month_of
from portalkit.regions.models import Region
from reports.domain.encoding import from_json
from reports.domain.kinds import Language, ReportKind, ReportPeriod, last_over
from reports.models import ReportVersion
from reports.services import commentary, generating, publishing, subscriptions

from ..province import PROVINCE_CODE

ANALYST, CHECKER, PUBLISHER = "monitor", "supervisor", "manager"
FIRST = {
    "summary": "本月投诉总量与万投比见上。变动主要来自话音和互联网两类，与分公司上报的弱覆盖、容量问题一致，未见全省性故障。",
    "causes": (
        "弱覆盖和资源不足合计占比仍高，属规划建设周期内的存量问题；可控原因中以网络故障为主，集中在传输中断。\n\n"
        "建议：对连续两月居首的区县逐站核查，割接前加强公告。"
    ),
}
AGAIN = FIRST | {
    "rates": "官方通报值已补录，与平台计算值的差异在置信区间以内，口径一致。",
}


def load(*, now: datetime) -> None:
    """Months whose tickets are all there; a demo that begins this month has none."""
    region = Region.objects.get(code=PROVINCE_CODE)
    newest = month_of(timezone.localdate(now)).previous()
    for month in (newest.previous(), newest):
        _enter_official(month, region, now - timedelta(hours=22), factor=1.02, source="集团快报（初值）", is_total_only=True)
        made = _published(month, region, FIRST, now - timedelta(hours=20))
        if made is not None and month == newest:
            _enter_official(month, region, now - timedelta(hours=10), factor=1.008, source="集团网络投诉月度通报")
            _published(month, region, AGAIN, now - timedelta(hours=8))
    _drafts(region, now)
    person = User.objects.get(username=PUBLISHER)
    for kind in ReportKind:
        subscriptions.subscribe(user=person, kind=kind, region=region, language=Language.CHINESE, formats=["pdf"], by=person.actor, now=now)


def _published(month: Month, region: Region, said: dict[str, str], at: datetime) -> ReportVersion | None:
    analyst, checker, publisher = (User.objects.get(username=name) for name in (ANALYST, CHECKER, PUBLISHER))
    try:
        made = generating.generate(
            kind=ReportKind.MONTHLY, period=month, region=region, language=Language.CHINESE, by=analyst.actor, now=at
        )
    except generating.EmptyPeriod:
        return None
    version = made.version
    for section, text in said.items():
        there = version.commentaries.filter(section=section, state="approved", text=text).exists()
        if not there and from_json(version.document).section(section) is not None:
            words = commentary.write(version=version, section=section, text=text, user=analyst, by=analyst.actor, now=at)
            commentary.submit(commentary=words, by=analyst.actor, now=at + timedelta(hours=1))
            commentary.approve(commentary=words, user=checker, by=checker.actor, now=at + timedelta(hours=2))
    return publishing.publish(version_id=version.pk, leaves_out=False, by=publisher.actor, now=at + timedelta(hours=3))


def _enter_official(month: Month, region: Region, at: datetime, *, factor: float, source: str, is_total_only: bool = False) -> None:
    """The figures that headquarters would print: close to the computed ones."""
    analyst = User.objects.get(username=ANALYST)
    found = overview(access_of_user(analyst, on=timezone.localdate(at)), month=month, today=timezone.localdate(at), region=region)
    for one in (found.total, *(() if is_total_only else found.classes)):
        if one.now.rate is not None:
            value = Decimal(f"{one.now.rate * factor:.2f}")
            enter_published_rate(
                month=month, region=region, value=value, service_class=one.now.key, source=source, by=analyst.actor, now=at
            )


def _drafts(region: Region, now: datetime) -> None:
    """A daily and a weekly report that wait for somebody, and the hotline's of the month that runs."""
    checker = User.objects.get(username=CHECKER)
    today = timezone.localdate(now)
    newest: dict[ReportKind, ReportPeriod] = {
        ReportKind.WEEKLY: last_over(ReportKind.WEEKLY, today),
        ReportKind.DAILY: last_over(ReportKind.DAILY, today - timedelta(days=1)),
        ReportKind.HOTLINE: month_of(today),
    }
    for kind, period in newest.items():
        try:
            generating.generate(kind=kind, period=period, region=region, language=Language.CHINESE, by=checker.actor, now=now)
        except generating.EmptyPeriod:
            continue
