"""Rules are set, tried and restored; nothing that was set is lost."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from complaints.domain.quality.rules import RuleCode, Severity
from complaints.models import Finding, RuleVersion
from complaints.services.inspection import RuleUnchanged, inspect_everything, restore_rule, set_rule
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from tests.builders import a_user
from tests.complaints.builders import NOW
from tests.complaints.conftest import Province
from tests.complaints.views.builders import a_client

from .builders import an_answered_row, codes, import_answered, points

pytestmark = pytest.mark.django_db
RULE = "/complaints/inspection/rules/vague_time/"
EARLY = date(2026, 1, 1)
FORM = {
    "is_enabled": "on",
    "severity": "2",
    "weight": "15",
    "words": "近期 尽快",
    "harmless": "近期无",
    "near": "30",
    "valid_from": "2026-01-01",
}


@pytest.fixture
def supervisor(province: Province) -> Client:
    return a_client(a_user("supervisor", at=province.whole))


def _set(**changes: Any) -> RuleVersion:
    plain: dict[str, Any] = {"is_enabled": True, "severity": Severity.MAJOR, "weight": 15, "options": {}, "valid_from": EARLY}
    return set_rule(rule=RuleCode.CAUSE_OTHER, **{**plain, **changes}, by=SYSTEM, now=NOW)


def test_a_new_setting_counts_from_the_next_inspection_on_and_findings_name_it(province: Province) -> None:
    import_answered(an_answered_row("E1", 问题原因一级="其它"))
    inspect_everything(now=NOW)
    _set(severity=Severity.CRITICAL, weight=70)
    assert points("E1") == 85
    inspect_everything(now=NOW)
    assert points("E1") == 30
    assert list(Finding.objects.values_list("version", "severity")) == [("1.1", 3)]


def test_a_rule_that_is_not_in_use_finds_nothing(province: Province) -> None:
    import_answered(an_answered_row("E1", 问题原因一级="其它"))
    _set(is_enabled=False)
    inspect_everything(now=NOW)
    assert codes("E1") == []


def test_complaints_before_the_first_day_keep_the_former_setting(province: Province) -> None:
    import_answered(an_answered_row("E1", 问题原因一级="其它"), an_answered_row("E2", at="2026-10-20 08:00:00", 问题原因一级="其它",
                    派单时间="2026-10-20 09:00:00", 回单时间="2026-10-21 09:00:00", 归档时间="2026-10-21 10:00:00"))  # fmt: skip
    _set(weight=50, valid_from=date(2026, 10, 20))
    inspect_everything(now=NOW)
    assert (points("E1"), points("E2")) == (85, 50)


def test_a_former_setting_comes_back_as_a_version_of_its_own(province: Province) -> None:
    _set(weight=30)
    _set(weight=40)
    restored = restore_rule(rule=RuleCode.CAUSE_OTHER, number=1, valid_from=EARLY, by=SYSTEM, now=NOW)
    assert (restored.number, restored.weight, restored.restores) == (3, 30, 1)
    delivered = restore_rule(rule=RuleCode.CAUSE_OTHER, number=0, valid_from=EARLY, by=SYSTEM, now=NOW)
    assert (delivered.number, delivered.weight, delivered.restores) == (4, 15, 0)
    assert AuditEvent.objects.filter(action="complaints.set_rule").count() == 4


def test_setting_what_holds_already_makes_no_version(province: Province) -> None:
    with pytest.raises(RuleUnchanged):
        _set()
    assert not RuleVersion.objects.exists()


def test_a_trial_tells_what_would_change_and_changes_nothing(province: Province, supervisor: Client) -> None:
    import_answered(
        an_answered_row("E1", 处理说明="传输中断已抢修恢复，后续观察。"),
        an_answered_row("E2", 处理说明="传输中断，近期整改。"),
        an_answered_row("E3", 处理说明="传输中断，后续整改。"),
    )
    page = supervisor.post(RULE, FORM | {"act": "preview"})
    preview = page.context["preview"]
    assert (preview.tickets, preview.now, preview.then) == (3, 2, 1)
    assert [one.ticket.ticket_id for one in preview.lost] == ["E3"]
    assert "it would find 1" in page.content.decode()
    assert not RuleVersion.objects.exists()


def test_a_rule_is_set_on_its_page_and_restored_there(province: Province, supervisor: Client) -> None:
    assert supervisor.post(RULE, FORM | {"act": "save", "reason": "from the meeting"}).status_code == 302
    row = RuleVersion.objects.get()
    assert (row.options["words"], row.reason) == (["近期", "尽快"], "from the meeting")
    assert "from the meeting" in supervisor.get(RULE).content.decode()
    assert supervisor.post(f"{RULE}0/restore/").status_code == 302
    assert RuleVersion.objects.order_by("-number")[0].restores == 0
    assert supervisor.post(f"{RULE}9/restore/").status_code == 404


@pytest.mark.parametrize("wrong", [{"words": " "}, {"weight": "101"}, {"near": "-1"}, {"valid_from": "yesterday"}, {"words": "长" * 41}])
def test_a_setting_that_makes_no_sense_is_refused_beside_its_field(province: Province, supervisor: Client, wrong: dict[str, str]) -> None:
    page = supervisor.post(RULE, FORM | wrong | {"act": "save"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(wrong)


@pytest.mark.parametrize("code", list(RuleCode))
def test_every_rule_has_a_page_that_can_be_saved_as_it_stands(province: Province, supervisor: Client, code: RuleCode) -> None:
    page = supervisor.get(f"/complaints/inspection/rules/{code}/")
    assert page.status_code == 200
    values = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    data = {name: value for name, value in values.items() if value not in (None, "", False)} | {"act": "save"}
    assert "set so already" in supervisor.post(f"/complaints/inspection/rules/{code}/", data).content.decode()


def test_a_period_is_inspected_again_in_a_job(province: Province, supervisor: Client, run_jobs) -> None:
    import_answered(an_answered_row("E1", 问题原因一级="其它"))
    run_jobs()
    _set(weight=60)
    answer = supervisor.post("/complaints/inspection/rules/again/", {"first_month": "2026-10", "last_month": "2026-10"})
    assert answer.status_code == 302
    assert [job.kind for job in run_jobs()] == ["complaints.inspect_days"]
    assert points("E1") == 40
