"""Early warning over roll-ups: what a pass finds, keeps, raises, clears; what changed; the daily roll-up it reads."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count

from complaints.domain.control_chart import Flag
from complaints.domain.funnel import Verdict
from complaints.domain.signals import Grade, Method, Steps
from complaints.models import (
    Annotation,
    DailyClassRollup,
    MonthlyClassRollup,
    MonthTotal,
    SubscriberCount,
    Ticket,
    WarningPass,
    WarningRules,
    WarningSignal,
)
from complaints.permissions import ComplaintsPermission
from complaints.selectors.ground import RegionOutOfReach
from complaints.selectors.warning import comparable_periods, rate_change, region_funnel, warning_summary
from complaints.selectors.warning_findings import look_for_warnings
from complaints.selectors.warning_series import daily_watches, monthly_charts, warning_rules
from complaints.services.warning import BadThresholds, Kept, Thresholds, keep_warnings, set_warning_rules
from portalkit.access.selectors import Access, access_of_user
from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import IsoWeek, Month, Span, month_of, months
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, a_crm_row, imported, undone
from tests.complaints.conftest import Province

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
FIRST, LAST = Month(2025, 6), Month(2026, 10)


def _filled(
    region: Region, *, per_day: int = 6, high: Month | None = None, rise_from: date | None = None, service_class: str = "voice"
) -> None:
    """Roll-ups of a region without tickets: the same number every day, twice as many in `high` and from `rise_from` on."""
    daily, monthly = [], []
    for month in months(FIRST, LAST):
        counts = [per_day * (2 if month == high or (rise_from and day >= rise_from) else 1) + day.day % 2 for day in month.days()]
        daily += [
            DailyClassRollup(day=day, region=region, service_class=service_class, complaints=count)
            for day, count in zip(month.days(), counts, strict=True)
        ]
        monthly.append(
            MonthlyClassRollup(
                month=month.first_day, region=region, service_class=service_class, complaints=sum(counts), first_on=month.first_day,
                last_on=month.last_day,
            )
        )  # fmt: skip
        SubscriberCount.objects.get_or_create(
            month=month.first_day, region=region, service_class="total", defaults={"subscribers": 400_000}
        )
        total, _ = MonthTotal.objects.get_or_create(
            month=month.first_day, defaults={"complaints": 0, "first_on": month.first_day, "last_on": month.last_day}
        )
        total.complaints += sum(counts)
        total.save()
    DailyClassRollup.objects.bulk_create(daily)
    MonthlyClassRollup.objects.bulk_create(monthly)


def _pass(today: date = TODAY, now: datetime = NOW) -> Kept:
    found = look_for_warnings(EVERYWHERE, today=today, rules=warning_rules())
    return keep_warnings(found=found, by=SYSTEM, now=now)


def test_the_daily_roll_up_by_class_equals_a_count_of_the_counted_tickets(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1"), a_crm_row("C2", at="2026-10-05 23:00:00", category="手机上网"), a_crm_row("C3")])
    batch = imported("crm_tickets", [a_crm_row("C4", region="Liuxi"), a_crm_row("C1", category="手机上网")])
    undone(batch)
    counted = Ticket.objects.filter(counted=True).values_list("accepted_on", "region_id", "service_class").annotate(n=Count("pk"))
    assert set(DailyClassRollup.objects.values_list("day", "region_id", "service_class", "complaints")) == set(counted)
    assert DailyClassRollup.objects.count() == 2


def test_a_month_far_above_the_others_is_flagged_and_raised_with_the_chart_that_explains_it(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    kept = _pass()
    signal = WarningSignal.objects.get(region=province.yunzhou, service_class="voice", method=Method.ABOVE)
    assert (signal.on, signal.state, signal.severity) == (LAST.first_day, "open", Grade.MAJOR)
    assert signal.complaints == 6 * 2 * 31 + 16
    assert signal.lower is not None
    assert signal.value > (signal.upper or 0)
    alarm = Alarm.objects.get(kind="complaints.month_above", object_instance="NJ01", specific_problem="complaints.month_above/voice")
    assert (alarm.severity, alarm.region) == ("major", province.yunzhou)
    assert alarm.url == "/complaints/warning/months/?region=NJ01&class=voice&month=2026-10"
    assert kept.raised == Alarm.objects.filter(cleared_at=None).count() > 0


def test_a_rise_of_days_is_raised_with_its_first_day(province: Province) -> None:
    _filled(province.liuxi, rise_from=date(2026, 10, 20))
    _pass()
    signal = WarningSignal.objects.get(region=province.liuxi, service_class="voice", method=Method.DAILY_RISE)
    assert signal.since == date(2026, 10, 20)
    assert date(2026, 10, 21) <= signal.on <= date(2026, 10, 26)
    assert signal.ratio == pytest.approx(1.9, abs=0.1)
    alarm = Alarm.objects.get(kind="complaints.daily_rise", object_instance="NJ02", specific_problem="complaints.daily_rise/voice")
    assert alarm.params["since"] == "2026-10-20"
    assert alarm.url.startswith("/complaints/warning/days/?region=NJ02&class=voice")


def test_a_second_pass_over_the_same_data_changes_nothing(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    _pass()
    before = list(WarningSignal.objects.order_by("pk").values()), list(Alarm.objects.order_by("pk").values("pk", "count", "last_at"))
    kept = _pass(now=NOW + timedelta(hours=5))
    assert (kept.new, kept.changed, kept.withdrawn, kept.raised, kept.cleared) == (0, 0, 0, 0, 0)
    assert before == (
        list(WarningSignal.objects.order_by("pk").values()),
        list(Alarm.objects.order_by("pk").values("pk", "count", "last_at")),
    )


def test_what_later_data_no_longer_show_is_withdrawn_and_its_alarm_cleared(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    _pass()
    SubscriberCount.objects.filter(month=LAST.first_day).update(subscribers=800_000)
    DailyClassRollup.objects.filter(day__gte=LAST.first_day).update(complaints=6)
    _pass()
    assert set(WarningSignal.objects.filter(severity__gt="").values_list("state", flat=True)) == {"withdrawn"}
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_month_that_fell_is_kept_as_an_improvement_without_an_alarm(province: Province) -> None:
    _filled(province.yunzhou)
    MonthlyClassRollup.objects.filter(month=LAST.first_day).update(complaints=60)
    _pass()
    assert WarningSignal.objects.get(method=Method.BELOW, service_class="voice", region=province.yunzhou).severity == ""
    assert not Alarm.objects.filter(kind__startswith="complaints.month").exists()


def test_a_part_of_a_month_is_never_judged(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    chart = monthly_charts(EVERYWHERE, region=province.yunzhou, today=LAST.last_day, rules=WarningRules())["voice"]
    assert chart.rows[-1].is_partial
    assert chart.chart.points[-1].flag is None


def test_a_change_of_counting_splits_the_baseline_and_a_campaign_does_not(province: Province) -> None:
    _filled(province.yunzhou)
    MonthlyClassRollup.objects.filter(month__gte=date(2026, 2, 1)).update(complaints=600)

    def flags() -> set[Flag | None]:
        chart = monthly_charts(EVERYWHERE, region=province.yunzhou, today=TODAY, rules=WarningRules())["voice"].chart
        return {point.flag for point in chart.points}

    Annotation.objects.create(day=date(2026, 2, 1), label="促销", kind="campaign")
    Annotation.objects.create(day=date(2026, 2, 1), label="别处", kind="network", region=province.liuxi)
    assert flags() != {None}
    Annotation.objects.create(day=date(2026, 2, 1), label="每诉必录", kind="counting")
    assert flags() == {None}


def test_series_with_too_few_complaints_are_neither_charted_nor_watched(province: Province) -> None:
    _filled(province.hill, per_day=0)
    chart = monthly_charts(EVERYWHERE, region=province.hill, today=TODAY, rules=WarningRules(fewest_monthly=20))["voice"]
    assert not chart.is_judged
    assert not daily_watches(EVERYWHERE, region=province.hill, today=TODAY, rules=WarningRules())["voice"].is_watched
    _pass()
    assert WarningPass.objects.get(region=province.hill).watches == 0


def test_days_of_a_missing_export_are_unknown_and_the_day_of_looking_is_not_taken(province: Province) -> None:
    _filled(province.yunzhou, per_day=9)
    gap = [date(2026, 7, day) for day in (4, 5)]
    DailyClassRollup.objects.filter(day__in=gap).delete()
    days = daily_watches(EVERYWHERE, region=province.yunzhou, today=date(2026, 10, 20), rules=WarningRules())["voice"].watch.days
    assert [day.day for day in days if day.complaints is None] == gap
    assert days[-1].day == date(2026, 10, 19)


def test_no_data_means_nothing_to_find(province: Province) -> None:
    found = look_for_warnings(EVERYWHERE, today=TODAY, rules=warning_rules())
    assert (found.findings, found.charts, found.watches) == ((), 0, 0)
    assert comparable_periods(month=LAST, today=TODAY) is None


def test_severities_follow_the_excess() -> None:
    assert [Steps().grade(excess) for excess in (0.1, 0.25, 0.5, 1.0)] == [Grade.WARNING, Grade.MINOR, Grade.MAJOR, Grade.CRITICAL]
    with pytest.raises(ValueError, match="go up"):
        Steps(minor=0.5, major=0.4)


def test_thresholds_are_kept_with_who_when_and_why_and_start_a_pass(province: Province) -> None:
    wanted = Thresholds(0.2, 0.05, 4, 12, 3, 9, 0.2, 0.4, 0.9)
    rules = set_warning_rules(thresholds=wanted, reason="too many alarms", by=SYSTEM, now=NOW)
    assert (warning_rules(), rules.by_name, rules.reason) == (rules, "system", "too many alarms")
    event = AuditEvent.objects.get(action="complaints.set_warning_rules")
    assert event.detail["step"] == [0.15, 0.2]
    assert Job.objects.filter(kind="complaints.warning").count() == 1
    for bad in (Thresholds(0.01, 0.05, 4, 12, 3, 9, 0.2, 0.4, 0.9), Thresholds(0.2, 0.05, 4, 12, 3, 9, 0.5, 0.4, 0.9)):
        with pytest.raises(BadThresholds):
            set_warning_rules(thresholds=bad, reason="x", by=SYSTEM, now=NOW)


def test_an_import_of_tickets_puts_one_pass_in_line_and_the_job_does_it(province: Province, run_jobs: object) -> None:
    imported("crm_tickets", [a_crm_row("C1")])
    imported("crm_tickets", [a_crm_row("C2")])
    assert Job.objects.filter(kind="complaints.warning").count() == 1
    (ran,) = [job for job in run_jobs() if job.kind == "complaints.warning"]  # type: ignore[operator]
    assert (ran.state, ran.result["open"]) == ("done", 0)
    assert WarningPass.objects.count() == Region.objects.count()


def test_the_command_prints_what_it_found(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    out = StringIO()
    call_command("complaint_warnings", "--dry-run", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert document["kept"] is None
    assert {"NJ01", "NJ"} == {one["region"] for one in document["findings"]}
    assert not WarningSignal.objects.exists()
    call_command("complaint_warnings", stdout=out)
    assert WarningSignal.objects.exists()
    assert "monthly charts" in out.getvalue()


def test_the_funnel_tells_the_region_that_differs(province: Province) -> None:
    _filled(province.yunzhou)
    _filled(province.liuxi, high=LAST)
    found = region_funnel(EVERYWHERE, period=LAST, region=province.whole)
    verdicts = {one.region.code: one.judged.verdict for one in found.placed if one.judged}
    assert verdicts == {"NJ02": Verdict.FAR_ABOVE, "NJ01": Verdict.FAR_BELOW}
    assert found.placed[0].region == province.liuxi
    week = region_funnel(EVERYWHERE, period=IsoWeek(2026, 42), region=province.whole)
    assert [one.pair.complaints for one in week.placed] == [87, 45]


def test_a_change_is_divided_by_region_and_compared_by_class(province: Province) -> None:
    _filled(province.yunzhou)
    _filled(province.liuxi, high=LAST)
    _filled(province.liuxi, per_day=2, service_class="internet")
    found = rate_change(EVERYWHERE, now=LAST, before=Month(2026, 8), region=province.whole)
    assert found.whole.before.complaints + 6 * 31 == found.whole.now.complaints
    ratios = {one.key: one.ratio.value for one in (*found.regions, *found.classes) if one.ratio}
    assert ratios["NJ01"] == 1
    assert ratios["NJ02"] == pytest.approx((15 * 31 + 32) / (8 * 31 + 32), rel=0.1)
    assert ratios["internet"] == 1
    assert found.decomposition is not None
    assert found.decomposition.mix == pytest.approx(0)
    assert max(found.decomposition.parts, key=lambda part: part.total).key == "NJ02"


def test_a_month_in_part_is_compared_with_the_same_days_of_the_other(province: Province) -> None:
    _filled(province.yunzhou)
    assert comparable_periods(month=LAST, today=TODAY) == (Month(2026, 9), LAST)
    assert comparable_periods(month=LAST, today=TODAY, against_last_year=True) == (Month(2025, 10), LAST)
    spans = comparable_periods(month=LAST, today=date(2026, 10, 20))
    assert spans == (Span(date(2026, 9, 1), date(2026, 9, 19)), Span(date(2026, 10, 1), date(2026, 10, 19)))
    found = rate_change(EVERYWHERE, now=spans[1], before=spans[0], region=province.whole)
    assert (found.whole.before, found.whole.now) == (found.whole.now, found.whole.before)


def test_the_summary_of_a_month_holds_what_its_report_shows(province: Province) -> None:
    _filled(province.yunzhou)
    _filled(province.liuxi, high=Month(2026, 9))
    _pass()
    found = warning_summary(EVERYWHERE, period=Month(2026, 9), region=province.whole)
    assert {(one.region.code, one.method) for one in found.signals} >= {("NJ02", "above"), ("NJ02", "daily_rise")}
    assert found.funnel.placed[0].region == province.liuxi
    assert found.change.before == Month(2026, 8)
    assert found.chart is not None
    assert found.chart.rows[-1].month == Month(2026, 9)
    assert not any(one.on > date(2026, 9, 30) for one in found.signals)
    week = warning_summary(EVERYWHERE, period=IsoWeek(2026, 38), region=province.whole)
    assert (week.change.whole.now.complaints, str(week.change.before)) == (6 * 7 * 3 + 2 * 3, "2026-W37")


def test_nobody_reads_the_warnings_of_foreign_regions(province: Province) -> None:
    _filled(province.yunzhou, high=LAST)
    _pass()
    access: Access = access_of_user(a_user("noc_staff", at=province.liuxi), on=TODAY)
    assert warning_summary(access, period=LAST).signals == ()
    assert [one.region.code for one in region_funnel(access, period=LAST).placed] == []
    for call in (
        lambda: monthly_charts(access, region=province.yunzhou, today=TODAY, rules=WarningRules()),
        lambda: daily_watches(access, region=province.yunzhou, today=TODAY, rules=WarningRules()),
        lambda: rate_change(access, now=LAST, before=LAST.previous(), region=province.whole),
    ):
        with pytest.raises(RegionOutOfReach):
            call()
    assert access.can(ComplaintsPermission.VIEW)
    assert month_of(TODAY) == Month(2026, 11)
