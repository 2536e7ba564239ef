"""Proof of play adds up in Shanghai's days and months, within reach, and stands beside what was planned."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import SHANGHAI, Day, Month, local_day, month_of
from portalkit.regions.models import Region
from signage.domain.days import milliseconds
from signage.domain.planned import NOTHING, Plan, active_hours, plan_of, plays_an_hour
from signage.domain.proof import HOURS_KEPT
from signage.models import ContentVersion, PlayCount, Publication, Schedule
from signage.permissions import SignagePermission
from signage.selectors.advert_plans import AdvertLine, advert_lines
from signage.selectors.devices import device_of
from signage.services.devices import move_screen, pair
from signage.services.proving import take_proof
from signage.services.screens.folding import drop_old_days, fold_days
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_token, a_user
from tests.signage.player_server.builders import NOW, a_version, an_item, on_air

from .builders import a_count, a_hall_of, a_screen, a_status, signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOVEMBER = Month(2026, 11)
TEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAYS = "day_from=2026-11-01&day_to=2026-11-30"


@pytest.fixture
def hall() -> Hall:
    return a_hall_of("东门营业厅", code="H0001")


@pytest.fixture
def client(hall: Hall) -> Client:
    return signed_in()


def _advert(title: str = "手机", advertiser: str = "华星手机") -> ContentVersion:
    version = a_version(title=title, kind="advert")
    version.content.advertiser = advertiser
    version.content.save()
    return version


def _proof(client: Client, by: str, query: str = DAYS) -> list[dict[str, object]]:
    return list(client.get(f"{reverse('signage:proof', args=[by])}?{query}").context["table"].page.rows)


def _hours(row: dict[str, object]) -> tuple[object, object, object]:
    return row["all_plays"], row["all_ms"], row["all_screens"]


def test_plays_add_up_by_content_advertiser_hall_screen_and_month(client: Client, hall: Hall) -> None:
    west = a_hall_of("西门营业厅", code="H0002")
    one, other = a_screen(hall), a_screen(west)
    advert, brand = _advert(), a_version(title="品牌片")
    schedule = on_air(advert)
    for screen, version, hour in ((one, advert, TEN), (one, advert, TEN + HOUR), (other, advert, TEN), (one, brand, TEN)):
        a_count(screen, version, schedule=schedule, hour=hour)
    a_count(one, None, schedule=schedule, hour=TEN)
    by_content = {row["title"]: _hours(row) for row in _proof(client, "contents")}
    assert by_content == {"手机": (30, 240_000, 2), "品牌片": (10, 80_000, 1), "排期": (10, 80_000, 1)}
    assert {row["advertiser"]: _hours(row) for row in _proof(client, "advertisers")} == {"华星手机": (30, 240_000, 2)}
    assert {row["code"]: row["all_plays"] for row in _proof(client, "halls")} == {"H0001": 40, "H0002": 10}
    assert {row["screen_pk"]: row["all_plays"] for row in _proof(client, "screens")} == {one.pk: 40, other.pk: 10}
    assert [row["all_plays"] for row in _proof(client, "months")] == [50]


def test_a_month_begins_at_midnight_in_shanghai(client: Client, hall: Hall) -> None:
    screen, version = a_screen(hall), _advert()
    schedule = on_air(version)
    for hour in (datetime(2026, 10, 31, 15, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)):
        a_count(screen, version, schedule=schedule, hour=hour, plays=1)
    assert [row["all_plays"] for row in _proof(client, "months", "day_from=2026-10-01&day_to=2026-11-30")] == [1, 1]
    assert [row["all_plays"] for row in _proof(client, "contents")] == [1]


def test_by_month_the_last_twelve_are_shown(client: Client, hall: Hall) -> None:
    screen, version, this_month = a_screen(hall), _advert(), month_of(timezone.localdate())
    schedule = on_air(version)
    for months_ago in (0, 11, 12):
        a_count(screen, version, schedule=schedule, hour=this_month.plus(-months_ago).start)
    assert [month_of(row["month"]) for row in _proof(client, "months", "")] == [this_month, this_month.plus(-11)]  # type: ignore[arg-type]


def test_a_moved_screen_leaves_its_plays_where_they_were(client: Client, hall: Hall) -> None:
    west = a_hall_of("西门营业厅", code="H0002")
    screen, version = a_screen(hall), _advert()
    schedule = on_air(version)
    for place in (hall, west):
        token = pair(screen=move_screen(screen=screen, hall=place, by=SYSTEM, now=TEN), by=SYSTEM, now=TEN)
        told = {"hour": milliseconds(TEN), "schedule": schedule.pk, "item": str(version.pk), "zone": "main", "sequence": 1}
        take_proof(device=device_of(f"Bearer {token}"), counts=[told | {"plays": 3, "ms": 3000}], now=TEN)
    assert {row["code"]: row["all_plays"] for row in _proof(client, "halls")} == {"H0001": 3, "H0002": 3}
    plays = f"{reverse('signage:screen_plays', args=[screen.pk])}?day=2026-11-20"
    assert [row.plays for row in client.get(plays).context["table"].page.rows] == [3, 3]
    of_the_old_hall = signed_in(a_user("supervisor", at=hall.region))
    answer = of_the_old_hall.get(plays)
    assert [row.plays for row in answer.context["table"].page.rows] == [3]
    assert "西门营业厅" not in answer.content.decode()
    assert of_the_old_hall.get(reverse("signage:screen", args=[screen.pk])).status_code == 404


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_old_days_become_one_row_of_each_counter_and_no_total_changes(client: Client, hall: Hall, data: st.DataObject) -> None:
    with transaction.atomic():
        screen, version = a_screen(hall), _advert()
        schedule = on_air(version)
        counters = st.tuples(st.integers(-60, 60), st.sampled_from(["1", "1/2"]), st.sampled_from(["a", "b"]))
        old = NOW - HOURS_KEPT
        for hours, item, player in data.draw(st.sets(counters, max_size=30)):
            a_count(screen, version, schedule=schedule, hour=old + hours * HOUR, item=item, player=player, plays=hours % 5, ms=1000)
        before = _totals()
        list(fold_days(now=NOW))
        assert _totals() == before
        keys = [(row.hour, row.item, row.player) for row in PlayCount.objects.filter(is_day=True)]
        assert len(keys) == len(set(keys))
        assert all(hour == Day(local_day(hour)).start for hour, _, _ in keys)
        assert not PlayCount.objects.filter(is_day=False, hour__lt=Day(local_day(old)).start).exists()
        assert list(fold_days(now=NOW)) == []
        transaction.set_rollback(True)


def test_hours_of_a_day_that_was_added_up_are_told_to_be_gone(client: Client, hall: Hall) -> None:
    screen, version = a_screen(hall), _advert()
    a_count(screen, version, schedule=on_air(version), hour=TEN - timedelta(days=900))
    a_count(screen, version, schedule=Schedule.objects.get(), hour=TEN - timedelta(days=1200))
    assert [fewer for _, fewer in fold_days(now=TEN - timedelta(days=800))] == [0]
    assert drop_old_days(now=TEN) == 1
    page = client.get(f"{reverse('signage:screen_plays', args=[screen.pk])}?day=2024-06-03").content.decode()
    assert "Hours are kept for 62 days." in page


def _totals() -> dict[tuple[object, ...], tuple[int, int]]:
    rows = PlayCount.objects.order_by().values_list(TruncDate("hour", tzinfo=SHANGHAI), "item", "player")
    sums = rows.annotate(Sum("plays"), Sum("milliseconds"))
    return {(day, item, player): (plays, ms) for day, item, player, plays, ms in sums}


def test_the_file_holds_what_is_shown(client: Client, hall: Hall) -> None:
    version = _advert()
    a_count(a_screen(hall), version, schedule=on_air(version), hour=TEN)
    csv = b"".join(client.get(f"{reverse('signage:proof', args=['contents'])}?{DAYS}&format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "手机,Phone advert,华星手机,10" in csv
    page = client.get(f"{reverse('signage:proof', args=['halls'])}?{DAYS}").content.decode()
    assert "region=H0001" in page, "the chart leads to the screens of the hall"
    chart = client.get(f"{reverse('signage:proof', args=['halls'])}?{DAYS}&chart=proof-halls&format=csv")
    assert chart.status_code == 200


def _file(client: Client, url: str) -> tuple[str, list[str]]:
    """The name of a CSV and its lines."""
    answer = client.get(url)
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")  # type: ignore[attr-defined]
    return unquote(answer.headers["Content-Disposition"]), text.split("\r\n")


def test_a_file_says_its_days_region_and_filters_in_its_name_and_above_its_header(client: Client, hall: Hall) -> None:
    version = _advert()
    a_count(a_screen(hall), version, schedule=on_air(version), hour=TEN, ms=100_000)
    url = f"{reverse('signage:proof', args=['contents'])}?{DAYS}&q=手机&format="
    name, lines = _file(client, url + "csv")
    assert "2026-11-01 – 2026-11-30 南江省 手机.csv" in name
    assert lines[:5] == [
        "Proof of play by content", "Days: 2026-11-01 – 2026-11-30", "Region or hall: 南江省", '"Content, advertiser: 手机"', "",
    ]  # fmt: skip
    assert lines[6] == "手机,Phone advert,华星手机,10,0.03,1"
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(url + "xlsx").streaming_content)))  # type: ignore[attr-defined]
    assert [row[0].value for row in book.active.iter_rows(min_row=2, max_row=7)][::5] == ["Days: 2026-11-01 – 2026-11-30", "手机"]
    everything = f"{reverse('signage:proof', args=['contents'])}?day_from=&region={hall.code}&format=csv"
    assert _file(client, everything)[1][1:3] == ["Days: All days", "Region or hall: 东门营业厅"]
    assert "2026-11 南江省" in _file(client, f"{reverse('signage:adverts')}?month=2026-11&format=csv")[0]


def test_each_ticker_is_proved_by_itself_under_the_title_of_its_schedule(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    for number, title in enumerate(("反诈提示", "停电通知"), start=1):
        schedule = on_air(title=title, kind="overlay")
        a_count(screen, None, schedule=schedule, hour=TEN, plays=number)
    rows = _proof(client, "contents")
    assert {row["title"]: row["all_plays"] for row in rows} == {"反诈提示": 1, "停电通知": 2}
    page = client.get(f"{reverse('signage:proof', args=['contents'])}?{DAYS}").content.decode()
    assert "Ticker" in page


def test_rows_lead_to_what_lies_behind_them_in_the_same_days(client: Client, hall: Hall) -> None:
    version, screen = _advert(), a_screen(hall)
    a_count(screen, version, schedule=on_air(version), hour=TEN)
    for by, behind in (
        ("contents", f"{reverse('signage:proof', args=['screens'])}?day_from=2026-11-01&amp;day_to=2026-11-20&amp;q="),
        ("screens", f"{reverse('signage:screen_plays', args=[screen.pk])}?day=2026-11-20"),
    ):
        page = client.get(f"{reverse('signage:proof', args=[by])}?day_from=2026-11-01&day_to=2026-11-20").content.decode()
        assert f'<th scope="row"><a href="{behind}' in page
    assert f"{reverse('signage:adverts')}?month=2026-11" in page


def test_days_that_cannot_be_show_nothing(client: Client, hall: Hall) -> None:
    version = _advert()
    a_count(a_screen(hall), version, schedule=on_air(version), hour=TEN)
    page = client.get(f"{reverse('signage:proof', args=['halls'])}?day_from=2026-11-20&day_to=2026-11-01").content.decode()
    assert "The end lies before the start." in page
    assert "Correct the filter that is marked" in page
    assert "<table" not in page


def test_a_screen_is_followed_down_to_the_hour(client: Client, hall: Hall) -> None:
    screen, version = a_screen(hall), _advert()
    schedule = on_air(version)
    a_count(screen, version, schedule=schedule, hour=TEN)
    a_count(screen, version, schedule=schedule, hour=TEN + 24 * HOUR)
    rows = client.get(reverse("signage:screen_plays", args=[screen.pk]) + "?day=2026-11-20").context["table"].page.rows
    assert [row.hour for row in rows] == [TEN]
    assert client.get(reverse("signage:screen_plays", args=[screen.pk]) + "?day=nonsense").status_code == 200


def test_an_empty_page_says_why(client: Client) -> None:
    assert "has reported a play yet" in client.get(reverse("signage:proof", args=["months"])).content.decode()
    assert client.get(reverse("signage:proof", args=["nonsense"])).status_code == 404


def test_plays_of_another_region_do_not_count(hall: Hall) -> None:
    version = _advert()
    a_count(a_screen(hall), version, schedule=on_air(version), hour=TEN)
    far = a_prefecture("远山市", under=Region.objects.get(parent=None))
    stranger = signed_in(a_user("supervisor", at=far))
    assert _proof(stranger, "contents") == []
    assert advert_lines(stranger_access := system_access(SYSTEM, []), month=NOVEMBER, now=NOVEMBER.end) == []
    assert not stranger_access.can(SignagePermission.VIEW)


def _published(schedule: Schedule, at: datetime) -> None:
    Publication.objects.create(action="publish", schedule=schedule, revision=schedule.on_air, at=at)


def _lines(now: datetime = NOVEMBER.end) -> list[AdvertLine]:
    return advert_lines(system_access(SYSTEM, [SignagePermission.VIEW]), month=NOVEMBER, now=now)


def test_planned_is_plays_an_hour_times_active_hours_times_screens(hall: Hall) -> None:
    screens = [a_screen(hall), a_screen(hall)]
    version = _advert()
    schedule = on_air(
        version, kind="advert", plays_per_hour=6, first_day=date(2026, 11, 1), last_day=date(2026, 11, 10), day_parts=[["09:00", "17:00"]]
    )
    _published(schedule, NOVEMBER.start)
    a_count(screens[0], version, schedule=schedule, hour=TEN, plays=48, ms=384_000)
    (line,) = _lines()
    assert (line.advertiser, line.screens) == ("华星手机", 2)
    assert line.planned == Plan(plays=6 * 80 * 2, milliseconds=6 * 80 * 2 * 8000)
    assert (line.plays, line.fulfilled) == (48, 384_000 / line.planned.milliseconds)


def test_what_was_withdrawn_is_planned_until_then_and_the_running_month_until_now(hall: Hall) -> None:
    a_screen(hall)
    schedule = on_air(_advert(), kind="advert", share_seconds=60, first_day=date(2026, 11, 1), day_parts=[["00:00", "00:00"]])
    _published(schedule, NOVEMBER.start)
    Publication.objects.create(action="withdraw", schedule=schedule, at=NOVEMBER.start + 48 * HOUR)
    assert _lines()[0].planned.plays == 48 * 8, "a share of 60 s takes eight plays of 8 s"
    assert _lines(NOVEMBER.start + 10 * HOUR)[0].planned.plays == 10 * 8


def test_a_schedule_of_two_advertisers_makes_two_lines(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    one, other = _advert("甲", "甲公司"), _advert("乙", "乙公司")
    items = [an_item(one), an_item(other, duration_ms=16_000)]
    schedule = on_air(kind="advert", plays_per_hour=2, items=items, first_day=date(2026, 11, 1), created=NOVEMBER.end - 2 * HOUR)
    found = {line.advertiser: line.planned for line in _lines()}
    assert found == {"甲公司": Plan(4, 4 * 8000), "乙公司": Plan(4, 4 * 16_000)}
    a_count(screen, one, schedule=schedule, hour=TEN)
    html = client.get(reverse("signage:adverts") + "?month=2026-11").content.decode()
    assert "甲公司" in html
    assert client.get(reverse("signage:adverts") + "?month=2011-01").status_code == 200
    assert client.get(reverse("signage:adverts") + "?month=x").status_code == 200


intervals = st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 10**8)).map(lambda pair: (min(pair), max(pair))), max_size=8)


@given(intervals, st.integers(0, 10**8))
def test_active_hours_of_two_parts_of_a_time_add_up(found: list[tuple[int, int]], cut: int) -> None:
    whole = active_hours(found, since=0, until=10**8)
    parts = active_hours(found, since=0, until=cut) + active_hours(found, since=cut, until=10**8)
    assert whole == pytest.approx(parts)
    assert whole == pytest.approx(active_hours(found * 2, since=0, until=10**8)), "a moment counts once"


@given(st.integers(1, 3600), st.integers(1000, 600_000))
def test_a_share_is_filled_and_not_by_a_play_too_many(share: int, length: int) -> None:
    plays = plays_an_hour(plays=None, share_seconds=share, length_ms=length)
    assert plays * length >= share * 1000 > (plays - 1) * length


def test_nothing_is_planned_without_items_or_screens() -> None:
    assert plays_an_hour(plays=None, share_seconds=60, length_ms=0) == 0
    assert plan_of(an_hour=4, hours=8, screens=0, durations_ms=[8000]) == NOTHING


def _machine(region: Region) -> Client:
    _token, secret = a_token(SignagePermission.VIEW, at=region, by=a_user())
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_programs_read_screens_with_their_state(hall: Hall) -> None:
    screen, mute = a_screen(hall, name="大屏"), a_screen(hall)
    a_status(screen, playing=[{"zone": "main", "schedule": 3, "item": "12", "title": "欢迎", "since": 1_795_000_000_000}])
    client = _machine(Region.objects.get(parent=None))
    listed = client.get("/api/v1/screens/?state=playing").json()["results"]
    assert [(one["id"], one["state"], one["playing"][0]["title"]) for one in listed] == [(screen.pk, "playing", "欢迎")]
    one = client.get(f"/api/v1/screens/{mute.pk}/").json()
    assert (one["state"], one["seen_at"], one["complete_revision"], one["hall"]) == ("silent", None, None, "H0001")
    county = a_county("远山县", under=a_prefecture("远山市", under=Region.objects.get(parent=None)))
    assert _machine(county).get(f"/api/v1/screens/{screen.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("screens/?state=zzz", "state"),
        ("screens/?tag=" + "x" * 41, "tag"),
        ("screens/?hall=%00", "hall"),
        ("proof-of-play/?from=yesterday", "from"),
        ("proof-of-play/?to=9999-12-31", "to"),
        ("proof-of-play/?screen=x", "screen"),
        ("proof-of-play/?schedule=9999999999999999999", "schedule"),
        ("proof-of-play/?hall=%00", "hall"),
    ],
)
def test_a_value_that_no_filter_knows_is_refused_by_its_name(hall: Hall, query: str, field: str) -> None:
    answer = _machine(Region.objects.get(parent=None)).get(f"/api/v1/{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_filter_left_empty_narrows_nothing(hall: Hall) -> None:
    a_screen(hall)
    client = _machine(Region.objects.get(parent=None))
    assert len(client.get("/api/v1/screens/?state=&hall=&tag=").json()["results"]) == 1
    assert client.get("/api/v1/proof-of-play/?hall=").status_code == 200


def test_programs_read_proof_of_play_page_by_page(hall: Hall) -> None:
    screen, version = a_screen(hall), _advert()
    schedule = on_air(version)
    for hours in range(5):
        a_count(screen, version, schedule=schedule, hour=TEN + hours * 24 * HOUR)
    client = _machine(Region.objects.get(parent=None))
    first = client.get("/api/v1/proof-of-play/?from=2026-11-21&to=2026-11-23&size=2").json()
    assert (len(first["results"]), first["results"][0]["advertiser"]) == (2, "华星手机")
    assert len(client.get(first["next"]).json()["results"]) == 1
    assert client.get("/api/v1/proof-of-play/?size=5000").status_code == 400
