"""Three special topics, worked out, and the failed step of every ticket."""

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from complaints.domain.taxonomy import ComplaintType, ServiceClass
from complaints.models import Ticket, Topic
from complaints.selectors.coverage import covered_months
from complaints.services.reverse import rejudge, to_judge
from complaints.services.topics import TopicValues, add_measure, compute_now, create_topic
from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.models import Job
from portalkit.regions.models import Region

from ..province import PROVINCE_CODE

_HALF_YEAR = timedelta(days=182)
_SINCE_MEASURE = timedelta(days=63)


def load(*, now: datetime) -> None:
    """Does at once what the jobs would do, and takes their rows out of the line."""
    newest = covered_months(today=timezone.localdate(now)).newest_day
    province = Region.objects.get(code=PROVINCE_CODE)
    if newest is not None:
        for topic in _topics(province, newest, now):
            topic.refresh_from_db()
            compute_now(topic=topic, now=now)
    for tickets in to_judge(batch=None):
        rejudge(tickets=tickets, now=now)
    Job.objects.filter(kind__in=("complaints.topic", "complaints.reverse"), state="queued").delete()


def _topics(province: Region, newest: date, now: datetime) -> list[Topic]:
    owner = User.objects.filter(username="supervisor").first()
    first = newest - _HALF_YEAR + timedelta(days=1)
    wlan = TopicValues(
        name="营业厅与公共场所WLAN", region=province, first_day=first, is_shared=True, filters={"type": [str(ComplaintType.WLAN)]},
        any_terms="WLAN, 热点, 认证页面",
    )  # fmt: skip
    slow = TopicValues(
        name="晚高峰上网慢", region=province, first_day=first, is_shared=True, filters={"class": [str(ServiceClass.INTERNET)]},
        any_terms="晚高峰, 上网很慢, 打开网页慢, 视频卡顿",
    )  # fmt: skip
    prefecture = Region.objects.get(code=f"{PROVINCE_CODE}01")
    place = TopicValues(name="大学城图书馆周边", region=prefecture, first_day=first, is_shared=True, places="大学城图书馆")
    found = [create_topic(values=values, owner=owner, by=SYSTEM, now=now) for values in (wlan, slow, place)]
    day = newest - _SINCE_MEASURE
    add_measure(topic=found[2], region=_busiest_county(prefecture), day=day, text="图书馆新增室分并扩容一载波", by=SYSTEM, now=now,
                expected="投诉下降三成以上")  # fmt: skip
    add_measure(topic=found[1], region=prefecture, day=day, text="城区忙时负荷均衡", by=SYSTEM, now=now, expected="晚高峰投诉下降")
    return found


def _busiest_county(prefecture: Region) -> Region:
    rows = Ticket.objects.filter(region__parent=prefecture, fault_location__contains="大学城图书馆").order_by()
    most = rows.values_list("region").annotate(counted=Count("pk")).order_by("-counted", "region").first()
    return Region.objects.get(pk=most[0]) if most else prefecture
