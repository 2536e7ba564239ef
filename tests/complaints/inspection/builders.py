"""Tickets with faults, and an inspector's hands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from complaints.models import Finding, Ticket, TicketScore
from tests.complaints.builders import NOW, Row, an_eoms_row, imported

REPLY = "经核查为传输中断导致基站退服，已于当日抢修恢复，用户确认正常。"


def an_answered_row(number: str, **more: str) -> Row:
    """An EOMS ticket without a fault: every required field, a reply that fits its cause, times in order."""
    row = {
        "处理说明": REPLY,
        "处理场景": "居民小区",
        "处理部门": "网络部",
        "预处理情况": "已核查用户状态正常，重启无效",
        "投诉是否解决": "是",
        "是否联系用户": "是",
        "工单状态": "已归档",
        "派单时间": "2026-10-05 09:00:00",
        "回单时间": "2026-10-06 09:00:00",
        "归档时间": "2026-10-06 10:00:00",
    }
    return an_eoms_row(number, **{"crm": f"C{number}", "cause": "基站故障", **row, **more})


def import_answered(*rows: Row) -> Any:
    return imported("eoms_tickets", list(rows))


def codes(ticket_id: str) -> list[str]:
    return sorted(Finding.objects.filter(ticket__ticket_id=ticket_id).values_list("rule", flat=True))


def ticket(ticket_id: str) -> Ticket:
    return Ticket.objects.select_related("region").get(ticket_id=ticket_id)


def points(ticket_id: str) -> int:
    return TicketScore.objects.get(ticket__ticket_id=ticket_id).score


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def numbers(tickets: Sequence[Any]) -> list[str]:
    return [one.ticket_id for one in tickets]
