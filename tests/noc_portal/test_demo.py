"""The demo province: the same for the same seed, whole or not at all, and gone without a trace but the audit's."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from complaints.models import PublishedRate, RateTarget, SubscriberCount, Ticket
from complaints.services import ensure_default_mappings
from noc_portal.demo import loading, people, unloading
from noc_portal.demo.exports import write_exports, write_practice_files
from noc_portal.demo.tickets import tickets_of_day
from noc_portal.management.commands.demo import SEED
from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.imports.models import ImportBatch
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from tests.builders import a_province, a_user
from tests.standing import Standing

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)
STAYS = frozenset(
    {"audit.AuditEvent", "audit.AuditHead", "complaints.DataVersion", "complaints.SupervisionState", "files.StoredFile", "jobs.Job"}
)


@dataclass(frozen=True)
class Loaded:
    """The demo of NOW, and what the portal held `before`."""

    before: dict[str, int]
    result: loading.Loaded


@pytest.fixture
def demo(standing_demo: Loaded, db: None) -> Loaded:
    return standing_demo


@pytest.fixture(scope="class")
def standing_demo(standing: Standing) -> Loaded:
    return standing.rows("standing_demo", load_demo)


def load_demo() -> Loaded:
    ensure_default_mappings()
    return Loaded(before=rows(), result=loading.load(seed=SEED, now=NOW, months=1))


def test_a_day_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    evening = datetime.combine(DAY, time.max)
    first, again, other = (tickets_of_day(seed=seed, day=DAY, horizon=evening) for seed in (7, 7, 8))
    assert first == again != other
    assert len(first) > 20


def test_what_is_answered_later_is_still_open_and_never_another_matter() -> None:
    noon = datetime(2026, 3, 2, 12)
    early = tickets_of_day(seed=SEED, day=DAY, horizon=noon)
    late = {matter.crm["工单流水号"]: matter for matter in tickets_of_day(seed=SEED, day=DAY, horizon=datetime(2026, 4, 1))}
    assert 0 < len(early) < len(late)
    assert all(matter.crm["受理时间"] <= f"{noon}" for matter in early)
    assert all(late[matter.crm["工单流水号"]].crm.items() >= matter.crm.items() for matter in early)
    assert any("结单日期" not in matter.crm for matter in early)


def test_the_files_are_the_same_bytes_for_the_same_seed(tmp_path: Path) -> None:
    def written(name: str) -> list[bytes]:
        files = write_exports(folder=tmp_path / name, seed=SEED, first=DAY, now=datetime(2026, 3, 3, 8), label="x")
        return [path.read_bytes() for _kind, path in files.by_kind()]

    assert written("one") == written("two")


def test_the_practice_file_has_exactly_three_rows_to_repair(tmp_path: Path) -> None:
    plain = write_exports(folder=tmp_path / "plain", seed=SEED, first=DAY, now=datetime.combine(DAY, time.max), label="x")
    faulty = write_practice_files(folder=tmp_path / "faulty", seed=SEED, day=DAY)
    pairs = zip(plain.eoms.read_text("gb18030").splitlines(), faulty.eoms.read_text("gb18030").splitlines(), strict=True)
    assert [one != other for one, other in pairs][:5] == [False, True, True, True, False]


def test_what_is_loaded_is_taken_away_again_to_the_last_row(demo: Loaded) -> None:
    loaded = demo.result
    assert (loaded.regions, loaded.users) == (Region.objects.count(), len(people.USERS))
    assert loaded.tickets == Ticket.objects.count() > 100
    assert Ticket.objects.filter(system="eoms").exists()
    assert SubscriberCount.objects.count() == 14
    assert (PublishedRate.objects.count(), RateTarget.objects.count()) == (30, 1)
    counted = unloading.counts()
    assert (counted["complaints.Ticket"], counted["regions.Region"]) == (loaded.tickets, loaded.regions)
    unloaded = unloading.unload(by=SYSTEM, now=NOW)
    assert unloaded.rows["complaints.Ticket"] == loaded.tickets
    assert rows() == demo.before
    assert {"demo.load", "demo.unload"} <= set(AuditEvent.objects.values_list("action", flat=True))


@pytest.mark.usefixtures("demo")
def test_a_second_loading_is_refused_and_changes_nothing() -> None:
    before = rows()
    with pytest.raises(loading.AlreadyLoaded):
        loading.load(seed=SEED + 1, now=NOW, months=1)
    assert rows() == before


@pytest.mark.django_db
def test_a_portal_with_regions_of_its_own_takes_no_demo_beside_them() -> None:
    a_province("Guangxi")
    with pytest.raises(loading.ForeignData):
        loading.load(seed=SEED, now=NOW, months=1)
    assert Region.objects.count() == 1
    with pytest.raises(unloading.NotLoaded):
        unloading.unload(by=SYSTEM, now=NOW)


@pytest.mark.usefixtures("demo")
def test_unloading_leaves_the_users_and_imports_of_others_alone() -> None:
    own = a_user(username="own")
    unloading.unload(by=SYSTEM, now=NOW)
    assert list(User.objects.all()) == [own]
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_the_command_tells_in_its_last_line_what_it_did() -> None:
    loaded = command("load", "--seed", "5", "--months", "1")
    assert SubscriberCount.objects.count() == 14
    assert (loaded["loaded"], loaded["tickets"], loaded["users"]) == (True, Ticket.objects.count(), len(people.USERS))
    assert command("load", "--if-empty")["loaded"] is False
    assert refused("load")["refused"] == "AlreadyLoaded"
    assert command("unload")["rows"]["complaints.Ticket"] == loaded["tickets"]
    assert refused("unload")["refused"] == "NotLoaded"
    a_province("Guangxi")
    assert refused("load")["refused"] == "ForeignData"
    assert command("load", "--if-empty")["loaded"] is False


@pytest.mark.usefixtures("demo")
def test_the_page_loads_and_deletes_the_demo_by_a_job(run_jobs: Callable[..., list[Job]]) -> None:
    client = Client()
    client.force_login(User.objects.get(username="admin"), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    assert "Tickets" in client.get("/system/demo/").content.decode()
    assert client.post("/system/demo/", {"action": "unload"}).status_code == 302
    assert [job.state for job in run_jobs() if job.kind == "demo.unload"] == ["done"]
    assert not Region.objects.exists()


@pytest.mark.django_db
def test_the_page_offers_no_demo_beside_data_of_ones_own() -> None:
    client = Client()
    client.force_login(a_user("administrator", at=a_province("Guangxi")), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    page = client.get("/system/demo/").content.decode()
    assert "The portal holds data of its own" in page
    assert 'value="load"' not in page


def rows() -> dict[str, int]:
    """How many rows each model of the product has, without what an unloading leaves on purpose."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(("portalkit.", "complaints.", "storefronts.", "video."))]
    return {model._meta.label: model._default_manager.count() for model in ours if model._meta.label not in STAYS}


def command(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("demo", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue().strip().splitlines()[-1])


def refused(*arguments: str) -> dict[str, object]:
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("demo", *arguments, "--json", stdout=out, stderr=StringIO())
    assert exit_.value.code == 1
    return json.loads(out.getvalue().strip().splitlines()[-1])
