"""What early warning found in the months of the demo, as if it had looked every morning, and who is told of alarms."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone, translation

from complaints.domain.signals import RISING, Method
from complaints.models import WarningSignal
from complaints.permissions import ComplaintsPermission
from complaints.selectors.warning_findings import Finding, Findings, look_for_warnings
from complaints.selectors.warning_series import warning_rules
from complaints.services.warning import clear_for, keep_warnings, raise_for
from portalkit.access.models import User
from portalkit.access.selectors import system_access
from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.models import Alarm
from portalkit.alarms.services import acknowledge, subscribe
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import SHANGHAI, month_of
from portalkit.regions.models import Region

from ..province import PROVINCE_CODE

MORNING = time(6, 20)
TOLD = {"supervisor": Severity.MINOR, "monitor": Severity.MAJOR}
COMMENT = "已联系分公司网络部排查，外省漫游流量较多，正在扩容。"


def load(*, now: datetime) -> None:
    """Past rises are raised and cleared on the mornings on which they would have been; then what is open now is."""
    access = system_access(SYSTEM, [ComplaintsPermission.VIEW])
    found = look_for_warnings(access, today=timezone.localdate(now), rules=warning_rules())
    _relive(found, now)
    province = Region.objects.get(code=PROVINCE_CODE)
    with translation.override("zh-hans"):
        for user in User.objects.filter(is_demo=True, username__in=TOLD):
            subscribe(user=user, region=province, severity=TOLD[user.username], by=user.actor_at(""), now=now)
    keep_warnings(found=found, by=SYSTEM, now=now)
    for finding in found.findings:
        row = WarningSignal.objects.filter(region=finding.region, service_class=finding.service_class, method=finding.method, on=finding.on)
        row.update(found_at=min(_noticed(finding), now))


def _relive(found: Findings, now: datetime) -> None:
    """In order of time, since a later month above its limits belongs to the alarm that an earlier one left open."""
    ended = [one for one in found.findings if one.method in RISING and one.ended_on is not None]
    moments = [(_noticed(one), 1, number, one) for number, one in enumerate(ended)]
    moments += [(_morning_after(one.ended_on), 0, number, one) for number, one in enumerate(ended) if one.ended_on]
    for moment, is_raising, _, finding in sorted(moments, key=lambda entry: entry[:3]):
        if moment > now:
            continue
        if not is_raising:
            clear_for(method=finding.method, region_code=finding.region.code, service_class=finding.service_class, by=SYSTEM, now=moment)
            continue
        raise_for(finding, by=SYSTEM, now=moment)
        _take_on(finding, moment + timedelta(minutes=95))


def _take_on(finding: Finding, moment: datetime) -> None:
    supervisor = User.objects.filter(username="supervisor", is_demo=True).first()
    alarm = Alarm.objects.filter(object_instance=finding.region.code, cleared_at=None, severity__in=("critical", "major")).last()
    if alarm is not None and supervisor is not None and alarm.acknowledged_at is None:
        acknowledge(alarm=alarm, comment=COMMENT, by=supervisor.actor_at(""), now=moment)


def _noticed(finding: Finding) -> datetime:
    """The morning after the day, or after the month."""
    return _morning_after(finding.on if finding.method is Method.DAILY_RISE else month_of(finding.on).last_day)


def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), MORNING, tzinfo=SHANGHAI)
