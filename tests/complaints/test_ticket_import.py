from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from complaints.models import Status, Ticket
from portalkit.imports.domain.registry import spec_of
from portalkit.imports.panels.reasons import warning_text
from portalkit.vault.services import fingerprint, open_sealed
from tests.complaints.builders import a_crm_row, an_eoms_row, counts, imported, undone
from tests.complaints.conftest import Province


def test_an_eoms_row_becomes_a_ticket_with_its_codes_and_times(province: Province) -> None:
    row = an_eoms_row(
        "E1",
        crm="C1",
        at="2026-10-05 23:30:00",
        category="移动业务",
        cause="网络割接",
        投诉分类二级类别="网络质量",
        投诉分类三级类别="手机上网",
        申告区县="Hill",
        投诉解决时间="2026-10-06 23:30:00",
        工单状态="已归档",
        投诉是否解决="是",
        用户是否满意="不满意",
        经度="108.32",
        纬度="22.82",
        处理场景="学校",
        计划解决时间="2026-12-01 00:00:00",
    )
    assert counts(imported("eoms_tickets", [row])) == (1, 0, 0, 0)
    ticket = Ticket.objects.get()
    assert (ticket.system, ticket.ticket_id, ticket.crm_no, ticket.region) == ("eoms", "E1", "C1", province.hill)
    assert ticket.accepted_at == datetime(2026, 10, 5, 15, 30, tzinfo=UTC)
    assert ticket.accepted_on == date(2026, 10, 5)
    assert ticket.category_path == "移动业务→网络质量→手机上网"
    assert (ticket.service_class, ticket.complaint_type) == ("internet", "mobile_internet")
    assert (ticket.cause, ticket.cause_side) == ("cutover", "within_control")
    assert (ticket.status, ticket.solved, ticket.satisfied) == (Status.CLOSED, True, False)
    assert (ticket.longitude, ticket.latitude, ticket.scenario) == (108.32, 22.82, "学校")
    assert ticket.resolution_seconds == 86400
    assert ticket.claimed_place == "Yunzhou / Hill"


def test_numbers_and_names_are_sealed_and_found_by_fingerprint(province: Province) -> None:
    imported(
        "eoms_tickets",
        [an_eoms_row("E1", 客户姓名="张三", 客户电话="13812345678", 故障号码="139 0000 1234", **{"故障号码#2": "13700001111"})],
    )
    ticket = Ticket.objects.get()
    assert open_sealed(ticket.phone_sealed) == "13812345678"
    assert b"13812345678" not in bytes(ticket.phone_sealed)
    assert ticket.masked_phone == "138****5678"
    assert ticket.masked_customer_name == "张*"
    assert ticket.masked_second_fault_number == "137****1111"
    assert Ticket.objects.get(fault_number_print=fingerprint("+86 13900001234")) == ticket


def test_free_text_is_kept_as_received_and_masked_on_the_way_out(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 投诉内容="请回电13812345678，信号弱")])
    ticket = Ticket.objects.get()
    assert ticket.content == "请回电13812345678，信号弱"
    assert ticket.masked_content == "请回电138****5678，信号弱"


def test_columns_that_nobody_mapped_are_kept_with_personal_values_masked(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 备用联系电话="13812345678", 联系人="李小明", 站点="A12")])
    assert Ticket.objects.get().extra == {"备用联系电话": "138****5678", "联系人": "李**", "站点": "A12"}


def test_the_block_in_the_text_fills_what_the_columns_leave_open(province: Province) -> None:
    text = "无法上网 #同步要素# 故障地点:中心市场 网络标识:4G 客户电话:13812345678 经度:108.5 纬度:北 漫游:否 #同步要素#"
    imported("eoms_tickets", [an_eoms_row("E1", 投诉内容=text, 网络标识="5G")])
    ticket = Ticket.objects.get()
    assert (ticket.fault_location, ticket.network, ticket.longitude, ticket.latitude) == ("中心市场", "5G", 108.5, None)
    assert ticket.masked_phone == "138****5678"
    assert ticket.extra == {"同步要素": {"网络标识": "4G", "纬度": "北", "漫游": "否"}}


