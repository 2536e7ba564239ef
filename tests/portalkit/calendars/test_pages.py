"""The table of special days and the hours: who sets them, how they are imported, what the year's page says."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.calendars import services
from portalkit.calendars.domain.hours import BadHours
from portalkit.calendars.models import DayKind, SpecialDay
from portalkit.calendars.permissions import CalendarsPermission
from portalkit.calendars.selectors import NoSuchCalendar, workdays, working_time, working_times, year_sheet
from portalkit.imports.models import ImportBatch
from portalkit.imports.permissions import ImportsPermission
from portalkit.imports.services.inline import import_now, undo_now
from portalkit.imports.services.mapping import Choice
from portalkit.imports.services.receiving import receive
from portalkit.periods.domain.calendar import SHANGHAI
from tests.builders import a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = {"day": "2027-02-09", "kind": "holiday", "name": "春节", "name_en": "Spring Festival", "source": "notice"}


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(a_user(role, at=a_province()), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    return client


def imported(text: str, *, commit: bool = True) -> ImportBatch:
    access = system_access(SYSTEM, [ImportsPermission.UPLOAD, CalendarsPermission.MANAGE])
    batch = receive(stream=io.BytesIO(text.encode()), name="days.csv", kind="special_days", access=access, now=NOW)
    choice = Choice(mapping=batch.mapping, options={})
    return import_now(batch=batch, choice=choice, commit=commit, explain=lambda problem, _: problem.code, by=SYSTEM, now=NOW)


def test_a_new_installation_knows_three_years_and_three_calendars() -> None:
    assert {day.year for day in SpecialDay.objects.values_list("day", flat=True)} == {2025, 2026, 2027}
    assert set(working_times()) == {"always", "without_nights", "office_hours"}


def test_the_import_of_a_year_is_one_of_holidays_and_speaks_of_them() -> None:
    client = signed_in("administrator")
    assert "/imports/upload/?kind=special_days" in client.get("/calendar/").content.decode()
    client.cookies["noc_language"] = "zh-hans"
    batch = imported("日期,类型,名称,暂定\n2027-06-09,节假日,端午节,是\n", commit=False)
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    cells = re.findall(r'<td class="is-clipped">(.*?)</td>', page)
    assert cells == ["2027-06-09", "节假日", "端午节", "是"]
    assert "号码已脱敏" not in page
    assert "单号" not in client.get(f"/imports/{batch.pk}/map/").content.decode()


def test_a_day_that_is_set_moves_deadlines_at_once() -> None:
    monday = datetime(2026, 11, 23, 17, tzinfo=SHANGHAI)
    assert working_time("office_hours").add_working_time(monday, timedelta(hours=2)) == datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    services.set_day(day=date(2026, 11, 24), kind=DayKind.HOLIDAY, name="测试", by=SYSTEM, now=NOW)
    assert working_time("office_hours").add_working_time(monday, timedelta(hours=2)) == datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)


def test_a_day_that_is_removed_is_what_its_weekday_says() -> None:
    services.remove_day(special_day=SpecialDay.objects.get(day=date(2026, 2, 14)), by=SYSTEM, now=NOW)
    assert not workdays().is_workday(date(2026, 2, 14))
    assert AuditEvent.objects.get(action="calendars.remove_day").detail["day"] == "2026-02-14"


@pytest.mark.parametrize(
    "wrong", [{"day": date(1900, 1, 1)}, {"kind": "birthday"}, {"name": "  "}], ids=["too early", "no such kind", "no name"]
)
def test_what_is_no_special_day_is_refused(wrong: dict[str, object]) -> None:
    right = {"day": date(2026, 11, 24), "kind": "holiday", "name": "测试"}
    with pytest.raises(services.NotASpecialDay):
        services.set_day(**(right | wrong), by=SYSTEM, now=NOW)  # type: ignore[arg-type]


def test_the_database_keeps_one_row_a_day_of_a_known_kind() -> None:
    for values in ({"day": date(2026, 10, 1), "kind": "holiday"}, {"day": date(2028, 1, 1), "kind": "birthday"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpecialDay.objects.create(name="x", **values)


def test_hours_are_kept_in_one_spelling_and_refused_when_they_overlap() -> None:
    calendar = services.set_hours(code="shift", name="班次", spans="14:00-18:00，9:00-12:00", by=SYSTEM, now=NOW)
    assert calendar.spans == "09:00-12:00, 14:00-18:00"
    with pytest.raises(BadHours):
        services.set_hours(code="shift", name="班次", spans="09:00-12:00, 11:00-13:00", by=SYSTEM, now=NOW)


def test_a_calendar_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchCalendar, match="lunar"):
        working_time("lunar")


def test_a_notice_is_imported_over_the_provisional_days_and_undone() -> None:
    file = "日期,类型,名称,来源\n2027-02-05,放假,春节,通知\n2027-02-09,休,春节,通知\n2027-02-20,补班,春节调休,通知\n2027-13-01,休,x,\n"
    batch = imported(file)
    assert (batch.new, batch.changed, batch.rejected) == (2, 1, 1)
    assert not SpecialDay.objects.get(day=date(2027, 2, 5)).is_provisional
    assert workdays().is_workday(date(2027, 2, 20))
    undo_now(batch=batch, by=SYSTEM, now=NOW)
    assert SpecialDay.objects.get(day=date(2027, 2, 5)).is_provisional
    assert not SpecialDay.objects.filter(day=date(2027, 2, 20)).exists()


def test_the_sheet_counts_the_workdays_of_a_year() -> None:
    assert year_sheet(2026).workdays == 248  # 365 days, 104 at weekends, 19 weekdays off, 6 weekend days worked
    assert not year_sheet(2026).is_provisional
    assert year_sheet(2027).is_provisional
    assert not year_sheet(2031).is_known


def test_everybody_reads_the_year_and_only_who_may_is_offered_changes() -> None:
    page = signed_in("manager").get("/calendar/?year=2026").content.decode()
    assert "248 workdays" in page
    assert "Make-up workday" in page
    assert "/calendar/days/new/" not in page
    assert "/imports/upload/" not in page


def test_a_provisional_year_and_an_unknown_one_say_what_to_do() -> None:
    steward = signed_in("data_steward")
    assert "This year is provisional" in steward.get("/calendar/?year=2027").content.decode()
    unknown = steward.get("/calendar/?year=2031").content.decode()
    assert "No holidays are listed for this year" in unknown
    assert "/imports/upload/" in unknown


@pytest.mark.parametrize("asked", ["", "1800", "nonsense", "２０２６", "2026' OR 1=1"])
def test_nonsense_in_the_address_shows_a_year(asked: str) -> None:
    assert signed_in("manager").get("/calendar/", {"year": asked}).status_code == 200


def test_a_steward_adds_changes_and_removes_a_day() -> None:
    steward = signed_in("data_steward")
    assert steward.post("/calendar/days/new/", DAY).status_code == 302
    row = SpecialDay.objects.get(day=date(2027, 2, 9))
    assert steward.post(f"/calendar/days/{row.pk}/", DAY | {"kind": "workday"}).status_code == 302
    row.refresh_from_db()
    assert row.is_worked
    assert steward.post(f"/calendar/days/{row.pk}/remove/").status_code == 302
    assert not SpecialDay.objects.filter(pk=row.pk).exists()


def test_a_steward_sets_hours_and_is_told_what_is_wrong_with_them() -> None:
    steward = signed_in("data_steward")
    wrong = steward.post("/calendar/hours/office_hours/", {"name": "工作时间", "spans": "nine to five"})
    assert wrong.status_code == 422
    assert "Write the hours as" in wrong.content.decode()
    assert steward.post("/calendar/hours/office_hours/", {"name": "工作时间", "spans": "08:30-17:30"}).status_code == 302
    assert str(working_time("office_hours").hours) == "08:30-17:30"


def test_a_steward_of_one_prefecture_does_not_set_the_days_of_all() -> None:
    client = Client()
    province = a_province()
    user = a_user("data_steward", at=a_prefecture("Yunzhou", under=province))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/calendar/days/new/", DAY).status_code == 403
