"""A ticket as the rules see it: answered, without a fault, but for the fields that matter to the test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.domain.quality.records import Record

START = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def a_record(**fields: Any) -> Record:
    plain: dict[str, Any] = {
        "id": 1, "system": "eoms", "ticket_id": "E1", "crm_no": "", "counted": True, "region_id": 1, "accepted_on": START.date(),
        "row_hash": "", "status": "closed", "department": "网络部", "cause": "network_fault", "cause_path": "网络故障→基站故障",
        "scenario": "居民小区", "fault_location": "", "cell": "", "network": "4G", "content": "无法通话",
        "prehandling": "已核查用户状态正常", "measures": "上站抢修", "result": "已解决",
        "explanation": "传输中断导致基站退服，已抢修恢复。",
        "solved": True, "contacted": True, "not_contacted_reason": "", "accepted_at": at(0), "dispatched_at": at(1), "taken_at": at(2),
        "replied_at": at(20), "resolved_at": at(20), "planned_at": None, "closed_at": at(22), "handling_seconds": None,
    }  # fmt: skip
    return Record(**{**plain, **fields})