def test_a_crm_row_is_its_own_crm_number_and_its_category_is_a_path(province: Province) -> None:
    imported(
        "crm_tickets",
        [a_crm_row("C1", category="投诉→WLAN→慢", 责任原因="弱覆盖", 受理号码="13812345678", 处理时长="2.5", 客户回访满意度="满意")],
    )
    ticket = Ticket.objects.get()
    assert (ticket.crm_no, ticket.service_class, ticket.complaint_type, ticket.cause) == ("C1", "internet", "wlan", "weak_coverage")
    assert (ticket.handling_seconds, ticket.satisfied) == (9000, True)


def test_a_value_without_a_rule_is_unmapped_and_an_empty_cause_unstated(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", category="家庭宽带装机", cause="神秘原因"), an_eoms_row("E2", category="")])
    assert list(Ticket.objects.order_by("ticket_id").values_list("service_class", "complaint_type", "cause")) == [
        ("unmapped", "unmapped", "unmapped"),
        ("unmapped", "unmapped", "unstated"),
    ]


def test_an_unknown_state_is_kept_as_said_and_rejects_nothing(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 工单状态="量子态"), an_eoms_row("E2", 工单状态="处理中")])
    assert list(Ticket.objects.order_by("ticket_id").values_list("status", "status_text")) == [("unmapped", "量子态"), ("in_progress", "")]


def test_states_can_be_given_a_meaning_with_the_mapping(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 工单状态="量子态")], vocabulary={"status": {"量子态": "pending"}})
    assert Ticket.objects.get().status == Status.PENDING


def test_the_same_file_again_changes_nothing(province: Province) -> None:
    rows = [an_eoms_row("E1", 客户姓名="张三", 客户电话="13812345678"), an_eoms_row("E2")]
    imported("eoms_tickets", rows)
    assert counts(imported("eoms_tickets", rows)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("column", "value"), [("客户姓名", "李四"), ("客户电话", "13900001234"), ("投诉内容", "更慢了"), ("工单状态", "已归档")]
)
def test_another_value_in_one_column_makes_a_changed_row(province: Province, column: str, value: str) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", **{column: ""})])
    assert counts(imported("eoms_tickets", [an_eoms_row("E1", **{column: value})])) == (0, 1, 0, 0)


def test_undoing_a_change_gives_every_old_value_back(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 客户姓名="张三", 客户电话="13812345678", 经度="108.123456789", 备注="旧")])
    before = Ticket.objects.values().get()
    undone(imported("eoms_tickets", [an_eoms_row("E1", 客户姓名="李四", 客户电话="13900001234", 备注="新", category="WLAN")]))
    after = Ticket.objects.values().get()
    assert {name: bytes(value) if isinstance(value, memoryview) else value for name, value in after.items()} == {
        name: bytes(value) if isinstance(value, memoryview) else value for name, value in before.items()
    }


def test_a_matter_counts_once_and_its_first_eoms_ticket_stands_for_it(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1"), a_crm_row("C2")])
    assert counted() == {"C1", "C2"}
    late = imported("eoms_tickets", [an_eoms_row("E2", crm="C1", at="2026-10-07 08:00:00"), an_eoms_row("E9")])
    assert counted() == {"E2", "C2", "E9"}
    early = imported("eoms_tickets", [an_eoms_row("E1", crm="C1", at="2026-10-06 08:00:00")])
    assert counted() == {"E1", "C2", "E9"}
    undone(early)
    assert counted() == {"E2", "C2", "E9"}
    undone(late)
    assert counted() == {"C1", "C2"}


def test_a_ticket_that_loses_its_crm_number_counts_by_itself_again(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", crm="C1"), an_eoms_row("E2", crm="C1", at="2026-10-07 08:00:00")])
    assert counted() == {"E1"}
    change = imported("eoms_tickets", [an_eoms_row("E2", at="2026-10-07 08:00:00")])
    assert counted() == {"E1", "E2"}
    undone(change)
    assert counted() == {"E1"}


def test_a_generic_english_file_imports_by_mapping(province: Province) -> None:
    rows = [
        {
            "Case No": "T-1",
            "Opened": "2026-10-05 08:30",
            "Province": "LIUXI",
            "Source": "Phone",
            "State": "In Progress",
            "Summary": "No signal",
        }
    ]
    mapping = {
        "ticket_id": "Case No",
        "accepted_at": "Opened",
        "region": "Province",
        "channel": "Source",
        "status": "State",
        "content": "Summary",
    }
    for kind in ("crm_tickets", "eoms_tickets"):
        assert counts(imported(kind, rows, mapping=mapping)) == (1, 0, 0, 0)
    ticket = Ticket.objects.get(system="eoms")
    assert (ticket.channel, ticket.status, ticket.content, ticket.region) == ("Phone", Status.IN_PROGRESS, "No signal", province.liuxi)


def test_a_generic_english_file_maps_itself_as_far_as_its_headers_say(province: Province) -> None:
    rows = [{"Number": "INC1", "Opened at": "2026-10-05 08:30:00", "Location": "Liuxi", "Category": "Voice", "Incident state": "Closed"}]
    assert counts(imported("crm_tickets", rows)) == (1, 0, 0, 0)
    assert Ticket.objects.get().service_class == "voice"


def test_without_a_complaint_time_column_the_dispatch_time_stands_for_it(province: Province) -> None:
    imported("eoms_tickets", [{"工单流水号": "E1", "派单时间": "2026-10-05 09:00:00", "用户归属地": "Yunzhou"}])
    assert Ticket.objects.get().accepted_on == date(2026, 10, 5)


def test_a_row_without_a_complaint_time_takes_that_of_its_dispatch(province: Province) -> None:
    rows = [
        an_eoms_row("E1", at="2026-10-05 09:00:00", 派单时间="2026-10-06 10:00:00"),
        an_eoms_row("E2", at="", 派单时间="2026-10-06 10:00:00"),
        an_eoms_row("E3", at="?", 派单时间="2026-10-07 10:00:00"),
        an_eoms_row("E4", at="", 派单时间=""),
        an_eoms_row("E5", at="soon", 派单时间="2026-10-06 10:00:00"),
    ]
    batch = imported("eoms_tickets", rows)
    assert dict(Ticket.objects.values_list("ticket_id", "accepted_on")) == {
        "E1": date(2026, 10, 5),
        "E2": date(2026, 10, 6),
        "E3": date(2026, 10, 7),
    }
    assert batch.reasons == {"required": 1, "date_unreadable": 1}
    assert {warning["code"]: warning["params"] for warning in batch.warnings}["stood_in"] == {"count": 2}


def test_a_mapping_may_leave_the_complaint_time_to_the_dispatch(province: Province) -> None:
    mapping = {"ticket_id": "工单流水号", "dispatched_at": "派单时间", "region": "申告地"}
    assert counts(imported("eoms_tickets", [an_eoms_row("E1", at="", 派单时间="2026-10-06 10:00:00")], mapping=mapping)) == (1, 0, 0, 0)


def test_two_crm_numbers_that_say_nothing_are_not_one_matter(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", crm="无"), an_eoms_row("E2", crm="无"), an_eoms_row("E3", crm="N/A")])
    assert counted() == {"E1", "E2", "E3"}


def test_names_are_masked_in_the_preview_and_in_reasons(province: Province) -> None:
    batch = imported("eoms_tickets", [an_eoms_row("E1", 客户姓名="张小三"), an_eoms_row("E2", 客户姓名="李四五" * 40)], commit=False)
    kept = f"{batch.preview}{batch.problems}"
    assert "张**" in kept
    assert "张小三" not in kept
    assert "李四五" not in kept


def test_two_statements_of_the_time_on_different_days_are_reported(province: Province) -> None:
    batch = imported("eoms_tickets", [an_eoms_row("E1", at="2026-10-05 09:00:00", **{"投诉时间#2": "2026-10-08 09:00:00"})])
    (warning,) = [warning for warning in batch.warnings if warning["code"] == "times_disagree"]
    for language, text in (("en", "1 rows state two times"), ("zh-hans", "有 1 行的两个投诉时间不在同一天")):
        with override(language):
            assert warning_text(warning, spec_of("eoms_tickets")).startswith(text)


def test_a_row_without_region_number_or_time_is_rejected(province: Province) -> None:
    rows = [
        an_eoms_row("", region="Yunzhou"),
        an_eoms_row("E2", region="Atlantis"),
        an_eoms_row("E3", at=""),
        an_eoms_row("E4", 经度="181"),
    ]
    batch = imported("eoms_tickets", rows)
    assert counts(batch) == (0, 0, 0, 4)
    assert not Ticket.objects.exists()


def counted() -> set[str]:
    return set(Ticket.objects.filter(counted=True).values_list("ticket_id", flat=True))
